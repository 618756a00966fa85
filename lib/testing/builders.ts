import type {
  ClusterRole,
  ClusterRoleBinding,
  Container,
  Deployment,
  EphemeralContainer,
  Event,
  Namespace,
  NetworkPolicy,
  Node,
  OwnerReference,
  Pod,
  PodSpec,
  PolicyRule,
  ReplicaSet,
  Role,
  RoleBinding,
} from '../kubernetes/objects.ts';

/** Shortest valid objects for tests. All times are of one morning; names give UIDs, so that equal names are one object. */
export const T0 = '2026-11-25T03:00:00Z';
export const DIGEST = `sha256:${'9f2c41d0'.repeat(8)}`;

const NAMESPACE = 'finance';
type Labels = Record<string, string>;

export interface PodOptions {
  name?: string;
  namespace?: string;
  uid?: string;
  labels?: Labels;
  annotations?: Labels;
  owner?: { kind: string; name: string; uid?: string };
  containers?: Partial<Container>[];
  initContainers?: Partial<Container>[];
  ephemeralContainers?: Partial<EphemeralContainer>[];
  spec?: Partial<PodSpec>;
  status?: Pod['status'];
  createdAt?: string;
  ip?: string;
}

/** A ready, running pod of one container "app" with an image by digest, which no signal speaks about when it has an owner. */
export function pod(options: PodOptions = {}): Pod {
  const { name = 'web', namespace = NAMESPACE, labels = {}, owner } = options;
  const containers = (options.containers ?? [{}]).map((container) => ({ ...harmlessContainer, ...container }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid: options.uid ?? `pod-${namespace}-${name}`,
      labels,
      creationTimestamp: options.createdAt ?? '2026-11-20T03:00:00Z',
      ...(options.annotations && { annotations: options.annotations }),
      ...(owner && { ownerReferences: [ownerReference(owner.kind, owner.name, owner.uid)] }),
    },
    spec: {
      nodeName: 'worker-1',
      serviceAccountName: 'default',
      automountServiceAccountToken: false,
      containers,
      ...(options.initContainers && {
        initContainers: options.initContainers.map((c) => ({ name: 'init', image: harmlessContainer.image, ...c })),
      }),
      ...(options.ephemeralContainers && {
        ephemeralContainers: options.ephemeralContainers.map((c) => ({ name: 'debugger', image: 'busybox', ...c })),
      }),
      ...options.spec,
    },
    status: options.status ?? {
      phase: 'Running',
      podIP: options.ip ?? '10.42.0.10',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: containers.map((container) => ({
        name: container.name,
        image: container.image,
        imageID: `registry.example/app@${DIGEST}`,
        ready: true,
        restartCount: 0,
        started: true,
        state: { running: { startedAt: '2026-11-20T03:00:05Z' } },
      })),
    },
  };
}

const harmlessContainer = {
  name: 'app',
  image: `registry.example/app@${DIGEST}`,
  securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
};

export function ownerReference(kind: string, name: string, uid = `${kind.toLowerCase()}-${name}`): OwnerReference {
  return {
    apiVersion: kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1',
    kind,
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

export interface PolicyOptions {
  name?: string;
  namespace?: string;
  /** matchLabels of podSelector; {} selects every pod */
  selects?: Labels;
  selector?: NonNullable<NetworkPolicy['spec']>['podSelector'];
  policyTypes?: ('Ingress' | 'Egress')[];
  ingress?: NonNullable<NetworkPolicy['spec']>['ingress'];
  egress?: NonNullable<NetworkPolicy['spec']>['egress'];
}

export function netpol({
  name = 'policy',
  namespace = NAMESPACE,
  selects = {},
  selector,
  policyTypes,
  ingress,
  egress,
}: PolicyOptions = {}): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: {
      podSelector: selector ?? { matchLabels: selects },
      ...(policyTypes && { policyTypes }),
      ...(ingress && { ingress }),
      ...(egress && { egress }),
    },
  };
}

interface WorkloadOptions {
  name?: string;
  namespace?: string;
  labels?: Labels;
  replicas?: number;
  template?: Partial<PodSpec>;
}

export function deployment({
  name = 'web',
  namespace = NAMESPACE,
  labels = { app: name },
  replicas = 1,
  template,
}: WorkloadOptions = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, uid: `deployment-${name}`, labels, creationTimestamp: '2026-11-12T14:20:00Z' },
    spec: { replicas, selector: { matchLabels: labels }, template: podTemplate(labels, template) },
  };
}

export function replicaSet({
  name = 'web-7c9f6d5b8',
  namespace = NAMESPACE,
  labels = { app: 'web' },
  replicas = 1,
  template,
  owner = 'web',
}: WorkloadOptions & { owner?: string } = {}): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace,
      uid: `replicaset-${name}`,
      labels,
      ownerReferences: [ownerReference('Deployment', owner)],
      creationTimestamp: '2026-11-12T14:20:00Z',
    },
    spec: { replicas, selector: { matchLabels: labels }, template: podTemplate(labels, template) },
    status: { replicas },
  };
}

function podTemplate(labels: Labels, spec: Partial<PodSpec> = {}) {
  return {
    metadata: { labels },
    spec: { containers: [harmlessContainer], automountServiceAccountToken: false, ...spec },
  };
}

export function role(rules: PolicyRule[], { name = 'role', namespace = NAMESPACE } = {}): Role {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name, namespace }, rules };
}

export function clusterRole(rules: PolicyRule[], { name = 'role' } = {}): ClusterRole {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}

export const rule = (verbs: string[], resources: string[], rest: Partial<PolicyRule> = {}): PolicyRule => ({
  verbs,
  resources,
  apiGroups: [''],
  ...rest,
});

interface BindingOptions {
  name?: string;
  namespace?: string;
  role?: { kind: 'Role' | 'ClusterRole'; name: string };
  /** "payments" is the service account of the binding's namespace; "User:joe" and "Group:admins" are those */
  to?: string[];
}

/** A RoleBinding of the Role "role" to the service account "default". */
export function binding({
  name = 'binding',
  namespace = NAMESPACE,
  role: { kind, name: roleName } = { kind: 'Role', name: 'role' },
  to = ['default'],
}: BindingOptions = {}): RoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: roleName },
    subjects: to.map((subject) => subjectOf(subject, namespace)),
  };
}

export function clusterBinding({
  name = 'binding',
  namespace = NAMESPACE,
  role: { kind, name: roleName } = { kind: 'ClusterRole', name: 'role' },
  to = ['default'],
}: BindingOptions = {}): ClusterRoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: roleName },
    subjects: to.map((subject) => subjectOf(subject, namespace)),
  };
}

function subjectOf(text: string, namespace: string) {
  const [kind, name] = text.split(/:(.*)/s);
  if (kind === 'User' || kind === 'Group') return { apiGroup: 'rbac.authorization.k8s.io', kind, name: name ?? '' };
  return { kind: 'ServiceAccount', name: text, namespace };
}

export function node({ name = 'worker-1', ready = 'True', lastHeartbeatTime = T0 } = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `node-${name}`, creationTimestamp: '2026-11-01T00:00:00Z' },
    spec: {},
    status: { conditions: [{ type: 'Ready', status: ready, lastHeartbeatTime }] },
  };
}

export function namespace(name = NAMESPACE, labels: Labels = {}): Namespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
  };
}

export function event(options: Partial<Event> & { name?: string } = {}): Event {
  const { name = 'web.17a', metadata, ...rest } = options;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: NAMESPACE, uid: `event-${name}`, ...metadata },
    involvedObject: { kind: 'Pod', namespace: NAMESPACE, name: 'web', uid: 'pod-finance-web' },
    type: 'Normal',
    reason: 'Started',
    message: 'Started container app',
    ...rest,
  };
}
