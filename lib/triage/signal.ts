import type { Container, EphemeralContainer, Pod } from '../kubernetes/objects.ts';
import { cut } from '../text/bounded.ts';
import type { TriageContext } from './context.ts';
import type { Level, Signal } from './row.ts';

/** One reason why a pod may look wrong. null: nothing to say, which also holds when what it needs is unknown. */
export type SignalRule = (pod: Pod, context: TriageContext) => Signal | null;

/** How a weight looks on screen. */
const levelOf = (weight: number): Level => (weight >= 28 ? 1 : weight >= 15 ? 2 : weight >= 7 ? 3 : 4);

/** Texts of the cluster are in these: they are bounded here, whatever a rule took in. */
export const signal = (found: Omit<Signal, 'level'>): Signal => ({
  ...found,
  words: cut(found.words, 40),
  reason: cut(found.reason, 600),
  field: cut(found.field, 200),
  level: levelOf(found.weight),
});

/** A container and where it stands in the pod. */
export interface Placed {
  container: Container | EphemeralContainer;
  field: string; // "spec.initContainers[0]"
}

export function placedContainers({ spec }: Pod): Placed[] {
  return [
    ...(spec?.containers ?? []).map((container, index) => ({ container, field: `spec.containers[${index}]` })),
    ...(spec?.initContainers ?? []).map((container, index) => ({ container, field: `spec.initContainers[${index}]` })),
    ...(spec?.ephemeralContainers ?? []).map((container, index) => ({
      container,
      field: `spec.ephemeralContainers[${index}]`,
    })),
  ];
}

/** At most `most` names in a sentence: "a, b and 3 more". */
export function named(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
