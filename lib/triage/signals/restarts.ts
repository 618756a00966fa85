import { podStatus } from '../../kubernetes/pod-status.ts';
import { type SignalRule, signal } from '../signal.ts';

const DAY_MS = 24 * 3_600_000;

export const restarts: SignalRule = (pod, context) => {
  const { restarts: count, lastRestartAt } = podStatus(pod, undefined);
  if (count === 0) return null;
  // an old restart is no news; one whose time is not known is taken for recent
  if (lastRestartAt !== null && context.now - Date.parse(lastRestartAt) > DAY_MS) return null;
  return signal({
    id: 'restarts',
    words: count === 1 ? '1 restart' : `${count} restarts`,
    weight: count >= 10 ? 6 : count >= 3 ? 4 : 2,
    field: 'status.containerStatuses[].restartCount',
    reason: `Containers were restarted ${count} ${count === 1 ? 'time' : 'times'}, ${lastRestartAt === null ? 'when is not known' : `last at ${lastRestartAt}`}.`,
  });
};
