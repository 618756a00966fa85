import { policiesSelecting, rulesOf } from './network-policy-rules.ts';
import type { NetworkPolicy, Pod } from './objects.ts';
import { requirementsOf } from './selectors.ts';

/**
 * The pod's label keys by which a policy selects it: without any one of them it does not. Empty when it selects every pod,
 * or only by what the pod does not have.
 */
export function escapeKeys(pod: Pod, policy: NetworkPolicy): string[] {
  const keys = requirementsOf(policy.spec?.podSelector ?? {})
    .filter(({ operator }) => operator === 'In' || operator === 'Exists')
    .map(({ key }) => key)
    .filter((key) => Object.hasOwn(pod.metadata?.labels ?? {}, key));
  return [...new Set(keys)].sort();
}

/** Beyond this many states the search stops being exact; a cluster's own policies stay far below it. */
const MAX_STATES = 2_000;

/**
 * The fewest label keys to take off the pod so that no policy that lets anything through selects it any more; empty when
 * nothing leaks, null when it is impossible. That a missing label makes other policies select the pod (`DoesNotExist`,
 * `NotIn`) is accounted for. `keep`: keys that must stay, such as the quarantine's own.
 */
export function labelsToEscape(
  pod: Pod,
  policies: readonly NetworkPolicy[],
  keep: readonly string[] = [],
): string[] | null {
  const open = policies.filter((policy) => rulesOf(policy, 'ingress').length + rulesOf(policy, 'egress').length > 0);
  const labels = Object.keys(pod.metadata?.labels ?? {}).length;
  const budget = { states: MAX_STATES };
  for (let size = 0; size <= labels && budget.states > 0; size++) {
    const found = search(pod, open, keep, [], size, budget);
    if (found) return found.sort();
  }
  return budget.states > 0 ? null : greedy(pod, open, keep);
}

function search(
  pod: Pod,
  open: readonly NetworkPolicy[],
  keep: readonly string[],
  taken: readonly string[],
  left: number,
  budget: { states: number },
): string[] | null {
  if (budget.states-- <= 0) return null;
  const leaking = firstLeaking(without(pod, taken), open);
  if (!leaking) return [...taken];
  if (left === 0) return null;
  // every way out takes one of this policy's keys, so that trying just these misses none
  for (const key of escapeKeys(without(pod, taken), leaking)) {
    if (keep.includes(key)) continue;
    const found = search(pod, open, keep, [...taken, key], left - 1, budget);
    if (found) return found;
  }
  return null;
}

/** Not the fewest, but some, when there are too many to try. */
function greedy(pod: Pod, open: readonly NetworkPolicy[], keep: readonly string[]): string[] | null {
  const taken: string[] = [];
  for (;;) {
    const leaking = firstLeaking(without(pod, taken), open);
    if (!leaking) return taken.sort();
    const key = escapeKeys(without(pod, taken), leaking).find((candidate) => !keep.includes(candidate));
    if (key === undefined) return null;
    taken.push(key);
  }
}

const firstLeaking = (pod: Pod, open: readonly NetworkPolicy[]) =>
  open.find((policy) => policiesSelecting(pod, [policy]).length > 0);

function without(pod: Pod, keys: readonly string[]): Pod {
  const labels = Object.fromEntries(Object.entries(pod.metadata?.labels ?? {}).filter(([key]) => !keys.includes(key)));
  return { ...pod, metadata: { ...pod.metadata, labels } };
}
