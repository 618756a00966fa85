import type { Pod } from '../kubernetes/objects.ts';
import { controllerOf } from '../kubernetes/owners.ts';
import type { TriageContext } from './context.ts';

const SETTLED_MS = 24 * 3_600_000;

/**
 * Agents of the node (network plugins, log shippers, the control plane's static pods) reach for the host by trade. They would
 * bury everything else, so what they reach for counts a quarter when a DaemonSet or the kubelet runs them and has for a day.
 * A DaemonSet planted today keeps its full weight, as does everything that is not about the host.
 */
export function asUsual(weight: number, pod: Pod, context: TriageContext): { weight: number; words: string } {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'DaemonSet' && owner?.kind !== 'Node') return { weight, words: '' };
  const found = context.find(owner.uid, owner, pod.metadata?.namespace ?? '');
  const created = owner.kind === 'DaemonSet' ? found?.metadata?.creationTimestamp : pod.metadata?.creationTimestamp;
  const age = created === undefined ? 0 : context.now - Date.parse(created);
  if (!(age >= SETTLED_MS)) return { weight, words: '' };
  const days = Math.floor(age / SETTLED_MS);
  const who = owner.kind === 'Node' ? 'The kubelet has run this static pod' : `DaemonSet ${owner.name} has run`;
  return {
    weight: Math.max(1, Math.round(weight / 4)),
    words: ` ${who} for ${days} ${days === 1 ? 'day' : 'days'}, so it counts a quarter.`,
  };
}
