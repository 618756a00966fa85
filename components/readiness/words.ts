import type { Status } from '@/lib/readiness/check';
import type { Assessment, Said, Standing } from '@/lib/readiness/score';
import { fallWords, TREND_WEEKS, type Trend } from '@/lib/readiness/trend';

const VERB: Record<Status, [one: string, many: string]> = {
  pass: ['passes', 'pass'],
  partial: ['is partial', 'are partial'],
  fail: ['fails', 'fail'],
  unknown: ['is unknown', 'are unknown'],
};
export const STATUS_NAME: Record<Status, string> = {
  pass: 'Pass',
  partial: 'Partial',
  fail: 'Fail',
  unknown: 'Unknown',
};

/** "4 pass, 4 are partial, 1 fails, 1 is unknown." */
export function countsSentence(byStatus: Assessment<Said>['byStatus']): string {
  const parts = (Object.keys(VERB) as Status[]) // the keys of VERB are the statuses
    .filter((status) => byStatus[status].checks > 0)
    .map((status) => `${byStatus[status].checks} ${VERB[status][byStatus[status].checks === 1 ? 0 : 1]}`);
  return `${parts.join(', ')}.`;
}

const points = (n: number) => `${n} ${n === 1 ? 'point' : 'points'}`;

/** How the score has moved, and why it is not at its best: "Up 24 points in 26 weeks. Down 4 from the best, because …" */
export function trendSentence({ weeks, falls, best }: Trend, score: number, day: (at: number) => string): string {
  const first = weeks.find((week) => week.score !== null);
  if (!first) return '';
  const since = first === weeks[0] ? `in ${TREND_WEEKS} weeks` : `since ${day(first.at)}`;
  const change = score - (first.score ?? 0);
  const moved =
    change === 0 ? `Unchanged ${since}.` : `${change > 0 ? 'Up' : 'Down'} ${points(Math.abs(change))} ${since}.`;
  const reason = falls.filter(({ at }) => at > best.at).reduce<(typeof falls)[number] | null>(worse, null);
  if (best.score <= score || !reason) return moved;
  const why =
    reason.why === 'expired'
      ? `the ${fallWords(reason)}, and unknown scores nothing`
      : fallWords(reason).replace(' attested', ' was attested');
  return `${moved} Down ${best.score - score} from the best, because ${why}.`;
}

const worse = (worst: Trend['falls'][number] | null, one: Trend['falls'][number]) =>
  worst && worst.by >= one.by ? worst : one;

/** "2 Nov", with the year when it is not this one; in the viewer's zone. */
export function dayWords(at: number, now: number, zone: string): string {
  const year = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric' });
  const sameYear = year.format(at) === year.format(now);
  const options: Intl.DateTimeFormatOptions = { timeZone: zone, day: 'numeric', month: 'short' };
  if (!sameYear) options.year = 'numeric';
  return new Intl.DateTimeFormat('en-GB', options).format(at);
}

const DAY_MS = 86_400_000;
/** An attestation that ends within this time is worth a look. */
const SOON_MS = 14 * DAY_MS;

export interface DueWords {
  readonly words: string;
  readonly tone: 'late' | 'soon' | 'plain';
}

/** What stands in the column Due: the due date of what is left to do, else until when the attestation holds. */
export function dueWords(standing: Standing<Said>, dueAt: string | null, now: number, zone: string): DueWords {
  const { points: got, check, because, said } = standing;
  if (got < check.weight && dueAt) {
    const due = Date.parse(dueAt);
    if (due >= now) return { words: dayWords(due, now, zone), tone: due - now < SOON_MS ? 'soon' : 'plain' };
    const days = Math.floor((now - due) / DAY_MS);
    return { words: days === 0 ? 'overdue today' : `overdue ${days} d`, tone: 'late' };
  }
  if (because === 'expired') return { words: 'attest now', tone: 'late' };
  if (because === 'never' || !said) return { words: 'no date', tone: 'plain' };
  const ends = Date.parse(said.validUntil);
  return { words: `until ${dayWords(ends, now, zone)}`, tone: ends - now < SOON_MS ? 'soon' : 'plain' };
}

/** "2027-02-23" of the viewer's calendar, `days` from now: what a date field takes. */
export function dateField(now: number, days: number): string {
  const date = new Date(now + days * DAY_MS);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The end of that day in the viewer's calendar, as a moment. */
export const endOfDay = (field: string): string => {
  const end = new Date(`${field}T23:59:59`);
  return Number.isNaN(end.getTime()) ? field : end.toISOString();
};

/** "14:58", of a duration from detection. */
export function minutesSeconds(ms: number): string {
  const s = Math.round(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}
