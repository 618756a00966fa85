import type { PlaybookText } from '../playbook.ts';

export const detection: PlaybookText = {
  phase: 'detection',
  title: 'Detection and triage',
  aim: 'Know which pods, how far they reach and who decides, before anything is touched. Containers have no fixed address, no SSH, overlay networks instead of VLANs, and disks that are gone seconds after a scale-down. One real breach was exploited 22 minutes after a deployment and noticed after 3 hours; 40 GB left, a miner ran on 12 nodes, and containing it took 47 hours and 2.3 million dollars. The aim is minutes.',
  steps: [
    {
      key: 'confirm-signal',
      title: 'Confirm the signal on a pod',
      why: 'Strongest first: a shell (/bin/sh, /bin/bash) in a container that has no business with one; egress to unknown addresses on unusual ports (4444, 8443 and 1337 first); privilege gained at run time (privileged, a mount of /var/run/docker.sock); a miner (CPU on a container that was idle, connections to a pool); API calls that this service account never made.',
      who: 'Analyst',
      commands: [
        {
          words: 'Events of this very pod, by UID',
          run: 'kubectl get events -n {{namespace}} --field-selector involvedObject.uid={{podUid}}',
        },
        {
          words: 'What may have been gained: privileged containers and host paths',
          run: `kubectl get pod {{pod}} -n {{namespace}} -o jsonpath='{range .spec.containers[*]}{.name}{" privileged="}{.securityContext.privileged}{"\\n"}{end}{range .spec.volumes[*]}{.hostPath.path}{"\\n"}{end}'`,
        },
      ],
      doneWhen: 'A pod is named with its signal, the source and the time',
    },
    {
      key: 'failing-pods',
      title: 'Look at what fails everywhere',
      why: 'A planted image that cannot be pulled, or an exploit that crashes its target, shows here first.',
      who: 'Analyst',
      commands: [
        {
          words: 'Failing pods of all namespaces',
          run: "kubectl get pods -A -o wide | grep -E 'CrashLoopBackOff|ImagePullBackOff|ErrImagePull'",
        },
      ],
      instead: {
        of: 'kubectl get pods -A --field-selector=status.phase=Failed',
        because:
          'A pod in CrashLoopBackOff or ImagePullBackOff has the phase Running or Pending, so this list leaves it out.',
      },
      doneWhen: 'Each failing pod is explained, or a suspect',
    },
    {
      key: 'newest-pods',
      title: 'Look at the 20 newest pods',
      why: 'What an attacker plants is young: look for names, images and namespaces that no deployment of yours made.',
      who: 'Analyst',
      commands: [
        {
          words: 'Oldest first, so the newest are at the end',
          run: 'kubectl get pods -A -o wide --sort-by=.metadata.creationTimestamp | tail -n 20',
        },
      ],
      doneWhen: 'Each of the 20 has an owner that is known',
    },
    {
      key: 'top-cpu',
      title: 'Look at the 10 busiest pods',
      why: 'A miner uses all the CPU it gets, in a container that was idle yesterday.',
      who: 'Analyst',
      commands: [{ words: 'Busiest first, below the head', run: 'kubectl top pods -A --sort-by=cpu | head -n 11' }],
      instead: {
        of: 'kubectl top pods -A --sort-by=cpu | tail -10',
        because:
          'kubectl top sorts in descending order: the end of the list are the idlest pods, and the miner is at its head.',
      },
      doneWhen: 'The 10 busiest are explained, or suspects',
    },
    {
      key: 'bindings',
      title: 'See who is bound to what',
      why: 'A new binding is the quietest back door. A RoleBinding may refer to a ClusterRole such as cluster-admin too.',
      who: 'Analyst',
      commands: [
        {
          words: 'All bindings with role and subjects',
          run: 'kubectl get clusterrolebindings,rolebindings -A -o wide',
        },
        {
          words: 'Names and subjects, newest last, to compare and to keep',
          run: `kubectl get clusterrolebindings -o json | jq -r '.items | sort_by(.metadata.creationTimestamp)[] | [.metadata.creationTimestamp, .metadata.name, .roleRef.name, ([.subjects[]? | "\\(.kind) \\(.namespace // "-")/\\(.name)"] | join(", "))] | @tsv'`,
        },
      ],
      instead: {
        of: 'kubectl get clusterrolebindings alone',
        because:
          'Rights inside a namespace come from RoleBindings, and reading its Secrets is often all that is needed.',
      },
      doneWhen: 'Every binding to cluster-admin and every new one has a known reason',
    },
    {
      key: 'service-account',
      title: "Read the pod's service account and its rights",
      why: 'Its token lies in the container: whatever it may do, the attacker may do.',
      who: 'Analyst',
      commands: [
        {
          words: 'The account',
          run: "kubectl get pod {{pod}} -n {{namespace}} -o jsonpath='{.spec.serviceAccountName}'",
        },
        {
          words: 'Its rights in this namespace',
          run: 'kubectl auth can-i --list -n {{namespace}} --as=system:serviceaccount:{{namespace}}:{{serviceAccount}}',
        },
        {
          words: 'The question that matters most',
          run: 'kubectl auth can-i list secrets -A --as=system:serviceaccount:{{namespace}}:{{serviceAccount}}',
        },
      ],
      instead: {
        of: 'kubectl auth can-i --list',
        because:
          'Without --as it answers for you, not for the account of the pod; and it lists one namespace, so ask for each that matters.',
      },
      doneWhen: 'Its rights are known, cluster-wide ones first',
    },
    {
      key: 'policies',
      title: 'See which network policies select this pod',
      why: 'They say where it could send and who could reach it. A pod that none selects may talk to everything.',
      who: 'Analyst',
      commands: [
        { words: "The pod's labels", run: 'kubectl get pod {{pod}} -n {{namespace}} --show-labels' },
        {
          words: 'The policies with their selectors, to hold against the labels',
          run: 'kubectl get networkpolicies -n {{namespace}} -o yaml',
        },
      ],
      instead: {
        of: 'kubectl get networkpolicies -n NS, and counting them',
        because:
          'It shows which policies exist, not which select this pod. Cilium, Calico and admin policies are kinds of their own and are not in it.',
      },
      doneWhen: 'The policies that select the pod are listed, for each direction',
    },
    {
      key: 'audit',
      title: 'See what its account did',
      why: 'The audit log holds each API call with its user: enumeration, reads of secrets, exec, new bindings.',
      who: 'Analyst',
      commands: [
        {
          words: 'On a control-plane node, or on a copy from your SIEM; the path is that of --audit-log-path',
          run: `jq -c --arg user system:serviceaccount:{{namespace}}:{{serviceAccount}} 'select(.user.username == $user) | [.requestReceivedTimestamp, .verb, .requestURI, .responseStatus.code, .sourceIPs]' /var/log/kubernetes/audit.log`,
        },
      ],
      instead: {
        of: 'kubectl logs -n kube-system kube-apiserver-NODE | grep the account',
        because:
          "The API server's own log holds audit events only when its policy writes them to stdout (--audit-log-path=-). Otherwise it shows nothing, which is not the same as nothing happened. Managed clusters have no such pod.",
      },
      doneWhen: 'The calls of the account since before T+0 are known, or it is written down that there is no audit log',
    },
    {
      key: 'name-suspects',
      title: 'Name the suspects by UID',
      why: 'Names come again (a StatefulSet gives the same one to the next pod), a UID never does.',
      who: 'Analyst',
      commands: [
        {
          words: 'The UID of each suspect',
          run: "kubectl get pod {{pod}} -n {{namespace}} -o jsonpath='{.metadata.uid}'",
        },
      ],
      doneWhen: 'Every suspect is in the case by UID',
      auto: 'suspects-named',
    },
    {
      key: 'blast-radius',
      title: 'Freeze the blast radius',
      why: 'What the pod reaches by identity, container and network changes as soon as it is contained. Keep it as it was: it decides what is cut and which secrets are rotated.',
      who: 'Analyst',
      commands: [
        {
          words: 'Secrets and ConfigMaps that it mounts',
          run: `kubectl get pod {{pod}} -n {{namespace}} -o jsonpath='{range .spec.volumes[*]}{.name}{"\\t"}{.secret.secretName}{.configMap.name}{.hostPath.path}{"\\n"}{end}'`,
        },
        {
          words: 'Secrets and ConfigMaps in its environment',
          run: `kubectl get pod {{pod}} -n {{namespace}} -o jsonpath='{range .spec.containers[*].env[*]}{.valueFrom.secretKeyRef.name}{.valueFrom.configMapKeyRef.name}{"\\n"}{end}{range .spec.containers[*].envFrom[*]}{.secretRef.name}{.configMapRef.name}{"\\n"}{end}'`,
        },
        {
          words: 'Other pods on its node, if the node is in reach',
          run: 'kubectl get pods -A -o wide --field-selector spec.nodeName={{node}}',
        },
      ],
      doneWhen: 'Reach by identity, container and network is kept as it was',
    },
    {
      key: 'set-severity',
      title: 'Set the severity',
      why: 'It decides how often people are told and who is woken.',
      who: 'Commander',
      doneWhen: 'The case has a severity',
      auto: 'severity-set',
    },
    {
      key: 'name-commander',
      title: 'Name the commander',
      why: 'One person decides. Roles and the channel follow: deputy, analysts, scribe, liaison.',
      who: 'Commander',
      doneWhen: 'The case has a commander who can act',
      auto: 'commander-named',
    },
    {
      key: 'first-report',
      title: 'Send the first status report',
      why: 'What we know, what we did, what we need. Those who were told do not ask.',
      who: 'Liaison',
      doneWhen: 'A report has gone out',
      auto: 'report-sent',
    },
  ],
  criteria: [
    { key: 'suspects-named', words: 'Suspects named by UID', auto: 'suspects-named' },
    { key: 'blast-radius-frozen', words: 'Blast radius frozen' },
    { key: 'severity-set', words: 'Severity set', auto: 'severity-set' },
    { key: 'commander-named', words: 'Commander named', auto: 'commander-named' },
  ],
};
