import type { NetworkPolicy } from '../kubernetes/objects.ts';
import { QUARANTINE_LABEL } from '../kubernetes/quarantine-label.ts';

/** JSON of the labels that were taken off, for undo and for whoever finds the pod later. */
export const REMOVED_LABELS_ANNOTATION = 'bulkhead/removed-labels';
export const SUSPECT_ANNOTATION = 'bulkhead/suspect';
export const CASE_ANNOTATION = 'bulkhead/case';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'; // as Kubernetes makes its suffixes: no vowels, nothing that looks alike

/** Five characters that stay the same for one seed: the plan at the click must be the plan that was shown. */
export function suffixOf(seed: string): string {
  // FNV-1a in 32 bits, then base 27: not a secret, only a name. Two that collide are told apart by `attempt`.
  let hash = 0x811c9dc5;
  for (const unit of seed) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  let suffix = '';
  for (let place = 0; place < 5; place += 1) {
    suffix += ALPHABET[hash % ALPHABET.length];
    hash = Math.floor(hash / ALPHABET.length);
  }
  return suffix;
}

export interface QuarantineName {
  label: string; // q-42-x2kqv
  policy: string; // bulkhead-q-42-x2kqv
}

export interface NameInput {
  caseNumber: number;
  suspectId: string;
  podUid: string;
  /** NetworkPolicies of the namespace */
  policies: readonly NetworkPolicy[];
  /** quarantine labels on other pods of the namespace */
  labelsInUse: ReadonlySet<string>;
}

/**
 * A name that nobody else has. A policy of that name made by someone else is left as it is, and the next name is taken;
 * one that we made for this very suspect is used again.
 */
export function chooseName(input: NameInput): QuarantineName {
  for (let attempt = 0; ; attempt += 1) {
    const label = `q-${input.caseNumber}-${suffixOf(`${input.podUid}#${attempt}`)}`;
    const policy = `bulkhead-${label}`;
    const taken = input.policies.find((one) => one.metadata?.name === policy);
    if (input.labelsInUse.has(label)) continue;
    if (!taken || isOurs(taken, input.suspectId, label)) return { label, policy };
  }
}

/** Made by us for this suspect, and still as it was made: denies both directions, allows nothing, selects the label alone. */
export function isOurs(policy: NetworkPolicy, suspectId: string, label: string): boolean {
  return policy.metadata?.annotations?.[SUSPECT_ANNOTATION] === suspectId && isDenyAllFor(policy, label);
}

export function isDenyAllFor(policy: NetworkPolicy, label: string): boolean {
  const { spec } = policy;
  const labels = Object.entries(spec?.podSelector?.matchLabels ?? {});
  return (
    labels.length === 1 &&
    labels[0]?.[0] === QUARANTINE_LABEL &&
    labels[0][1] === label &&
    (spec?.podSelector?.matchExpressions ?? []).length === 0 &&
    (spec?.ingress ?? []).length === 0 &&
    (spec?.egress ?? []).length === 0 &&
    ['Ingress', 'Egress'].every((type) => spec?.policyTypes?.includes(type))
  );
}
