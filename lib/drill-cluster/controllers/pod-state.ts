import type { Container, ContainerStatus, Pod } from '../../kubernetes/objects.ts';
import { hexOf } from '../random.ts';
import { timeOf, uidOf } from './objects.ts';

type Status = NonNullable<Pod['status']>;
type State = NonNullable<ContainerStatus['state']>;

/** What a container's status becomes; everything about it that is not named here stays. */
export function withContainer(pod: Pod, name: string, next: Partial<ContainerStatus>): Status {
  const status = pod.status ?? {};
  const replace = (all: ContainerStatus[] | undefined) =>
    all?.map((one) => (one.name === name ? { ...one, ...next } : one));
  return {
    ...status,
    ...(status.containerStatuses === undefined ? {} : { containerStatuses: replace(status.containerStatuses) }),
    ...(status.ephemeralContainerStatuses === undefined
      ? {}
      : { ephemeralContainerStatuses: replace(status.ephemeralContainerStatuses) }),
  };
}

/** Phase and conditions as the kubelet derives them from the containers (kubelet's getPhase). */
export function derived(pod: Pod, status: Status, now: number): Status {
  const statuses = status.containerStatuses ?? [];
  const policy = pod.spec?.restartPolicy ?? 'Always';
  const ended = statuses.filter((s) => s.state?.terminated !== undefined);
  const started = statuses.some(
    (s) => s.state?.running !== undefined || s.state?.terminated !== undefined || s.lastState?.terminated !== undefined,
  );
  const allEnded = statuses.length > 0 && ended.length === statuses.length;
  const allWell = ended.every((s) => s.state?.terminated?.exitCode === 0);
  const over = allEnded && (policy === 'Never' || (policy === 'OnFailure' && allWell));
  const phase = over ? (allWell ? 'Succeeded' : 'Failed') : started ? 'Running' : 'Pending';
  const notReady = statuses.filter((s) => !s.ready).map((s) => s.name);
  const ready = statuses.length > 0 && notReady.length === 0;
  const why =
    phase === 'Succeeded'
      ? { reason: 'PodCompleted' }
      : { reason: 'ContainersNotReady', message: `containers with unready status: [${notReady.join(' ')}]` };
  const at = timeOf(now);
  const condition = (type: string, is: boolean, reason: { reason: string; message?: string } | null) => {
    const before = status.conditions?.find((c) => c.type === type);
    const value = is ? 'True' : 'False';
    const since = before?.status === value ? (before.lastTransitionTime ?? at) : at;
    return { type, status: value, lastTransitionTime: since, ...(is || reason === null ? {} : reason) };
  };
  return {
    ...status,
    phase,
    conditions: [
      condition('PodReadyToStartContainers', started && !over, null),
      condition('Initialized', true, null),
      condition('Ready', ready, why),
      condition('ContainersReady', ready, why),
      condition('PodScheduled', true, null),
    ],
  };
}

export const waiting = (reason: string, message?: string): State => ({
  waiting: message === undefined ? { reason } : { reason, message },
});

/** The status of a container before its first start. */
export const notStarted = (container: Pick<Container, 'name' | 'image'>): ContainerStatus => ({
  name: container.name,
  image: container.image ?? '',
  imageID: '',
  ready: false,
  started: false,
  restartCount: 0,
  lastState: {},
  state: waiting('ContainerCreating'),
});

export const running = (
  pod: Pod,
  container: Pick<Container, 'name' | 'image'>,
  digest: string,
  restart: number,
  at: number,
): Partial<ContainerStatus> => ({
  image: fullImage(container.image ?? ''),
  imageID: `${repository(fullImage(container.image ?? ''))}@${digest}`,
  containerID: containerId(pod, container.name, restart),
  ready: true,
  started: true,
  restartCount: restart,
  state: { running: { startedAt: timeOf(at) } },
});

/** One id per start: pod, container and count name it, so it is the same after a restart of the drill cluster. */
export const containerId = (pod: Pod, name: string, restart: number) =>
  `containerd://${hexOf(`${uidOf(pod)} ${name} ${restart}`, 64)}`;

/** The image as containerd names it: with registry and tag. */
export function fullImage(image: string): string {
  const first = image.split('/')[0] ?? '';
  const hasRegistry = image.includes('/') && (first.includes('.') || first.includes(':') || first === 'localhost');
  const named = hasRegistry ? image : image.includes('/') ? `docker.io/${image}` : `docker.io/library/${image}`;
  return /[:@][^/]*$/.test(named) ? named : `${named}:latest`;
}

/** The image without tag and digest. */
export const repository = (image: string) => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

export function backOffMs(restarts: number): number {
  return Math.min(10_000 * 2 ** Math.max(0, restarts - 1), 300_000);
}

/** A duration as Go prints it, in whole seconds: `10s`, `2m40s`, `5m0s`. */
export function goDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
