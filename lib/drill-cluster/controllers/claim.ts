import type { LabelSelector, OwnerReference, Pod } from '../../kubernetes/objects.ts';
import { selects } from '../../kubernetes/selectors.ts';
import type { Context } from './context.ts';
import { change, controllerOf, isActive, nameOf, namespaceOf, uidOf } from './objects.ts';

/**
 * The pods that a controller has, after it took what is its own: a matching pod without controller is adopted, and one
 * whose labels no longer match loses its owner and lives on alone (client-go's PodControllerRefManager).
 */
export function claimPods(
  context: Context,
  owner: OwnerReference,
  namespace: string,
  selector: LabelSelector | undefined,
  mayAdopt: (pod: Pod) => boolean = () => true,
): Pod[] {
  const mine: Pod[] = [];
  for (const pod of context.pods(namespace)) {
    const controller = controllerOf(pod);
    if (controller !== null && controller.uid !== owner.uid) continue;
    const matches = selector !== undefined && selects(selector, pod.metadata?.labels);
    if (controller !== null && matches) mine.push(pod);
    else if (controller !== null) release(context, pod, owner);
    else if (matches && isActive(pod) && mayAdopt(pod)) {
      const adopted = change(context.store, 'pods', namespaceOf(pod), nameOf(pod), (copy) => {
        copy.metadata = { ...copy.metadata, ownerReferences: [...(copy.metadata?.ownerReferences ?? []), owner] };
      });
      if (adopted !== null) mine.push(adopted);
    }
  }
  return mine;
}

function release(context: Context, pod: Pod, owner: OwnerReference): void {
  if (pod.metadata?.deletionTimestamp !== undefined) return;
  change(context.store, 'pods', namespaceOf(pod), nameOf(pod), (copy) => {
    const left = copy.metadata?.ownerReferences?.filter((ref) => ref.uid !== owner.uid) ?? [];
    if (copy.metadata === undefined) return;
    if (left.length > 0) copy.metadata.ownerReferences = left;
    else delete copy.metadata.ownerReferences;
  });
}

/** Names of the owners of `kind` that a pod's change concerns: its controller now, its controller before, and whoever may adopt it. */
export function ownersConcerned(
  kind: string,
  pod: Pod,
  previous: Pod | null,
  candidates: () => readonly { metadata?: { name?: string; uid?: string }; spec?: { selector?: LabelSelector } }[],
): string[] {
  const names = new Set<string>();
  for (const version of [pod, previous]) {
    const controller = version === null ? null : controllerOf(version);
    if (controller?.kind === kind) names.add(`${namespaceOf(pod)}/${controller.name}`);
  }
  if (controllerOf(pod) === null && isActive(pod))
    for (const owner of candidates())
      if (
        owner.spec?.selector !== undefined &&
        uidOf(owner) !== '' &&
        selects(owner.spec.selector, pod.metadata?.labels)
      )
        names.add(`${namespaceOf(pod)}/${nameOf(owner)}`);
  return [...names];
}
