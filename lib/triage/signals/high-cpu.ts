import { formatCores } from '../../kubernetes/quantity.ts';
import { type SignalRule, signal } from '../signal.ts';

/** Below this nobody mines. */
const BUSY_CORES = 0.25;
const TIMES_IDLE = 5;
const SAMPLES = 3;

/** Busy for three samples in a row, where the quietest stretch ever seen was a fifth of it or less. */
export const highCpu: SignalRule = (pod, context) => {
  const [namespace, name] = [pod.metadata?.namespace ?? '', pod.metadata?.name ?? ''];
  const usage = context.usage(namespace, name);
  const idle = context.idle(namespace, name);
  if (!usage || !idle || usage.history.length < SAMPLES) return null;
  const least = Math.min(...usage.history.slice(-SAMPLES));
  if (least < BUSY_CORES || least < idle.cores * TIMES_IDLE) return null;
  return signal({
    id: 'high-cpu',
    words: 'CPU high, was idle',
    weight: 30,
    field: 'metrics.k8s.io usage.cpu',
    attack: 'T1496',
    reason: `Uses ${formatCores(usage.cpuCores)} cores; at ${new Date(idle.seenAt).toISOString()} it was at ${formatCores(idle.cores)}.`,
  });
};
