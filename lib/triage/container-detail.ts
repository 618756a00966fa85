import { z } from 'zod';
import { runningDigest } from '../kubernetes/images.ts';
import type { Container, ContainerStatus, EphemeralContainer, Pod } from '../kubernetes/objects.ts';
import { bounded } from '../text/bounded.ts';

export const ContainerDetail = z.object({
  name: z.string(),
  kind: z.enum(['container', 'init', 'sidecar', 'ephemeral']),
  image: z.string(),
  digest: z.string().nullable(),
  state: z.string(), // "running since 2026-11-20T03:00:05Z", "waiting: CrashLoopBackOff"
  running: z.boolean(),
  ready: z.boolean(),
  restarts: z.number().int(),
  /** how the instance before ended, or null */
  lastEnd: z.string().nullable(),
  command: z.string().nullable(), // null: what the image says
  /** names only, and where each value comes from; never the value */
  env: z.array(z.object({ name: z.string(), from: z.string() })),
  mounts: z.array(z.object({ path: z.string(), volume: z.string(), readOnly: z.boolean() })),
  ports: z.array(z.string()), // "http 8080/TCP"
  security: z.array(z.string()), // words: "privileged", "may be root"
  probes: z.array(z.string()), // "liveness: GET :8080/healthz"
});
export type ContainerDetail = z.infer<typeof ContainerDetail>;

const MOST = 200;

/** All containers of a pod in the order they start: init, the pod's own, ephemeral. */
export function containerDetails(pod: Pod): ContainerDetail[] {
  const { spec, status } = pod;
  const detail = (
    kind: ContainerDetail['kind'],
    container: Container | EphemeralContainer,
    statuses: readonly ContainerStatus[] | undefined,
  ) =>
    containerDetail(
      kind,
      container,
      statuses?.find(({ name }) => name === container.name),
      pod,
    );
  return [
    ...(spec?.initContainers ?? []).map((each) =>
      detail(each.restartPolicy === 'Always' ? 'sidecar' : 'init', each, status?.initContainerStatuses),
    ),
    ...(spec?.containers ?? []).map((each) => detail('container', each, status?.containerStatuses)),
    ...(spec?.ephemeralContainers ?? []).map((each) => detail('ephemeral', each, status?.ephemeralContainerStatuses)),
  ];
}

function containerDetail(
  kind: ContainerDetail['kind'],
  container: Container | EphemeralContainer,
  status: ContainerStatus | undefined,
  pod: Pod,
): ContainerDetail {
  const command = [...(container.command ?? []), ...(container.args ?? [])];
  const ended = status?.lastState?.terminated;
  return {
    name: container.name,
    kind,
    image: bounded(container.image ?? '', 500),
    digest: runningDigest(status),
    state: stateWords(status),
    running: status?.state?.running !== undefined,
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    lastEnd: ended ? endWords(ended) : null,
    command: command.length === 0 ? null : command.map(commandWord).join(' ').slice(0, 2_000),
    env: environment(container),
    mounts: (container.volumeMounts ?? [])
      .slice(0, MOST)
      .map(({ mountPath, name, readOnly }) => ({ path: mountPath, volume: name, readOnly: readOnly ?? false })),
    ports: (container.ports ?? [])
      .slice(0, MOST)
      .map(({ name, containerPort, protocol }) => `${name ? `${name} ` : ''}${containerPort}/${protocol ?? 'TCP'}`),
    security: securityWords(container, pod),
    probes: (['startup', 'readiness', 'liveness'] as const).flatMap((name) =>
      probeWords(name, container[`${name}Probe`]),
    ),
  };
}

function stateWords(status: ContainerStatus | undefined): string {
  const { running, waiting, terminated } = status?.state ?? {};
  if (running) return `running since ${running.startedAt ?? 'an unknown time'}`;
  if (waiting) return `waiting: ${bounded(waiting.reason ?? 'no reason given', 100)}`;
  return terminated ? endWords(terminated) : 'unknown: the kubelet has not said anything yet';
}

function endWords({
  exitCode,
  reason,
  finishedAt,
}: {
  exitCode: number;
  reason?: string;
  finishedAt?: string;
}): string {
  return `ended with ${exitCode}${reason ? ` (${bounded(reason, 100)})` : ''}${finishedAt ? ` at ${finishedAt}` : ''}`;
}

/** `--token=…` and the like are in the manifest masked; here their values are left out. */
const commandWord = (word: string) =>
  bounded(word.replace(/^(--?[\w.-]*(?:pass|secret|token|key)[\w.-]*=).*$/is, '$1…'), 200);

function environment(container: Container | EphemeralContainer): ContainerDetail['env'] {
  const own = (container.env ?? []).map(({ name, valueFrom }) => ({ name, from: valueWords(valueFrom) }));
  const whole = (container.envFrom ?? []).map(({ prefix, secretRef, configMapRef }) => ({
    name: `${prefix ?? ''}*`,
    from: secretRef
      ? `every key of Secret ${secretRef.name ?? ''}`
      : `every key of ConfigMap ${configMapRef?.name ?? ''}`,
  }));
  return [...own, ...whole].slice(0, MOST);
}

function valueWords(source: NonNullable<Container['env']>[number]['valueFrom']): string {
  if (!source) return 'the manifest';
  if (source.secretKeyRef) return `Secret ${source.secretKeyRef.name ?? ''}, key ${source.secretKeyRef.key}`;
  if (source.configMapKeyRef)
    return `ConfigMap ${source.configMapKeyRef.name ?? ''}, key ${source.configMapKeyRef.key}`;
  return source.fieldRef ? `field ${source.fieldRef.fieldPath}` : (source.resourceFieldRef?.resource ?? 'elsewhere');
}

/** The security context in words, the worst first. What is not set is said where its default matters. */
function securityWords({ securityContext: own }: Container | EphemeralContainer, { spec }: Pod): string[] {
  const user = own?.runAsUser ?? spec?.securityContext?.runAsUser;
  const nonRoot = own?.runAsNonRoot ?? spec?.securityContext?.runAsNonRoot;
  const added = own?.capabilities?.add ?? [];
  const dropped = own?.capabilities?.drop ?? [];
  return [
    own?.privileged ? 'privileged' : null,
    added.length > 0 ? `adds ${added.slice(0, 20).join(', ')}` : null,
    user === 0 ? 'runs as root' : user !== undefined ? `runs as user ${user}` : nonRoot ? 'not root' : 'may be root',
    own?.allowPrivilegeEscalation === false ? 'no privilege escalation' : 'may gain privileges',
    own?.readOnlyRootFilesystem ? 'root filesystem read-only' : 'root filesystem writable',
    dropped.length > 0 ? `drops ${dropped.slice(0, 20).join(', ')}` : null,
    own?.seccompProfile || spec?.securityContext?.seccompProfile
      ? `seccomp ${(own?.seccompProfile ?? spec?.securityContext?.seccompProfile)?.type}`
      : 'no seccomp profile',
  ].filter((words) => words !== null);
}

function probeWords(name: string, probe: Container['livenessProbe']): string[] {
  if (!probe) return [];
  const { httpGet, exec, tcpSocket, grpc } = probe;
  if (httpGet) return [`${name}: GET :${httpGet.port}${bounded(httpGet.path ?? '/', 200)}`];
  if (exec) return [`${name}: runs ${bounded((exec.command ?? []).map(commandWord).join(' '), 300)}`];
  if (tcpSocket) return [`${name}: connects to :${tcpSocket.port}`];
  return grpc ? [`${name}: gRPC :${grpc.port}`] : [];
}
