import type { ContainerStatus, Node, Pod } from './objects.ts';

export type StatusLevel = 'ok' | 'caution' | 'failed' | 'unknown' | 'done';

export interface PodStatus {
  /** the word kubectl prints, but "Node lost" where kubectl still says Running */
  status: string;
  level: StatusLevel;
  /** why a container waits: "CrashLoopBackOff"; null when none does */
  waitingReason: string | null;
  readyContainers: number;
  totalContainers: number;
  restarts: number;
  /** end of the latest container that was restarted; RFC 3339 */
  lastRestartAt: string | null;
  /** set when the node is lost: when it last reported, which is as of when everything above is known */
  asOf: string | null;
}

export const NODE_LOST = 'Node lost';

/**
 * Status of a pod as `kubectl get pods` prints it. `node`: the pod's node, or undefined when nodes could not be read, which
 * claims nothing about it. A node whose Ready condition is Unknown makes every word of the kubelet stale, so the pod is
 * "Node lost" and never green.
 */
export function podStatus(pod: Pod, node: Node | undefined): PodStatus {
  const init = initStatus(pod);
  const main = init.initializing && !conditionIs(pod, 'Initialized', 'True') ? null : mainStatus(pod, init.reason);
  const { restarts, lastRestartAt } = main ? sum(init.sidecars, main) : init;
  const readyContainers = init.readySidecars + (main?.ready ?? 0);
  const totalContainers = (pod.spec?.containers?.length ?? 0) + sidecarNames(pod).size;
  const reason = ended(pod, main?.reason ?? init.reason);
  const lost = nodeLost(pod, node);
  return {
    status: lost ? NODE_LOST : reason,
    level: lost ? 'unknown' : levelOf(pod, reason),
    waitingReason: waitingReason(pod),
    readyContainers,
    totalContainers,
    restarts,
    lastRestartAt,
    asOf: lost ? lost.asOf : null,
  };
}

interface Restarts {
  restarts: number;
  lastRestartAt: string | null;
}

interface InitStatus extends Restarts {
  reason: string;
  initializing: boolean;
  readySidecars: number;
  sidecars: Restarts;
}

function initStatus(pod: Pod): InitStatus {
  const names = sidecarNames(pod);
  const total = pod.spec?.initContainers?.length ?? 0;
  const result: InitStatus = {
    reason: startReason(pod),
    initializing: false,
    readySidecars: 0,
    restarts: 0,
    lastRestartAt: null,
    sidecars: { restarts: 0, lastRestartAt: null },
  };
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    add(result, status);
    const sidecar = names.has(status.name);
    if (sidecar) add(result.sidecars, status);
    if (status.state?.terminated?.exitCode === 0) continue;
    if (sidecar && status.started) {
      if (status.ready) result.readySidecars++;
      continue;
    }
    result.reason = initReason(status, index, total);
    result.initializing = true;
    break;
  }
  return result;
}

function startReason(pod: Pod): string {
  const gated = pod.status?.conditions?.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : pod.status?.reason || pod.status?.phase || 'Unknown';
}

function initReason({ state }: ContainerStatus, index: number, total: number): string {
  if (state?.terminated) return `Init:${terminatedReason(state.terminated)}`;
  if (state?.waiting?.reason && state.waiting.reason !== 'PodInitializing') return `Init:${state.waiting.reason}`;
  return `Init:${index}/${total}`;
}

function terminatedReason({
  reason,
  signal,
  exitCode,
}: {
  reason?: string;
  signal?: number;
  exitCode: number;
}): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

interface MainStatus extends Restarts {
  reason: string;
  ready: number;
}

function mainStatus(pod: Pod, before: string): MainStatus {
  const result: MainStatus = { reason: before, ready: 0, restarts: 0, lastRestartAt: null };
  let running = false;
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    add(result, status);
    const { waiting, terminated } = status.state ?? {};
    if (waiting?.reason) result.reason = waiting.reason;
    else if (terminated) result.reason = terminatedReason(terminated);
    else if (status.ready && status.state?.running) {
      running = true;
      result.ready++;
    }
  }
  if (result.reason === 'Completed' && running)
    result.reason = conditionIs(pod, 'Ready', 'True') ? 'Running' : 'NotReady';
  return result;
}

function add(to: Restarts, { restartCount, lastState }: ContainerStatus): void {
  to.restarts += restartCount ?? 0;
  const at = lastState?.terminated?.finishedAt;
  if (at && (to.lastRestartAt === null || Date.parse(at) > Date.parse(to.lastRestartAt))) to.lastRestartAt = at;
}

function sum(a: Restarts, b: Restarts): Restarts {
  const later = [a.lastRestartAt, b.lastRestartAt]
    .filter((at) => at !== null)
    .sort((x, y) => Date.parse(y) - Date.parse(x));
  return { restarts: a.restarts + b.restarts, lastRestartAt: later[0] ?? null };
}

function ended(pod: Pod, reason: string): string {
  if (!pod.metadata?.deletionTimestamp) return reason;
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  return isOver(pod) ? reason : 'Terminating';
}

const isOver = (pod: Pod) => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

function nodeLost(pod: Pod, node: Node | undefined): { asOf: string | null } | null {
  if (isOver(pod) || !pod.spec?.nodeName) return null;
  const ready = node?.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'Unknown') return { asOf: ready.lastHeartbeatTime ?? ready.lastTransitionTime ?? null };
  return pod.status?.reason === 'NodeLost' ? { asOf: null } : null;
}

const WAITS = new Set([
  'Pending',
  'ContainerCreating',
  'PodInitializing',
  'Terminating',
  'NotReady',
  'SchedulingGated',
]);

function levelOf(pod: Pod, reason: string): StatusLevel {
  if (reason === 'Completed' || reason === 'Succeeded') return 'done';
  if (reason === 'Unknown') return 'unknown';
  if (reason === 'Running') return conditionIs(pod, 'Ready', 'False') ? 'caution' : 'ok';
  return WAITS.has(reason) || /^Init:\d+\/\d+$/.test(reason) ? 'caution' : 'failed';
}

function conditionIs(pod: Pod, type: string, status: string): boolean {
  return pod.status?.conditions?.some((condition) => condition.type === type && condition.status === status) ?? false;
}

/** Init containers that run beside the others (restartPolicy Always). */
function sidecarNames(pod: Pod): Set<string> {
  const sidecars = (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return new Set(sidecars.map(({ name }) => name));
}

/** Reasons that only mean "on its way". */
const ON_ITS_WAY = new Set(['ContainerCreating', 'PodInitializing']);

function waitingReason(pod: Pod): string | null {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const reasons = statuses.flatMap(({ state }) => state?.waiting?.reason || []);
  return reasons.find((reason) => !ON_ITS_WAY.has(reason)) ?? reasons[0] ?? null;
}
