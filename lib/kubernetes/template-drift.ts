import type { Container, KubeObject, Pod, PodSpec } from './objects.ts';

/** One field of a pod's spec that is not what its owner's template says. Values as short JSON; null: absent. */
export interface Drift {
  field: string; // "spec.containers[app].image"
  pod: string | null;
  template: string | null;
}

/** What a template holds, as far as it is read. */
export interface PodTemplate {
  metadata?: { labels?: Record<string, string> };
  spec?: PodSpec;
}

const MAX_VALUE = 200;
const TOKEN_MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Fields of a running pod that do not come from its owner's template: the pod was changed, or made by hand and adopted.
 * What admission, defaulting and controllers add to every pod is left out (token volume, tolerations, node, priority,
 * limits, pull secrets, claims of a StatefulSet, the index of a Job). A mutating webhook's additions, such as a mesh's
 * sidecar, are drift: the template does not ask for them.
 */
export function templateDrift(pod: Pod, template: PodTemplate): Drift[] {
  const actual = pod.spec;
  const wanted = template.spec;
  if (!actual || !wanted) return [];
  return [
    ...podFields(actual, wanted),
    ...volumes(actual, wanted),
    ...containers('containers', actual.containers, wanted.containers),
    ...containers('initContainers', actual.initContainers ?? [], wanted.initContainers ?? []),
  ];
}

/**
 * The template a pod was made from, or null when it cannot be known: the owner has none, or has moved on to another
 * revision while this pod is still of the one before.
 */
export function templateFor(pod: Pod, owner: KubeObject | null): PodTemplate | null {
  const spec = recordAt(owner, 'spec');
  const template = recordAt(spec, 'template');
  if (!owner || !template) return null;
  const labels = pod.metadata?.labels ?? {};
  switch (owner.kind) {
    case 'StatefulSet': {
      const revision = Reflect.get(recordAt(owner, 'status') ?? {}, 'updateRevision');
      if (revision !== labels['controller-revision-hash']) return null;
      break;
    }
    case 'DaemonSet': {
      const generation = owner.metadata?.annotations?.['deprecated.daemonset.template.generation'];
      if (generation === undefined || generation !== labels['pod-template-generation']) return null;
      break;
    }
    case 'ReplicaSet':
    case 'Job':
      break; // their templates cannot be changed (a ReplicaSet's can, but nobody does; then it is news)
    default:
      return null;
  }
  // shape of a PodTemplateSpec by the API's own schema; templateDrift reads it with care
  return template as PodTemplate;
}

function recordAt(value: unknown, key: string): object | null {
  if (typeof value !== 'object' || value === null) return null;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'object' && found !== null ? found : null;
}

function podFields(actual: PodSpec, wanted: PodSpec): Drift[] {
  const drifts: Drift[] = [];
  const compare = (field: string, pod: unknown, template: unknown) => push(drifts, `spec.${field}`, pod, template);
  for (const flag of ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const) {
    compare(flag, actual[flag] ?? false, wanted[flag] ?? false);
  }
  compare('hostUsers', actual.hostUsers ?? true, wanted.hostUsers ?? true);
  compare('serviceAccountName', actual.serviceAccountName || 'default', wanted.serviceAccountName || 'default');
  compare('restartPolicy', actual.restartPolicy ?? 'Always', wanted.restartPolicy ?? 'Always');
  compare('hostAliases', actual.hostAliases, wanted.hostAliases);
  if (wanted.runtimeClassName) compare('runtimeClassName', actual.runtimeClassName, wanted.runtimeClassName);
  for (const [key, value] of Object.entries(wanted.nodeSelector ?? {})) {
    compare(`nodeSelector[${key}]`, actual.nodeSelector?.[key], value);
  }
  compare('securityContext', looser(actual.securityContext, wanted.securityContext), null);
  return drifts;
}

/** Volumes by name. Left out: the token that admission projects, and the claims that a StatefulSet fills in. */
function volumes(actual: PodSpec, wanted: PodSpec): Drift[] {
  const drifts: Drift[] = [];
  const mine = new Map((actual.volumes ?? []).map((volume) => [volume.name, volume]));
  const theirs = new Map((wanted.volumes ?? []).map((volume) => [volume.name, volume]));
  for (const [name, volume] of mine) {
    const template = theirs.get(name);
    const added =
      !template && (!!volume.persistentVolumeClaim || (name.startsWith('kube-api-access-') && !!volume.projected));
    const tokenSecret = !template && !!volume.secret && /-token-[a-z0-9]{5}$/.test(name); // before 1.24
    if (!added && !tokenSecret && !volume.persistentVolumeClaim)
      push(drifts, `spec.volumes[${name}]`, volume, template);
  }
  for (const [name, template] of theirs)
    if (!mine.has(name)) push(drifts, `spec.volumes[${name}]`, undefined, template);
  return drifts;
}

type ListName = 'containers' | 'initContainers';

function containers(list: ListName, actual: readonly Container[], wanted: readonly Container[]): Drift[] {
  const drifts: Drift[] = [];
  const theirs = new Map(wanted.map((container) => [container.name, container]));
  const names = new Set(actual.map(({ name }) => name));
  for (const container of actual) {
    const field = `spec.${list}[${container.name}]`;
    const template = theirs.get(container.name);
    if (template) drifts.push(...containerFields(field, container, template));
    else push(drifts, field, container.image ?? '', undefined);
  }
  for (const template of wanted) {
    if (!names.has(template.name)) push(drifts, `spec.${list}[${template.name}]`, undefined, template.image ?? '');
  }
  return drifts;
}

function containerFields(field: string, actual: Container, wanted: Container): Drift[] {
  const drifts: Drift[] = [];
  for (const name of ['image', 'command', 'args', 'workingDir', 'envFrom', 'lifecycle', 'tty', 'stdin'] as const) {
    push(drifts, `${field}.${name}`, actual[name], wanted[name]);
  }
  drifts.push(...environment(field, actual, wanted));
  const mounts = new Map((wanted.volumeMounts ?? []).map((mount) => [mount.mountPath, mount]));
  for (const mount of actual.volumeMounts ?? []) {
    const template = mounts.get(mount.mountPath);
    mounts.delete(mount.mountPath);
    if (!template && mount.mountPath === TOKEN_MOUNT) continue;
    push(drifts, `${field}.volumeMounts[${mount.mountPath}]`, mount, template);
  }
  for (const [path, mount] of mounts) push(drifts, `${field}.volumeMounts[${path}]`, undefined, mount);
  push(drifts, `${field}.securityContext`, looser(actual.securityContext, wanted.securityContext), null);
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    push(drifts, `${field}.${probe}.exec`, actual[probe]?.exec, wanted[probe]?.exec);
  }
  return drifts;
}

/** Names only: a value may be a secret. */
function environment(field: string, actual: Container, wanted: Container): Drift[] {
  const drifts: Drift[] = [];
  const theirs = new Map((wanted.env ?? []).map((entry) => [entry.name, entry]));
  for (const entry of actual.env ?? []) {
    const template = theirs.get(entry.name);
    theirs.delete(entry.name);
    if (!template && entry.name === 'JOB_COMPLETION_INDEX') continue;
    if (!same(entry, template))
      drifts.push({ field: `${field}.env[${entry.name}]`, pod: 'set', template: template ? 'otherwise' : null });
  }
  for (const name of theirs.keys()) drifts.push({ field: `${field}.env[${name}]`, pod: null, template: 'set' });
  return drifts;
}

interface AnySecurityContext {
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  runAsUser?: number;
  runAsNonRoot?: boolean;
  readOnlyRootFilesystem?: boolean;
  procMount?: string;
  capabilities?: { add?: string[] };
}

/** Only what the pod may and its template may not: admission policies tighten security contexts, they do not loosen them. */
function looser(
  actual: AnySecurityContext | undefined,
  wanted: AnySecurityContext | undefined,
): Record<string, unknown> | null {
  const found: Record<string, unknown> = {};
  if (actual?.privileged && !wanted?.privileged) found.privileged = true;
  if (actual?.allowPrivilegeEscalation === true && wanted?.allowPrivilegeEscalation === false) {
    found.allowPrivilegeEscalation = true;
  }
  if (actual?.runAsUser === 0 && wanted?.runAsUser !== 0) found.runAsUser = 0;
  if (wanted?.runAsNonRoot && !actual?.runAsNonRoot) found.runAsNonRoot = false;
  if (wanted?.readOnlyRootFilesystem && !actual?.readOnlyRootFilesystem) found.readOnlyRootFilesystem = false;
  if ((actual?.procMount ?? 'Default') !== 'Default' && actual?.procMount !== wanted?.procMount)
    found.procMount = actual?.procMount;
  const added = (actual?.capabilities?.add ?? []).filter(
    (capability) => !wanted?.capabilities?.add?.includes(capability),
  );
  if (added.length > 0) found.capabilities = added;
  return Object.keys(found).length > 0 ? found : null;
}

function push(drifts: Drift[], field: string, pod: unknown, template: unknown): void {
  if (!same(pod, template)) drifts.push({ field, pod: shown(pod), template: shown(template) });
}

function shown(value: unknown): string | null {
  if (isNothing(value)) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}

/** Absent, null, empty list and empty object are one: the API server writes now one, now the other. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, index) => same(value, b[index]))
    );
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(Reflect.get(a, key), Reflect.get(b, key)));
}
