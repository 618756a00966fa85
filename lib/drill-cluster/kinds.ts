import type { Resource } from './contract.ts';

/** One kind of object the drill cluster serves. Discovery, storage, printing and routing read this table and nothing else. */
export interface Kind extends Resource {
  version: string;
  kind: string;
  singular: string;
  shortNames: readonly string[];
  namespaced: boolean;
  categories: readonly string[];
  subresources: readonly string[];
  verbs: readonly string[];
  /** metadata.generation counts changes of the spec */
  generation: boolean;
  /** false: answered, not kept (reviews, metrics) */
  stored: boolean;
}

type Options = Partial<
  Pick<Kind, 'singular' | 'namespaced' | 'categories' | 'subresources' | 'verbs' | 'generation' | 'stored'>
>;

export const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;

const kindsOf =
  (group: string, version: string) =>
  (plural: string, kind: string, shortNames = '', options: Options = {}): Kind => ({
    group,
    version,
    plural,
    kind,
    singular: kind.toLowerCase(),
    shortNames: shortNames ? shortNames.split(' ') : [],
    namespaced: true,
    categories: [],
    subresources: [],
    verbs: ALL_VERBS,
    generation: false,
    stored: true,
    ...options,
  });

const core = kindsOf('', 'v1');
const apps = kindsOf('apps', 'v1');
const batch = kindsOf('batch', 'v1');
const networking = kindsOf('networking.k8s.io', 'v1');
const rbac = kindsOf('rbac.authorization.k8s.io', 'v1');
const authentication = kindsOf('authentication.k8s.io', 'v1');
const authorization = kindsOf('authorization.k8s.io', 'v1');
const coordination = kindsOf('coordination.k8s.io', 'v1');
const policy = kindsOf('policy', 'v1');
const autoscaling = kindsOf('autoscaling', 'v2');
const storage = kindsOf('storage.k8s.io', 'v1');
const scheduling = kindsOf('scheduling.k8s.io', 'v1');
const discovery = kindsOf('discovery.k8s.io', 'v1');
const metrics = kindsOf('metrics.k8s.io', 'v1beta1');

const cluster: Options = { namespaced: false };
const all: Options = { categories: ['all'] };
const workload: Options = { ...all, subresources: ['scale', 'status'], generation: true };
const withStatus: Options = { subresources: ['status'] };
const review: Options = { namespaced: false, verbs: ['create'], stored: false };
const reading: Options = { verbs: ['get', 'list'], stored: false };

export const kinds: readonly Kind[] = [
  core('configmaps', 'ConfigMap', 'cm'),
  core('endpoints', 'Endpoints', 'ep', { singular: 'endpoints' }),
  core('events', 'Event', 'ev'),
  core('limitranges', 'LimitRange', 'limits'),
  core('namespaces', 'Namespace', 'ns', {
    ...cluster,
    subresources: ['finalize', 'status'],
    verbs: ALL_VERBS.filter((verb) => verb !== 'deletecollection'),
  }),
  core('nodes', 'Node', 'no', { ...cluster, ...withStatus }),
  core('persistentvolumeclaims', 'PersistentVolumeClaim', 'pvc', withStatus),
  core('persistentvolumes', 'PersistentVolume', 'pv', { ...cluster, ...withStatus }),
  core('pods', 'Pod', 'po', {
    ...all,
    subresources: ['ephemeralcontainers', 'eviction', 'exec', 'log', 'status'],
    generation: true,
  }),
  core('replicationcontrollers', 'ReplicationController', 'rc', workload),
  core('resourcequotas', 'ResourceQuota', 'quota', withStatus),
  core('secrets', 'Secret'),
  core('serviceaccounts', 'ServiceAccount', 'sa', { subresources: ['token'] }),
  core('services', 'Service', 'svc', { ...all, ...withStatus }),
  apps('controllerrevisions', 'ControllerRevision'),
  apps('daemonsets', 'DaemonSet', 'ds', { ...workload, subresources: ['status'] }),
  apps('deployments', 'Deployment', 'deploy', workload),
  apps('replicasets', 'ReplicaSet', 'rs', workload),
  apps('statefulsets', 'StatefulSet', 'sts', workload),
  batch('cronjobs', 'CronJob', 'cj', { ...all, ...withStatus, generation: true }),
  batch('jobs', 'Job', '', { ...all, ...withStatus, generation: true }),
  networking('ingressclasses', 'IngressClass', '', { ...cluster, generation: true }),
  networking('ingresses', 'Ingress', 'ing', { ...withStatus, generation: true }),
  networking('networkpolicies', 'NetworkPolicy', 'netpol', { generation: true }),
  rbac('clusterrolebindings', 'ClusterRoleBinding', '', cluster),
  rbac('clusterroles', 'ClusterRole', '', cluster),
  rbac('rolebindings', 'RoleBinding'),
  rbac('roles', 'Role'),
  authentication('selfsubjectreviews', 'SelfSubjectReview', '', review),
  authentication('tokenreviews', 'TokenReview', '', review),
  authorization('localsubjectaccessreviews', 'LocalSubjectAccessReview', '', { ...review, namespaced: true }),
  authorization('selfsubjectaccessreviews', 'SelfSubjectAccessReview', '', review),
  authorization('selfsubjectrulesreviews', 'SelfSubjectRulesReview', '', review),
  authorization('subjectaccessreviews', 'SubjectAccessReview', '', review),
  coordination('leases', 'Lease'),
  policy('poddisruptionbudgets', 'PodDisruptionBudget', 'pdb', { ...withStatus, generation: true }),
  autoscaling('horizontalpodautoscalers', 'HorizontalPodAutoscaler', 'hpa', { ...all, ...withStatus }),
  storage('storageclasses', 'StorageClass', 'sc', cluster),
  scheduling('priorityclasses', 'PriorityClass', 'pc', { ...cluster, generation: true }),
  discovery('endpointslices', 'EndpointSlice', '', { generation: true }),
  metrics('nodes', 'NodeMetrics', '', { ...reading, ...cluster, singular: '' }),
  metrics('pods', 'PodMetrics', '', { ...reading, singular: '' }),
];

export const keyOf = ({ group, plural }: Resource) => `${group}/${plural}`;

const byKey = new Map(kinds.map((kind) => [keyOf(kind), kind]));

/** `v1`, `apps/v1` */
export function apiVersionOf({ group, version }: { group: string; version: string }) {
  return group ? `${group}/${version}` : version;
}

export const kindOf = (resource: Resource): Kind | null => byKey.get(keyOf(resource)) ?? null;

/** Throws for a resource that is not in the table: a mistake in this program. */
export function mustKind(resource: Resource): Kind {
  const kind = kindOf(resource);
  if (!kind) throw new Error(`no kind ${keyOf(resource)}`);
  return kind;
}
