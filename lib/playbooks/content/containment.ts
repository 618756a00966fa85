import type { PlaybookText } from '../playbook.ts';

export const containment: PlaybookText = {
  phase: 'containment',
  title: 'Containment and isolation',
  aim: 'Cut the attacker off, keep the evidence, stop the workload: in this order. Cut off within 7 minutes of the first signal, captured within 12, at zero within 15.',
  steps: [
    {
      key: 'quarantine',
      title: 'Quarantine the suspect',
      why: 'A deny-all NetworkPolicy, both directions. By label on the suspect alone where that is enough; on the whole namespace when it is not known how far it has spread.',
      who: 'Commander',
      commands: [
        {
          words: '1. Mark the suspect',
          run: 'kubectl label pod {{pod}} -n {{namespace}} bulkhead/quarantine=by-hand-{{case}}',
        },
        {
          words: '2. Deny all to and from what is marked',
          run: `printf '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"by-hand-%s"},"spec":{"podSelector":{"matchLabels":{"bulkhead/quarantine":"by-hand-%s"}},"policyTypes":["Ingress","Egress"]}}' {{case}} {{case}} | kubectl apply -n {{namespace}} -f -`,
        },
        {
          words: 'When the spread is unknown: deny all in the whole namespace',
          run: `printf '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"by-hand-%s-all"},"spec":{"podSelector":{},"policyTypes":["Ingress","Egress"]}}' {{case}} | kubectl apply -n {{namespace}} -f -`,
        },
      ],
      instead: {
        of: 'kubectl delete pod',
        because:
          'It destroys processes, memory and files for good, and the owner starts the same image again a second later. Bulkhead does not offer it.',
      },
      doneWhen: 'Isolation verified from a fresh read of the cluster',
      auto: 'quarantine-verified',
    },
    {
      key: 'other-policies',
      title: 'See what still lets packets through',
      why: 'Policies only add up: any other one that selects the pod and has a rule still allows what it says. Connections that were open may outlive the policy, and host-network pods are not covered at all.',
      who: 'Analyst',
      commands: [
        {
          words: 'Every policy of the namespace; hold its selector against the labels of the suspect',
          run: 'kubectl get networkpolicies -n {{namespace}} -o yaml',
        },
        {
          words: 'Connections that are still open, read without writing',
          run: 'kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- cat /proc/net/tcp /proc/net/tcp6',
        },
      ],
      instead: {
        of: 'Taking "networkpolicy created" as isolated',
        because:
          'A policy that no CNI enforces, or beside which another one allows, stops nothing. Isolated is what was read again and checked.',
      },
      doneWhen: 'No other policy allows anything, and no old connection carries packets',
      auto: 'quarantine-verified',
    },
    {
      key: 'snapshot',
      title: 'Capture before anything ends',
      why: 'Pod manifest, logs (last 10,000 lines, and those of the run before), /proc, /etc and /var/log while it runs. With the pod its disk is gone within seconds.',
      who: 'Analyst',
      commands: [
        {
          words: 'The manifest',
          run: 'kubectl get pod {{pod}} -n {{namespace}} -o yaml > $(mktemp case-{{case}}-pod-XXXXXX)',
        },
        {
          words: 'The log',
          run: 'kubectl logs {{pod}} -n {{namespace}} -c {{container}} --timestamps --tail=10000 > $(mktemp case-{{case}}-log-XXXXXX)',
        },
        {
          words: 'The log of the run before',
          run: 'kubectl logs {{pod}} -n {{namespace}} -c {{container}} --previous --timestamps --tail=10000 > $(mktemp case-{{case}}-log-before-XXXXXX)',
        },
        {
          words: 'Processes with their executables, maps and open files',
          run: `kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- sh -c 'for p in /proc/[0-9]*; do echo "== $p"; tr "\\0" " " < $p/cmdline; echo; cat $p/status $p/maps; ls -l $p/exe $p/cwd $p/fd; done' > $(mktemp case-{{case}}-proc-XXXXXX)`,
        },
        {
          words: 'Files, as a stream to outside',
          run: 'kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- tar cf - /etc /var/log > $(mktemp case-{{case}}-files-XXXXXX)',
        },
        { words: 'Hashes of all that', run: 'sha256sum case-{{case}}-* | tee sha256-case-{{case}}' },
      ],
      instead: {
        of: 'kubectl exec POD -- tar czf /tmp/evidence.tgz /etc /var/log',
        because:
          'It writes inside the suspect: free space with deleted files is overwritten, times of folders change, the attacker sees it, and the file dies with the pod. Stream to outside.',
      },
      doneWhen: 'Every collector is sealed with its hash',
      auto: 'evidence-sealed',
    },
    {
      key: 'hold-reconcilers',
      title: 'Hold what would set it back',
      why: 'An autoscaler, Argo CD with self-heal or Flux brings the replicas back within seconds, with the same image.',
      who: 'Platform',
      commands: [
        { words: 'Autoscalers of the namespace', run: 'kubectl get horizontalpodautoscalers -n {{namespace}}' },
        {
          words: 'Who manages the workload: labels, annotations and field managers',
          run: 'kubectl get {{workload}} -n {{namespace}} -o yaml --show-managed-fields',
        },
      ],
      doneWhen: 'Nothing sets the workload back',
    },
    {
      key: 'scale-to-zero',
      title: 'Scale the workload to zero',
      why: 'Scaling keeps the ReplicaSet and with it the template that ran. A suspect whose owner labels were taken off is detached and lives on, alone.',
      who: 'Commander',
      commands: [
        {
          words: 'A Deployment',
          run: 'kubectl scale deployment {{deployment}} -n {{namespace}} --replicas=0',
        },
        {
          words: 'A StatefulSet',
          run: 'kubectl scale statefulset {{statefulSet}} -n {{namespace}} --replicas=0',
        },
        {
          words: 'A DaemonSet: ask for a node that there is not',
          run: `kubectl patch daemonset {{daemonSet}} -n {{namespace}} --type=merge -p '{"spec":{"template":{"spec":{"nodeSelector":{"bulkhead/scaled-to-zero":"true"}}}}}'`,
        },
        {
          words: 'A CronJob: suspend it, and its Jobs that run',
          run: `kubectl patch cronjob {{cronJob}} -n {{namespace}} --type=merge -p '{"spec":{"suspend":true}}'`,
        },
      ],
      instead: {
        of: 'kubectl rollout pause daemonset/NAME, or kubectl delete deployment',
        because:
          'A DaemonSet cannot be paused, and a paused Deployment runs on: pausing holds new rollouts only. Deleting loses the ReplicaSets, their templates and the history.',
      },
      doneWhen: 'The workload is at zero and its ReplicaSet is kept',
      auto: 'workload-at-zero',
    },
    {
      key: 'tell',
      title: 'Tell who depends on it',
      why: 'The service is down on purpose: those who call it, the help desk and, where data may have left, the data protection officer must hear it from you.',
      who: 'Liaison',
      doneWhen: 'Each of them was told what is down and when they hear next',
    },
  ],
  criteria: [
    { key: 'isolation-verified', words: 'Isolated and checked', auto: 'quarantine-verified' },
    { key: 'artifacts-sealed', words: 'Evidence sealed', auto: 'evidence-sealed' },
    { key: 'workload-at-zero', words: 'Workload at zero', auto: 'workload-at-zero' },
  ],
};
