import { wholeAgeWords } from '@/components/ui/format';

const MINUTE_MS = 60_000;

/** "due in 12 min", "due now", "late by 3 min". `bare`: "in 12 min", where the column already says what is due. */
export function dueWords(dueAt: number, now: number, bare = false): string {
  const left = dueAt - now;
  if (left <= -MINUTE_MS) return `late by ${wholeAgeWords(-left)}`;
  if (left <= 0) return bare ? 'now' : 'due now';
  return `${bare ? '' : 'due '}in ${wholeAgeWords(left)}`;
}

export type DueState = 'ahead' | 'soon' | 'late';

/** Soon: within a quarter of an hour. */
export const dueState = (dueAt: number, now: number): DueState =>
  dueAt <= now ? 'late' : dueAt - now <= 15 * MINUTE_MS ? 'soon' : 'ahead';
