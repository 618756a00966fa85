import { PHASES, type Phase } from './case.ts';
import { isolationOf, latest, type RunFacts } from './isolation.ts';

export interface NextInput {
  closed: boolean;
  phase: Phase;
  suspects: readonly { name: string; runs: readonly RunFacts[] }[];
  /** the name of an analyst of the case; null: nobody has that part */
  analyst: string | null;
  /** the open task that is due first; null: none is open */
  task: { title: string; owner: string | null } | null;
}

/** What is to be done next in a case, and who has it: a person, a part such as "Commander", or "Bulkhead" while it runs. */
export function nextOf(input: NextInput): { nextStep: string; nextWho: string } {
  const { suspects, closed, phase, analyst, task } = input;
  if (closed) return { nextStep: 'Closed', nextWho: '' };
  if (suspects.length === 0) return { nextStep: 'Add a suspect', nextWho: analyst ?? 'Analyst' };
  for (const { words, kind, part, open } of STEPS) {
    const waiting = suspects.filter(({ runs }) => open(runs));
    const first = waiting[0];
    if (!first) continue;
    const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : '';
    const runs = waiting.some((one) => latest(one.runs, kind)?.state === 'running');
    return {
      nextStep: `${words} ${first.name}${more}`,
      nextWho: runs ? 'Bulkhead' : part === 'Analyst' ? (analyst ?? part) : part,
    };
  }
  if (task) return { nextStep: task.title, nextWho: task.owner ?? 'Nobody yet' };
  const following = PHASES[PHASES.indexOf(phase) + 1];
  return {
    nextStep: following ? `Contained. Move on to ${following}` : 'Close the case',
    nextWho: 'Commander',
  };
}

interface Waiting {
  words: string;
  kind: RunFacts['step'];
  part: 'Commander' | 'Analyst';
  open: (runs: readonly RunFacts[]) => boolean;
}

const STEPS: readonly Waiting[] = [
  {
    words: 'Quarantine',
    kind: 'quarantine',
    part: 'Commander',
    open: (runs) => isolationOf(runs) === 'not-contained',
  },
  {
    words: 'Deal with what is still allowed to',
    kind: 'quarantine',
    part: 'Commander',
    open: (runs) => isolationOf(runs) === 'applied',
  },
  {
    words: 'Verify the quarantine of',
    kind: 'quarantine',
    part: 'Analyst',
    open: (runs) => isolationOf(runs) === 'unknown',
  },
  {
    words: 'Capture',
    kind: 'capture',
    part: 'Analyst',
    open: (runs) => latest(runs, 'capture')?.state !== 'succeeded',
  },
  {
    words: 'Scale to zero the workload of',
    kind: 'scaleToZero',
    part: 'Commander',
    open: (runs) => latest(runs, 'scaleToZero')?.state !== 'succeeded',
  },
];
