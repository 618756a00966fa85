import type { ContainmentView, GateKind, StepKind, StepView } from '@/lib/containment/step';

/** The one step of a case that is next: it waits for a person, or Bulkhead is at it. */
export interface Waiting {
  suspectId: string;
  step: StepView;
  /** 1, 2 or 3 of the three */
  no: number;
  running: boolean;
}

const NO: Record<StepKind, number> = { quarantine: 1, capture: 2, scaleToZero: 3 };

/** A quarantine counts when a fresh read verified it. */
export const isQuarantined = (step: StepView): boolean =>
  step.verification?.outcome === 'verified' && step.run?.state === 'succeeded';

/**
 * What is next over all suspects: whatever runs, else the earliest step that is open, of the suspect that comes first. Null:
 * nothing is left that a gate would let through.
 */
export function waitingStep(containment: readonly ContainmentView[]): Waiting | null {
  const all = containment.flatMap((one) => {
    const step = openStep(one);
    return step ? [{ suspectId: one.suspectId, step, no: NO[step.step], running: step.run?.state === 'running' }] : [];
  });
  return all.find(({ running }) => running) ?? all.toSorted((a, b) => a.no - b.no)[0] ?? null;
}

function openStep({ steps, gates }: ContainmentView): StepView | null {
  const stepOf = (kind: StepKind) => steps.find(({ step }) => step === kind) ?? null;
  const isOpen = (kind: GateKind) => gates.find((gate) => gate.kind === kind)?.state !== 'closed';
  const running = steps.find(({ run }) => run?.state === 'running');
  if (running) return running;
  const [quarantine, capture, scale] = [stepOf('quarantine'), stepOf('capture'), stepOf('scaleToZero')];
  if (isOpen('capture') && !isOpen('scaleToZero')) return capture;
  if (quarantine && !isQuarantined(quarantine) && !isOpen('scaleToZero')) return quarantine;
  return isOpen('scaleToZero') && scale?.run?.state !== 'succeeded' ? scale : null;
}
