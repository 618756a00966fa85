import type { PlaybookText } from '../playbook.ts';

export const review: PlaybookText = {
  phase: 'review',
  title: 'Post-mortem and hardening',
  aim: 'What happened, how fast we were, what changes, by whom and when: without blame, from the timeline, and back into the pipeline.',
  steps: [
    {
      key: 'times',
      title: 'Hold the times against the aims',
      why: 'From the first signal: cut off within 7 minutes, captured within 12, workload at zero within 15 with its ReplicaSet kept, all secrets rotated and the account revoked within 45. The clocks of the case and of each phase are on record.',
      who: 'Scribe',
      doneWhen: 'Each time stands beside its aim, with the reason of each that was missed',
    },
    {
      key: 'key-events',
      title: 'Mark the key events',
      why: 'Way in, first signal, first look, cut, evidence, end. Whoever reads the report reads these.',
      who: 'Analyst',
      doneWhen: 'The key events are marked on the timeline and tell the story alone',
    },
    {
      key: 'went-well',
      title: 'Write down what went well and what did not',
      why: 'Also what was luck. People did what made sense to them then; ask what made it so.',
      who: 'Commander',
      doneWhen: 'Both lists are in the report, agreed by those who were there',
    },
    {
      key: 'lessons',
      title: 'Turn lessons into tasks',
      why: 'A lesson without an owner and a date is a wish.',
      who: 'Commander',
      doneWhen: 'Each lesson is a task with an owner and a date',
    },
    {
      key: 'hardening',
      title: 'Write the hardening as manifests',
      why: 'Default deny both ways, readOnlyRootFilesystem, no privilege escalation, capabilities dropped, automountServiceAccountToken off, limits, images by digest. As files that somebody reviews.',
      who: 'Platform',
      commands: [
        { words: 'What would change, before it is merged', run: 'kubectl diff -n {{namespace}} -f hardening/' },
        {
          words: 'Containers of the namespace that can write to their own image',
          run: `kubectl get pods -n {{namespace}} -o json | jq -r '.items[] | .metadata.name as $pod | .spec.containers[] | select(.securityContext.readOnlyRootFilesystem != true) | "\\($pod) \\(.name)"'`,
        },
      ],
      instead: {
        of: 'kubectl edit on the live objects',
        because: 'The next sync takes it back, nobody has reviewed it, and the other clusters stay as they were.',
      },
      doneWhen: 'The manifests are reviewed and merged',
    },
    {
      key: 'pipeline',
      title: 'Bring it back into the pipeline',
      why: 'Admission that refuses unsigned images and privileged pods, network policies with each new namespace, scans that fail the build: then it holds without anybody remembering.',
      who: 'Platform',
      commands: [
        {
          words: 'Admission policies that are in force',
          run: 'kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings',
        },
        {
          words: 'Misconfigurations in your own manifests',
          run: 'trivy config --severity CRITICAL,HIGH --exit-code 1 .',
        },
        { words: 'CIS Kubernetes Benchmark, on each kind of node', run: 'kube-bench run --targets node' },
      ],
      doneWhen: 'What happened would be refused or found by the pipeline now',
    },
    {
      key: 'readiness',
      title: 'Update readiness',
      why: 'The ten items: 1 runtime detection on all namespaces, 2 playbooks reviewed within 90 days and tested on staging, 3 API audit log to a SIEM for 90 days or more, 4 default deny both ways in all namespaces, 5 production images signed, 6 secrets externalised and none in Git, 7 forensic tools staged and reachable, 8 no cluster-admin on namespaced accounts, 9 read-only root file systems, 10 war room ready: channels, runbooks, escalation matrix.',
      who: 'Manager',
      doneWhen: 'Each item that this case touched is attested anew',
    },
    {
      key: 'compliance',
      title: 'Collect what an auditor needs',
      why: 'The case answers to PCI DSS v4.0 12.10, SOC 2 CC7, NIST SP 800-53 IR-4, ISO 27001 A.16 (in the edition of 2022: 5.24 to 5.28) and NIST SP 800-190; the cluster to the CIS Kubernetes Benchmark. Check the duties to notify, too.',
      who: 'Manager',
      doneWhen: 'Report, timeline, action log and custody are exported, and who must be notified was',
    },
    {
      key: 'rehearse',
      title: 'Plan the next rehearsal',
      why: 'A tabletop each quarter, a technical drill on staging every six months, two full exercises a year for critical systems (CIS Controls v8, 17). LitmusChaos and Chaos Mesh can stage them. The scenario of payment-service: remote code execution through a debug endpoint in one of six services; T+0 shell in the pod and its alert, T+3 the cluster is enumerated and the audit log shows it, T+7 data leaves and is cut off, T+12 logs, processes and connections are captured, T+15 Deployment at zero, T+45 secrets rotated and account revoked.',
      who: 'Manager',
      doneWhen: 'The next rehearsal has a date, and plays what went wrong here',
    },
    {
      key: 'end-tasks',
      title: 'End every task',
      why: 'Done, or dropped with somebody who says so. What outlives the case belongs in your tracker, with a link.',
      who: 'Commander',
      doneWhen: 'No task of the case is open',
      auto: 'tasks-ended',
    },
  ],
  criteria: [
    { key: 'times-compared', words: 'Times against aims' },
    { key: 'lessons-owned', words: 'Lessons with owner and date' },
    { key: 'hardening-reviewed', words: 'Hardening as manifests, reviewed' },
    { key: 'readiness-updated', words: 'Readiness updated' },
    { key: 'tasks-ended', words: 'Every task ended', auto: 'tasks-ended' },
  ],
};
