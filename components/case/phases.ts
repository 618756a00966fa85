import { type CaseView, PHASES, type Phase } from '@/lib/cases/case';

export const PHASE_NAME: Record<Phase, string> = {
  detection: 'Detection',
  containment: 'Containment',
  forensics: 'Forensics',
  recovery: 'Recovery',
  review: 'Review',
};

export interface PhaseSpan {
  phase: Phase;
  state: 'done' | 'now' | 'ahead';
  /** entered last; null: not yet */
  enteredAt: string | null;
  /** milliseconds spent in it before the present one; the present phase is still counting */
  spentMs: number;
}

/** Where a case stands in its five phases, and how long each took. Phases can be entered more than once. */
export function phaseSpans(of: Pick<CaseView, 'phase' | 'phaseHistory'>): PhaseSpan[] {
  const at = PHASES.indexOf(of.phase);
  return PHASES.map((phase, index) => {
    const visits = of.phaseHistory.flatMap((visit, i) =>
      visit.phase === phase ? [{ visit, next: of.phaseHistory[i + 1] }] : [],
    );
    const spentMs = visits.reduce(
      (sum, { visit, next }) => sum + (next ? Date.parse(next.enteredAt) - Date.parse(visit.enteredAt) : 0),
      0,
    );
    const enteredAt = visits.at(-1)?.visit.enteredAt ?? null;
    return { phase, state: index === at ? 'now' : index < at ? 'done' : 'ahead', enteredAt, spentMs };
  });
}
