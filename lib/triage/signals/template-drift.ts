import { controllerOf, templateDrift as driftOf, templateFor } from '../../kubernetes/owners.ts';
import type { TriageContext } from '../context.ts';
import { named, type SignalRule, signal } from '../signal.ts';

/** From so many workloads on, a container that no template asks for is a webhook's doing, such as a mesh's sidecar. */
const INJECTED_IN = 3;

export const templateDrift: SignalRule = (pod, context) => {
  const owner = controllerOf(pod);
  const found = owner ? context.find(owner.uid, owner, pod.metadata?.namespace ?? '') : undefined;
  const template = found ? templateFor(pod, found) : null;
  if (!owner || !template) return null;
  const drifts = driftOf(pod, template);
  const [first] = drifts;
  if (!first) return null;
  const injected = injectedContainers(drifts, context);
  const byWebhook =
    injected.length > 0 &&
    drifts.every(({ template: wanted, field }) => wanted === null && !field.endsWith('securityContext'));
  const change = `${first.field} is ${first.pod ?? 'absent'}, the template has ${first.template ?? 'none'}`;
  return signal({
    id: 'template-drift',
    words: byWebhook ? 'Injected container' : 'Not its template',
    weight: byWebhook ? 2 : 22,
    field: first.field,
    attack: 'T1610',
    reason: byWebhook
      ? `Container ${named(injected)} is not in the template of ${owner.kind} ${owner.name}; it is in workloads all over the cluster, as a webhook adds it.`
      : `The pod no longer matches the template of ${owner.kind} ${owner.name}: ${change}${drifts.length > 1 ? `, and ${drifts.length - 1} more` : ''}.`,
  });
};

function injectedContainers(
  drifts: readonly { field: string; template: string | null }[],
  { census }: TriageContext,
): string[] {
  return drifts.flatMap(({ field, template }) => {
    const name = /^spec\.(?:containers|initContainers)\[([^\]]+)\]$/.exec(field)?.[1];
    return name !== undefined && template === null && census.workloadsWithContainer(name) >= INJECTED_IN ? [name] : [];
  });
}
