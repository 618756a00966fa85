import { countWords, plural, remainingWords } from '@/components/ui/format';
import type { BoardShow } from '@/lib/cases/board';
import { type CaseSummary, CONTAINMENT_GOAL_MIN, severityNumber } from '@/lib/cases/case';

/** The segments of the board, in their order; what each shows is the server's to say (lib/cases/board.ts). */
export const SHOWN = ['all', 'mine', 'drills', 'closed'] as const satisfies readonly BoardShow[];
export type Shown = (typeof SHOWN)[number];

/** Open before closed; not contained first, then by severity, then the older one. Of closed ones the latest first. */
export const byUrgency = (a: CaseSummary, b: CaseSummary): number =>
  Number(a.closedAt !== null) - Number(b.closedAt !== null) ||
  (a.closedAt !== null && b.closedAt !== null
    ? Date.parse(b.closedAt) - Date.parse(a.closedAt) || b.number - a.number
    : Number(a.containedAt !== null) - Number(b.containedAt !== null) ||
      severityNumber(a.severity) - severityNumber(b.severity) ||
      a.number - b.number);

/** Pages of the board with what the event stream knows better; a case that was closed or contained meanwhile moves. */
export function withLive(pages: readonly CaseSummary[], live: readonly CaseSummary[]): CaseSummary[] {
  const newer = new Map(live.map((one) => [one.id, one]));
  return pages.map((one) => newer.get(one.id) ?? one).sort(byUrgency);
}

/** Rows do not jump under the pointer: while an order is held (ids), it stays, and what is new stands below. */
export function inHeldOrder(held: readonly string[] | null, cases: readonly CaseSummary[]): readonly CaseSummary[] {
  if (held === null) return cases;
  const place = ({ id }: CaseSummary) => (held.includes(id) ? held.indexOf(id) : held.length);
  return cases.toSorted((a, b) => place(a) - place(b));
}

const isOpen = ({ closedAt }: CaseSummary) => closedAt === null;
const isLoose = (one: CaseSummary) => isOpen(one) && one.containedAt === null;

/** What the board says before it shows anything: "2 open cases, 1 is not contained". */
export function headline({ open, loose }: { open: number; loose: number }): string {
  if (open === 0) return 'No case is open';
  const contained = open === 1 ? 'contained' : open === 2 ? 'both contained' : 'all contained';
  const state = loose === 0 ? contained : `${countWords(loose)} ${loose === 1 ? 'is' : 'are'} not contained`;
  return `${plural(open, 'open case')}, ${state}`;
}

export const openCounts = (cases: readonly CaseSummary[]): { open: number; loose: number } => ({
  open: cases.filter(isOpen).length,
  loose: cases.filter(isLoose).length,
});

/** The sentence below it: who holds up what, and how the last containment went. */
export function finding(cases: readonly CaseSummary[]): string {
  const urgent = cases.filter(isOpen).sort(byUrgency)[0];
  const waits = urgent
    ? `Case ${urgent.number} waits for ${WHO[urgent.nextWho] ?? urgent.nextWho}: ${lowerFirst(urgent.nextStep)}.`
    : 'A case is opened from one or several pods in triage.';
  const last = cases
    .filter((one) => one.containedAt !== null && !one.drill)
    .sort((a, b) => Date.parse(b.containedAt ?? '') - Date.parse(a.containedAt ?? ''))[0];
  if (!last?.containedAt) return waits;
  const took = remainingWords(Date.parse(last.containedAt) - Date.parse(last.detectedAt));
  return `${waits} Containment took ${took} in case ${last.number}, goal ${CONTAINMENT_GOAL_MIN}:00.`;
}

const WHO: Record<string, string> = {
  Commander: 'its commander',
  Analyst: 'an analyst',
  'Nobody yet': 'somebody to take it',
};

const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

export type Tone = 'plain' | 'late' | 'over' | 'ok';
interface Words {
  words: string;
  note: string;
  tone: Tone;
}

export const GOAL_MS = CONTAINMENT_GOAL_MIN * 60_000;
const GOAL = `${CONTAINMENT_GOAL_MIN}:00`;

/** How containment stands against its goal: what is left, how far over, or how long it took. */
export function containmentWords(
  one: Pick<CaseSummary, 'detectedAt' | 'containedAt' | 'closedAt'>,
  now: number,
): Words {
  const since = Date.parse(one.detectedAt);
  if (one.containedAt) {
    const took = Date.parse(one.containedAt) - since;
    return { words: remainingWords(took), note: `of ${GOAL}`, tone: took > GOAL_MS ? 'over' : 'ok' };
  }
  if (one.closedAt) return { words: 'never', note: '', tone: 'plain' };
  const left = GOAL_MS - (now - since);
  return left < 0
    ? { words: remainingWords(left), note: `over ${GOAL}`, tone: 'over' }
    : { words: remainingWords(left), note: `left of ${GOAL}`, tone: left < GOAL_MS / 4 ? 'late' : 'plain' };
}

/** "5, all owned", "3, 2 without owner", "4, 1 late". */
export function taskWords({ open, withoutOwner, overdue }: CaseSummary['tasks']): Omit<Words, 'note'> {
  if (open === 0) return { words: 'No open task', tone: 'plain' };
  const rest = [
    withoutOwner > 0 ? `${withoutOwner} without owner` : '',
    overdue > 0 ? `${overdue} late` : '',
    withoutOwner === 0 && overdue === 0 ? 'all owned' : '',
  ].filter(Boolean);
  return { words: `${open}, ${rest.join(', ')}`, tone: withoutOwner > 0 || overdue > 0 ? 'late' : 'plain' };
}

export const TONE_CLASS: Record<Tone, string> = {
  plain: '',
  late: 'text-s2-fg',
  over: 'text-s1-fg',
  ok: 'text-ok-fg',
};
