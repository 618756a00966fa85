import { WATCHED, WATCHED_RESOURCES } from './resources.ts';

export interface Rule {
  group: string;
  resources: readonly string[];
  verbs: readonly string[];
}

/** What a part of Bulkhead asks of a cluster. `role`: reading, or acting; the two are granted apart. */
export interface Feature {
  id: string;
  role: 'reader' | 'responder';
  title: string;
  /** what is missing on screen, or cannot be done, without it */
  without: string;
  rules: readonly Rule[];
}

const watched = WATCHED_RESOURCES.map(
  (resource): Rule => ({ group: WATCHED[resource].group, resources: [resource], verbs: ['list', 'watch'] }),
);

/**
 * Every right that Bulkhead's calls need, by feature: deploy/rbac.yaml and docs/rights.md are made from this table, and a test holds
 * it to the calls. Secrets are in no rule. What any signed-in account may do (/version, /apis, selfsubjectaccessreviews) needs none.
 */
export const FEATURES: readonly Feature[] = [
  {
    id: 'triage',
    role: 'reader',
    title: 'Triage: the live state of the cluster',
    without: 'A resource that may not be read is named as forbidden on screen; signals that depend on it say unknown.',
    rules: watched,
  },
  {
    id: 'metrics',
    role: 'reader',
    title: 'CPU and memory of pods',
    without: 'The columns say why they are empty, and no signal about CPU is raised or cleared.',
    rules: [{ group: 'metrics.k8s.io', resources: ['pods'], verbs: ['list'] }],
  },
  {
    id: 'identity',
    role: 'reader',
    title: 'Which cluster this is (the UID of kube-system)',
    without: 'The cluster is known by the address of its API server instead.',
    rules: [{ group: '', resources: ['namespaces'], verbs: ['get'] }],
  },
  {
    id: 'pod-page',
    role: 'reader',
    title: 'A pod read afresh: its page, its owner chain when a case is opened, every check before and after a step',
    without: 'No pod page, no case and no verification.',
    rules: [
      { group: '', resources: ['pods'], verbs: ['get'] },
      { group: 'apps', resources: ['replicasets', 'deployments', 'statefulsets', 'daemonsets'], verbs: ['get'] },
      { group: 'batch', resources: ['jobs', 'cronjobs'], verbs: ['get'] },
      { group: '', resources: ['replicationcontrollers'], verbs: ['get'] },
    ],
  },
  {
    id: 'logs',
    role: 'reader',
    title: 'Logs of containers, on screen and as evidence',
    without: 'No logs.',
    rules: [{ group: '', resources: ['pods/log'], verbs: ['get'] }],
  },
  {
    id: 'plan',
    role: 'reader',
    title:
      'What stands beside a step before it is sent: services that lose the pod, autoscalers and scale of its workload',
    without: 'That check says that it was not made, and why.',
    rules: [
      { group: '', resources: ['services'], verbs: ['list'] },
      { group: 'autoscaling', resources: ['horizontalpodautoscalers'], verbs: ['list'] },
      { group: 'apps', resources: ['deployments/scale', 'statefulsets/scale', 'replicasets/scale'], verbs: ['get'] },
      { group: 'networking.k8s.io', resources: ['networkpolicies'], verbs: ['get'] },
    ],
  },
  {
    id: 'other-policies',
    role: 'reader',
    title: 'Whether policies of other kinds exist; they are named, not evaluated',
    without: 'Says that this was not checked.',
    rules: [
      { group: 'cilium.io', resources: ['ciliumnetworkpolicies', 'ciliumclusterwidenetworkpolicies'], verbs: ['list'] },
      { group: 'crd.projectcalico.org', resources: ['networkpolicies', 'globalnetworkpolicies'], verbs: ['list'] },
      { group: 'crd.antrea.io', resources: ['networkpolicies', 'clusternetworkpolicies'], verbs: ['list'] },
      {
        group: 'policy.networking.k8s.io',
        resources: ['adminnetworkpolicies', 'baselineadminnetworkpolicies', 'clusternetworkpolicies'],
        verbs: ['list'],
      },
    ],
  },
  {
    id: 'quarantine',
    role: 'responder',
    title: 'Quarantine: a NetworkPolicy, and a label on the suspect; both taken back by undo',
    without: 'The step says which right is missing, and nothing is sent.',
    rules: [
      { group: 'networking.k8s.io', resources: ['networkpolicies'], verbs: ['create', 'delete'] },
      { group: '', resources: ['pods'], verbs: ['patch'] },
    ],
  },
  {
    id: 'capture',
    role: 'responder',
    title:
      'Capture: commands in the suspect, whose output is streamed out (servers before 1.35 ask for get, later ones for create)',
    without: 'Only logs, events and the manifest can be captured.',
    rules: [{ group: '', resources: ['pods/exec'], verbs: ['create', 'get'] }],
  },
  {
    id: 'scale-to-zero',
    role: 'responder',
    title: 'Scale to zero: scale, suspend, or an unsatisfiable node selector',
    without: 'The step says which right is missing, and nothing is sent.',
    rules: [
      {
        group: 'apps',
        resources: ['deployments/scale', 'statefulsets/scale', 'replicasets/scale', 'daemonsets'],
        verbs: ['patch'],
      },
      { group: 'batch', resources: ['jobs', 'cronjobs'], verbs: ['patch'] },
    ],
  },
];

/** The rules of one role, equal verbs of one group together, in a stable order. */
export function rulesOfRole(role: Feature['role']): Rule[] {
  const verbs = new Map<string, Set<string>>();
  for (const { group, resources, verbs: of } of FEATURES.filter((feature) => feature.role === role).flatMap(
    (feature) => feature.rules,
  )) {
    for (const resource of resources) {
      const key = `${group}\n${resource}`;
      verbs.set(key, new Set([...(verbs.get(key) ?? []), ...of]));
    }
  }
  const together = new Map<string, Rule>();
  for (const [key, set] of [...verbs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group = '', resource = ''] = key.split('\n');
    const sorted = [...set].sort();
    const same = `${group}\n${sorted.join()}`;
    together.set(same, { group, verbs: sorted, resources: [...(together.get(same)?.resources ?? []), resource] });
  }
  return [...together.values()];
}
