import type { Container, ContainerStatus, Pod } from '../../kubernetes/objects.ts';
import type { Behaviour, Context, Controller } from './context.ts';
import { change, get, is, keyOf, nameOf, namespaceOf, PODS, read, splitKey, timeOf, uidOf } from './objects.ts';
import { backOffMs, derived, goDuration, notStarted, running, waiting, withContainer } from './pod-state.ts';

const START_MS = 1500;
const PULL_RETRY_MS = 20_000;
const CRASH_RESET_MS = 10 * 60 * 1000; // a container that ran this long starts its back-off anew
type Named = Pick<Container, 'name' | 'image'> & { args?: string[] };

/** All nodes' kubelets: starts containers, restarts those that end, ends pods gracefully. Everything it knows is in the pod's status. */
export function kubelet(context: Context): Controller {
  const { store, clock } = context;
  const addresses = new Map<string, string>(); // pod IP → pod uid
  const armed = new Map<string, string>(); // "uid container" → what it waits for

  const say = (pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string, container?: string) =>
    context.record(pod, type, reason, message, 'kubelet', {
      host: pod.spec?.nodeName ?? '',
      ...(container === undefined ? {} : { fieldPath: `spec.containers{${container}}` }),
    });
  const same = (pod: Pod): Pod | null => {
    const now = get(store, 'pods', namespaceOf(pod), nameOf(pod));
    return now !== null && uidOf(now) === uidOf(pod) ? now : null;
  };
  const behaviourOf = (container: Named): Behaviour => context.behaviour(container.image ?? '', container.args ?? []);

  function write(pod: Pod, name: string, next: Partial<ContainerStatus>): Pod | null {
    return change(
      store,
      'pods',
      namespaceOf(pod),
      nameOf(pod),
      (copy) => {
        copy.status = derived(copy, withContainer(copy, name, next), clock.now());
      },
      'status',
    );
  }

  /** One timer per container and cause: reconciling again must not start a second one. */
  function arm(pod: Pod, name: string, cause: string, ms: number, run: (pod: Pod) => void, soon = false): void {
    const id = `${uidOf(pod)} ${name}`;
    if (armed.get(id) === cause) return;
    armed.set(id, cause);
    const fire = () => {
      if (armed.get(id) !== cause) return;
      armed.delete(id);
      const now = same(pod);
      if (now !== null && now.metadata?.deletionTimestamp === undefined) run(now);
    };
    if (soon) context.soon(ms, fire);
    else clock.at(clock.now() + Math.max(0, ms), fire);
  }

  function begin(pod: Pod): void {
    const [hostIP, octet] = hostOf(pod);
    const podIP = pod.spec?.hostNetwork === true ? hostIP : freeAddress(pod, octet);
    change(
      store,
      'pods',
      namespaceOf(pod),
      nameOf(pod),
      (copy) => {
        const containers = copy.spec?.containers ?? [];
        copy.status = derived(
          copy,
          {
            ...copy.status,
            hostIP,
            hostIPs: [{ ip: hostIP }],
            podIP,
            podIPs: [{ ip: podIP }],
            startTime: timeOf(clock.now()),
            containerStatuses: containers.map(notStarted),
            ...(copy.spec?.initContainers === undefined
              ? {}
              : {
                  initContainerStatuses: copy.spec.initContainers.map((c) => ({
                    ...notStarted(c),
                    ...running(copy, c, behaviourOf(c).digest, 0, clock.now()),
                    started: false,
                    state: {
                      terminated: {
                        exitCode: 0,
                        reason: 'Completed',
                        startedAt: timeOf(clock.now()),
                        finishedAt: timeOf(clock.now()),
                      },
                    },
                  })),
                }),
          },
          clock.now(),
        );
      },
      'status',
    );
  }

  function freeAddress(pod: Pod, octet: number): string {
    for (;;) {
      const ip = `10.42.${octet}.${2 + Math.floor(context.random.next() * 252)}`;
      if (addresses.has(ip) && addresses.size < 2500) continue;
      addresses.set(ip, uidOf(pod));
      return ip;
    }
  }

  function hostOf(pod: Pod): [ip: string, octet: number] {
    const node = get(store, 'nodes', null, pod.spec?.nodeName ?? '');
    const ip = node?.status?.addresses?.find((a) => a.type === 'InternalIP')?.address ?? '10.0.0.1';
    return [ip, Number(node?.spec?.podCIDR?.split('.')[2] ?? 250)];
  }

  function start(pod: Pod, container: Named, restart: number): void {
    const { pullError, digest } = behaviourOf(container);
    const image = container.image ?? '';
    if (pullError !== null) {
      say(pod, 'Normal', 'Pulling', `Pulling image "${image}"`, container.name);
      say(pod, 'Warning', 'Failed', `Failed to pull image "${image}": ${pullError}`, container.name);
      say(pod, 'Warning', 'Failed', 'Error: ErrImagePull', container.name);
      write(pod, container.name, { state: waiting('ErrImagePull', pullError), image, imageID: '' });
      return;
    }
    say(pod, 'Normal', 'Pulled', `Container image "${image}" already present on machine`, container.name);
    say(pod, 'Normal', 'Created', `Created container: ${container.name}`, container.name);
    say(pod, 'Normal', 'Started', `Started container ${container.name}`, container.name);
    write(pod, container.name, running(pod, container, digest, restart, clock.now()));
  }

  function end(pod: Pod, container: Named, exitCode: number, reason = exitCode === 0 ? 'Completed' : 'Error'): void {
    const status = statusOf(pod, container.name);
    const startedAt = status?.state?.running?.startedAt;
    if (status === null || startedAt === undefined) return;
    const terminated = {
      exitCode,
      reason,
      startedAt,
      finishedAt: timeOf(clock.now()),
      containerID: status.containerID,
    };
    write(pod, container.name, { ready: false, started: false, state: { terminated } });
  }

  /** What follows from one container's state. */
  function lookAfter(pod: Pod, container: Named): void {
    const status = statusOf(pod, container.name);
    if (status === null) return;
    const { ends } = behaviourOf(container);
    const { waiting: waits, running: runs, terminated } = status.state ?? {};
    if (waits?.reason === 'ContainerCreating')
      arm(
        pod,
        container.name,
        `start ${status.restartCount}`,
        START_MS,
        (now) => start(now, container, status.restartCount),
        true,
      );
    else if (waits?.reason === 'ErrImagePull')
      arm(pod, container.name, 'pull back-off', PULL_RETRY_MS / 2, (now) => backOffPull(now, container));
    else if (waits?.reason === 'ImagePullBackOff')
      arm(pod, container.name, 'pull', PULL_RETRY_MS * 8, (now) => start(now, container, status.restartCount));
    else if (waits?.reason === 'CrashLoopBackOff') {
      const finished = Date.parse(status.lastState?.terminated?.finishedAt ?? '') || clock.now();
      const ms = finished + backOffMs(status.restartCount) - clock.now();
      arm(pod, container.name, `restart ${status.restartCount}`, ms, (now) =>
        start(now, container, status.restartCount + 1),
      );
    } else if (runs !== undefined && ends !== null) {
      const ms = Date.parse(runs.startedAt ?? '') + ends.afterMs - clock.now();
      arm(pod, container.name, `end ${status.restartCount}`, ms, (now) => end(now, container, ends.exitCode));
    } else if (terminated !== undefined && restarts(pod, terminated.exitCode))
      restartLater(pod, container, status, terminated);
  }

  function restartLater(
    pod: Pod,
    container: Named,
    status: ContainerStatus,
    terminated: NonNullable<NonNullable<ContainerStatus['state']>['terminated']>,
  ): void {
    const ranMs = Date.parse(terminated.finishedAt ?? '') - Date.parse(terminated.startedAt ?? '');
    const lastState = { terminated };
    if (ranMs > CRASH_RESET_MS || status.restartCount === 0) {
      const restarted = write(pod, container.name, { lastState });
      if (restarted !== null) start(restarted, container, status.restartCount + 1);
      return;
    }
    const name = `${nameOf(pod)}_${namespaceOf(pod)}(${uidOf(pod)})`;
    say(
      pod,
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${container.name} in pod ${name}`,
      container.name,
    );
    write(pod, container.name, {
      lastState,
      state: waiting(
        'CrashLoopBackOff',
        `back-off ${goDuration(backOffMs(status.restartCount))} restarting failed container=${container.name} pod=${name}`,
      ),
    });
  }

  function backOffPull(pod: Pod, container: Named): void {
    const image = container.image ?? '';
    say(pod, 'Normal', 'BackOff', `Back-off pulling image "${image}"`, container.name);
    say(pod, 'Warning', 'Failed', 'Error: ImagePullBackOff', container.name);
    const why = behaviourOf(container).pullError ?? '';
    write(pod, container.name, {
      state: waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${why}`),
    });
  }

  function startEphemeral(pod: Pod): void {
    const known = new Set(pod.status?.ephemeralContainerStatuses?.map((s) => s.name));
    const fresh = pod.spec?.ephemeralContainers?.filter((c) => !known.has(c.name)) ?? [];
    if (fresh.length === 0) return;
    change(
      store,
      'pods',
      namespaceOf(pod),
      nameOf(pod),
      (copy) => {
        const added = fresh.map((c) => ({
          ...notStarted(c),
          ...running(copy, c, behaviourOf(c).digest, 0, clock.now()),
          ready: false,
        }));
        copy.status = {
          ...copy.status,
          ephemeralContainerStatuses: [...(copy.status?.ephemeralContainerStatuses ?? []), ...added],
        };
      },
      'status',
    );
  }

  function stop(pod: Pod): void {
    const id = `${uidOf(pod)} *`;
    if (armed.has(id)) return;
    armed.set(id, 'stop');
    const alive = pod.status?.containerStatuses?.filter((s) => s.state?.running !== undefined) ?? [];
    for (const status of alive) say(pod, 'Normal', 'Killing', `Stopping container ${status.name}`, status.name);
    const graceMs = (pod.metadata?.deletionGracePeriodSeconds ?? 30) * 1000;
    const stopMs = Math.max(0, ...(pod.spec?.containers ?? []).map((c) => behaviourOf(c).stopMs));
    context.soon(Math.min(graceMs, stopMs), () => {
      armed.delete(id);
      const now = same(pod);
      if (now === null) return;
      for (const container of now.spec?.containers ?? []) end(now, container, stopMs > graceMs ? 137 : 143);
      if (same(now) !== null) store.remove(PODS, namespaceOf(pod), nameOf(pod), { graceSeconds: 0, uid: uidOf(pod) });
    });
  }

  return {
    name: 'kubelet',
    interested(resource, event) {
      if (!is(resource, PODS)) return [];
      const pod = read('pods', event.object);
      const ip = pod.status?.podIP;
      if (event.type === 'DELETED') {
        if (ip !== undefined && addresses.get(ip) === uidOf(pod)) addresses.delete(ip);
        return [];
      }
      if (ip !== undefined && pod.spec?.hostNetwork !== true) addresses.set(ip, uidOf(pod));
      return pod.spec?.nodeName === undefined ? [] : [keyOf(pod)];
    },
    reconcile(key) {
      const pod = get(store, 'pods', ...splitKey(key));
      if (pod === null || pod.spec?.nodeName === undefined) return;
      if (pod.metadata?.deletionTimestamp !== undefined) return stop(pod);
      if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return;
      if (pod.status?.containerStatuses === undefined) return begin(pod);
      startEphemeral(pod);
      for (const container of pod.spec.containers) {
        const now = same(pod);
        if (now !== null) lookAfter(now, container);
      }
    },
  };
}

const statusOf = (pod: Pod, container: string): ContainerStatus | null =>
  pod.status?.containerStatuses?.find((s) => s.name === container) ?? null;

function restarts(pod: Pod, exitCode: number): boolean {
  const policy = pod.spec?.restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
