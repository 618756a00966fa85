import type { Phase } from '../cases/case.ts';
import { PHASES } from '../cases/case.ts';
import type { ChecklistStepView, CriterionView, Proof } from './checklist.ts';
import { type CaseFacts, judge } from './facts.ts';
import type { Auto } from './playbook.ts';

/** What a person left at a step or a criterion. */
export interface Ticked<S extends string> {
  state: S;
  /** the note of what is done, the reason of what was skipped or overridden */
  words: string;
  artifact: { id: string; number: number } | null;
  by: string | null;
  at: string | null;
}

const proofOf = ({ words, artifact, by, at }: Ticked<string>): Proof => ({
  words,
  actions: [],
  artifacts: artifact ? [artifact] : [],
  by,
  at,
});

/** How a step is: what Bulkhead does itself is done when its records say so, and no longer when they no longer do. */
export function stepState(
  auto: Auto | null,
  ticked: Ticked<ChecklistStepView['state']>,
  facts: CaseFacts,
): Pick<ChecklistStepView, 'state' | 'proof'> {
  const found = auto ? judge(auto, facts) : null;
  if (found?.met) return { state: 'done', proof: found.proof };
  if (found && ticked.state !== 'skipped')
    return { state: ticked.state === 'doing' ? 'doing' : 'open', proof: found.proof };
  const settled = ticked.state === 'done' || ticked.state === 'skipped';
  return { state: ticked.state, proof: settled ? proofOf(ticked) : null };
}

/** How a criterion is. What was overridden and came true after all is met. */
export function criterionState(
  auto: Auto | null,
  ticked: Ticked<CriterionView['state']>,
  facts: CaseFacts,
): Pick<CriterionView, 'state' | 'proof' | 'reason'> {
  const found = auto ? judge(auto, facts) : null;
  if (found?.met) return { state: 'met', proof: found.proof, reason: '' };
  if (ticked.state === 'overridden') return { state: 'overridden', proof: proofOf(ticked), reason: ticked.words };
  if (found) return { state: 'open', proof: found.proof, reason: '' };
  return ticked.state === 'met'
    ? { state: 'met', proof: proofOf(ticked), reason: '' }
    : { state: 'open', proof: null, reason: '' };
}

export interface PhaseMove {
  from: Phase;
  to: Phase;
  at: string;
  by: string | null;
}

export interface PhaseTime {
  enteredAt: string | null;
  endedAt: string | null;
  endedBy: string | null;
}

/** When a phase was entered first, and when it was left for good. `moves` in their order; a way back opens it again. */
export function phaseTime(phase: Phase, now: Phase, detectedAt: string, moves: readonly PhaseMove[]): PhaseTime {
  const entered = phase === 'detection' ? detectedAt : (moves.find((move) => move.to === phase)?.at ?? null);
  const passed = PHASES.indexOf(phase) < PHASES.indexOf(now);
  const left = passed
    ? moves.findLast(
        (move) => PHASES.indexOf(move.from) <= PHASES.indexOf(phase) && PHASES.indexOf(move.to) > PHASES.indexOf(phase),
      )
    : undefined;
  return { enteredAt: entered, endedAt: left?.at ?? null, endedBy: left?.by ?? null };
}
