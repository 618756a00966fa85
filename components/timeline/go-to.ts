import { understandTime } from '@/lib/timeline/note-time';
import { readFromDetection } from './time-axis';

/** What was typed as a moment, or why it is none. */
export function understandPlace(
  typed: string,
  { zone, detectedAt, near }: { zone: string; detectedAt: number; near: number },
): { at: number | null; words: string } {
  if (typed.trim() === '') return { at: null, words: `From T+0 in min:s, or a clock time of ${zone}` };
  const fromT0 = readFromDetection(typed);
  if (fromT0 !== null) return { at: detectedAt + fromT0, words: 'from detection' };
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(near);
  const text = /^\d{1,2}:\d{2}(:\d{2})?$/.test(typed.trim()) ? `${day} ${typed.trim().replace(/^\d:/, '0$&')}` : typed;
  const time = understandTime(text, zone);
  return time.ok ? { at: Date.parse(time.at), words: time.words } : { at: null, words: time.words };
}
