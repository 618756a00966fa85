import { z } from 'zod';
import type { CaseSummary } from './case.ts';

export type Isolation = CaseSummary['isolation'];

/** What is read of a step run here; the newest first. */
export interface RunFacts {
  step: 'quarantine' | 'capture' | 'scaleToZero';
  state: 'running' | 'succeeded' | 'failed' | 'unknown' | 'undone';
  undoOf: string | null;
  result: unknown;
}

const Result = z.object({ outcome: z.string() });
const outcomeOf = (run: RunFacts): string | null => Result.safeParse(run.result).data?.outcome ?? null;

/** The newest run of a step that is no undo. */
export const latest = (runs: readonly RunFacts[], step: RunFacts['step']) =>
  runs.find((run) => run.step === step && run.undoOf === null);

/** How far one suspect is cut off, as its latest quarantine and the latest look at it say. */
export function isolationOf(runs: readonly RunFacts[]): Isolation {
  const run = latest(runs, 'quarantine');
  if (!run || run.state === 'undone') return 'not-contained';
  switch (outcomeOf(run)) {
    case 'verified':
      return 'verified';
    case 'leaking':
      return 'applied';
    case 'unknown':
      return 'unknown';
  }
  return run.state === 'unknown' ? 'unknown' : 'not-contained';
}

const WORST: readonly Isolation[] = ['not-contained', 'unknown', 'applied', 'verified'];

export const worstOf = (isolations: readonly Isolation[]): Isolation =>
  WORST.find((one) => isolations.includes(one)) ?? 'not-contained';
