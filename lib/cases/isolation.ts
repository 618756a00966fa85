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

const latest = (runs: readonly RunFacts[], step: RunFacts['step']) =>
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

/** The next safe step for a case, in words. */
export function nextStepOf(suspects: readonly { name: string; runs: readonly RunFacts[] }[], closed: boolean): string {
  if (closed) return 'Closed';
  for (const [step, open] of STEPS) {
    const waiting = suspects.filter(({ runs }) => open(runs));
    if (waiting[0]) return `${step} ${waiting[0].name}${waiting.length > 1 ? ` and ${waiting.length - 1} more` : ''}`;
  }
  return suspects.length === 0 ? 'Add a suspect' : 'Contained. Go on to forensics and recovery';
}

const STEPS: readonly [string, (runs: readonly RunFacts[]) => boolean][] = [
  ['Quarantine', (runs) => isolationOf(runs) === 'not-contained'],
  ['Deal with what is still allowed to', (runs) => isolationOf(runs) === 'applied'],
  ['Verify the quarantine of', (runs) => isolationOf(runs) === 'unknown'],
  ['Capture', (runs) => latest(runs, 'capture')?.state !== 'succeeded'],
  ['Scale to zero the workload of', (runs) => latest(runs, 'scaleToZero')?.state !== 'succeeded'],
];
