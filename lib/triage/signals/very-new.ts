import { type SignalRule, signal } from '../signal.ts';

export const veryNew: SignalRule = (pod, { now, newSince }) => {
  const created = Date.parse(pod.metadata?.creationTimestamp ?? '');
  if (newSince === null || !(created >= newSince)) return null;
  const minutes = Math.max(0, Math.floor((now - created) / 60_000));
  return signal({
    id: 'very-new',
    words: 'Very new',
    weight: 6,
    field: 'metadata.creationTimestamp',
    reason: `Created ${minutes === 0 ? 'less than a minute' : minutes === 1 ? 'a minute' : `${minutes} minutes`} ago, when few other pods were.`,
  });
};
