import { controllerOf } from '../../kubernetes/owners.ts';
import { registriesOf } from '../census.ts';
import { type SignalRule, signal } from '../signal.ts';

/** With fewer other workloads there is no custom to break. */
const ENOUGH = 3;
const SETTLED_MS = 7 * 24 * 3_600_000;

export const newRegistry: SignalRule = (pod, context) => {
  for (const registry of registriesOf(pod)) {
    const { others, using } = context.census.registryUse(pod, registry);
    if (using > 0 || others < ENOUGH) continue;
    const owner = controllerOf(pod);
    const namespace = pod.metadata?.namespace ?? '';
    const created =
      (owner ? context.find(owner.uid, owner, namespace) : undefined)?.metadata?.creationTimestamp ??
      pod.metadata?.creationTimestamp;
    const settled = created !== undefined && context.now - Date.parse(created) > SETTLED_MS;
    return signal({
      id: 'new-registry',
      words: 'New registry',
      weight: settled ? 4 : 15,
      field: 'spec.containers[].image',
      attack: 'T1204.003',
      reason: `Pulls from ${registry}, which none of the ${others} other workloads of ${namespace} uses.${settled ? ' It has been there for over a week, so it counts less.' : ''}`,
    });
  }
  return null;
};
