import { type GrantedRule, type ResourceRequest, ruleAllows } from './rbac.ts';

/** Why a right is dangerous. Grade 1: leads to all of the cluster or of a namespace; 2: to other workloads or secrets; 3: helps. */
export interface Danger {
  id: string;
  grade: 1 | 2 | 3;
  words: string; // "may read every Secret of namespace finance"
  /** the binding it comes from: "RoleBinding finance/deployer" */
  through: string;
}

interface Test {
  id: string;
  /** grade when it holds in the whole cluster, and when in one namespace only; null: no danger there */
  grade: [cluster: 1 | 2 | 3, namespace: 1 | 2 | 3 | null];
  words: string;
  /** any of these requests suffices */
  requests: ResourceRequest[];
  /** a rule with resourceNames counts too: naming the object does not make it harmless */
  evenNamed?: true;
}

const core = (resource: string, verbs: string[], subresource?: string): ResourceRequest[] =>
  verbs.map((verb) => ({ verb, apiGroup: '', resource, ...(subresource && { subresource }) }));
const of = (apiGroup: string, resource: string, verbs: string[], subresource?: string): ResourceRequest[] =>
  verbs.map((verb) => ({ verb, apiGroup, resource, ...(subresource && { subresource }) }));
const RBAC = 'rbac.authorization.k8s.io';
const CHANGE = ['create', 'update', 'patch'];

const TESTS: readonly Test[] = [
  {
    id: 'impersonate',
    grade: [1, 1],
    evenNamed: true,
    words: 'may act as other users, groups or service accounts (impersonate)',
    requests: ['users', 'groups', 'serviceaccounts'].flatMap((kind) => core(kind, ['impersonate'])),
  },
  {
    id: 'escalate',
    grade: [1, 1],
    evenNamed: true,
    words: 'may give roles more rights than it has (escalate)',
    requests: [...of(RBAC, 'clusterroles', ['escalate']), ...of(RBAC, 'roles', ['escalate'])],
  },
  {
    id: 'bind',
    grade: [1, 1],
    evenNamed: true,
    words: 'may bind roles whose rights it does not have (bind)',
    requests: [...of(RBAC, 'clusterroles', ['bind']), ...of(RBAC, 'roles', ['bind'])],
  },
  { id: 'secrets', grade: [1, 2], words: 'may read every Secret', requests: core('secrets', ['get', 'list', 'watch']) },
  {
    id: 'token-secrets',
    grade: [1, 2],
    words: 'may create Secrets, and so have tokens of other service accounts issued',
    requests: core('secrets', ['create']),
  },
  {
    id: 'tokens',
    grade: [1, 1],
    evenNamed: true,
    words: 'may issue tokens for service accounts',
    requests: core('serviceaccounts', ['create'], 'token'),
  },
  {
    id: 'exec',
    grade: [1, 2],
    words: 'may run commands in containers (exec, attach, ephemeral containers)',
    requests: [
      ...core('pods', ['create', 'get'], 'exec'),
      ...core('pods', ['create', 'get'], 'attach'),
      ...core('pods', ['update', 'patch'], 'ephemeralcontainers'),
    ],
  },
  {
    id: 'pods',
    grade: [1, 2],
    words: 'may create pods, and with them take any service account, Secret and, unless refused at admission, node',
    requests: core('pods', ['create']),
  },
  {
    id: 'workloads',
    grade: [1, 2],
    words: 'may create or change workloads that make pods',
    requests: [
      ...['deployments', 'daemonsets', 'statefulsets', 'replicasets'].flatMap((kind) => of('apps', kind, CHANGE)),
      ...['jobs', 'cronjobs'].flatMap((kind) => of('batch', kind, CHANGE)),
      ...core('replicationcontrollers', CHANGE),
    ],
  },
  {
    id: 'pod-images',
    grade: [2, 2],
    words: 'may change the image of running pods',
    requests: core('pods', ['update', 'patch']),
  },
  {
    id: 'nodes-proxy',
    grade: [1, null],
    words: 'reaches every kubelet past the audit log (nodes/proxy)',
    requests: core('nodes', ['create', 'get'], 'proxy'),
  },
  {
    id: 'csr',
    grade: [1, null],
    evenNamed: true,
    words: 'may approve or sign certificates, also for another identity',
    requests: [
      ...of('certificates.k8s.io', 'certificatesigningrequests', ['update', 'patch'], 'approval'),
      ...of('certificates.k8s.io', 'signers', ['approve', 'sign']),
    ],
  },
  {
    id: 'webhooks',
    grade: [1, null],
    words: 'may change admission webhooks, which see and alter every request',
    requests: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'].flatMap((kind) =>
      of('admissionregistration.k8s.io', kind, CHANGE),
    ),
  },
  {
    id: 'volumes',
    grade: [1, null],
    words: 'may create PersistentVolumes, hostPath among them',
    requests: core('persistentvolumes', ['create']),
  },
  {
    id: 'nodes',
    grade: [2, null],
    words: 'may change nodes, and so move pods at will',
    requests: [...core('nodes', ['update', 'patch']), ...core('nodes', ['update', 'patch'], 'status')],
  },
  {
    id: 'bindings',
    grade: [3, 3],
    words: 'may bind roles of which it has all the rights',
    requests: [...of(RBAC, 'clusterrolebindings', CHANGE), ...of(RBAC, 'rolebindings', CHANGE)],
  },
  {
    id: 'policies',
    grade: [2, 2],
    words: 'may change or delete network policies',
    requests: of('networking.k8s.io', 'networkpolicies', [...CHANGE, 'delete']),
  },
  {
    id: 'delete-events',
    grade: [3, 3],
    words: 'may delete events, which are traces',
    requests: [
      ...core('events', ['delete', 'deletecollection']),
      ...of('events.k8s.io', 'events', ['delete', 'deletecollection']),
    ],
  },
];

/** The verbs that make a rule with `*` on all groups and resources more than reading. */
const ALL: ResourceRequest = { verb: '*', apiGroup: '*', resource: '*' };

/**
 * Why rights are dangerous, worst first, each once with the widest scope it holds in. A rule limited to resourceNames counts only
 * where the name does not matter. Nothing found does not mean harmless: custom resources and cloud identities are not looked at.
 */
export function dangers(rules: readonly GrantedRule[]): Danger[] {
  const found = new Map<string, Danger>();
  for (const granted of rules) {
    const scope = granted.binding.namespace;
    if (isEverything(granted)) {
      const words =
        scope === null
          ? 'may do everything in the whole cluster (cluster-admin)'
          : `may do everything in namespace ${scope}`;
      keep(found, { id: 'everything', grade: 1, words, through: throughWords(granted) }, scope);
      continue;
    }
    for (const test of TESTS) {
      const grade = gradeIn(test, scope);
      if (grade === null || !holds(test, granted)) continue;
      const words = `${test.words} ${scope === null ? 'in the whole cluster' : `of namespace ${scope}`}`;
      keep(found, { id: test.id, grade, words, through: throughWords(granted) }, scope);
    }
  }
  // whoever may do everything in the cluster needs no further line
  const all = found.get('everything@');
  return all ? [all] : [...found.values()].sort((a, b) => a.grade - b.grade);
}

/** Namespaced rights in kube-system reach the control plane and the agents of every node: they count as the cluster's. */
function gradeIn({ grade: [cluster, namespace] }: Test, scope: string | null): 1 | 2 | 3 | null {
  return scope === null || (scope === 'kube-system' && namespace !== null) ? cluster : namespace;
}

/** A danger in the whole cluster stands for the same one in any namespace. */
function keep(found: Map<string, Danger>, danger: Danger, scope: string | null): void {
  const everywhere = `${danger.id}@`;
  if (found.has(everywhere)) return;
  if (scope === null) for (const key of found.keys()) if (key.startsWith(everywhere)) found.delete(key);
  const key = `${danger.id}@${scope ?? ''}`;
  if (!found.has(key)) found.set(key, danger);
}

const isEverything = ({ rule }: GrantedRule) => !rule.resourceNames?.length && ruleAllows(rule, ALL);

function holds({ requests, evenNamed }: Test, { rule }: GrantedRule): boolean {
  if (rule.resourceNames?.length && !evenNamed) return false;
  return requests.some((request) =>
    ruleAllows(rule.resourceNames?.length ? { ...rule, resourceNames: [] } : rule, request),
  );
}

function throughWords({ binding, role }: GrantedRule): string {
  const name = binding.namespace === null ? binding.name : `${binding.namespace}/${binding.name}`;
  return `${binding.kind} ${name} to ${role.kind} ${role.name}`;
}
