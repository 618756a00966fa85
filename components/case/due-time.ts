import { understandTime } from '@/lib/timeline/note-time';

export type Due = { ok: true; at: string } | { ok: false; words: string };

const UNIT_MS = { min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SPAN = /^(?:in )?(\d{1,4}) ?(m|min|minutes?|h|hours?|d|days?)?$/i;
const CLOCK = /^(\d{1,2}):(\d{2})$/;

const unitOf = (word: string): keyof typeof UNIT_MS =>
  word.startsWith('h') ? 'h' : word.startsWith('d') ? 'd' : 'min';

/**
 * When something is due, as people type it: "30 min", "2 h", "1 d" from now; "14:30" the next time it is that late in
 * `zone`; else a date and time as in notes.
 */
export function understandDue(typed: string, now: number, zone: string): Due {
  const text = typed.trim();
  const span = SPAN.exec(text);
  if (span?.[1]) return at(now + Number(span[1]) * UNIT_MS[unitOf((span[2] ?? 'min').toLowerCase())]);
  const clock = CLOCK.exec(text);
  if (clock) return nextTime(`${(clock[1] ?? '').padStart(2, '0')}:${clock[2]}`, now, zone);
  const understood = understandTime(text, zone);
  if (!understood.ok) return { ok: false, words: '“30 min”, “2 h”, “14:30”, or a date with its time' };
  return Date.parse(understood.at) <= now ? { ok: false, words: 'That is past' } : at(Date.parse(understood.at));
}

const at = (ms: number): Due => ({ ok: true, at: new Date(ms).toISOString() });

/** That time of day in the zone, today or tomorrow: whichever is ahead. */
function nextTime(time: string, now: number, zone: string): Due {
  for (const days of [0, 1]) {
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now + days * UNIT_MS.d);
    const understood = understandTime(`${day} ${time}`, zone);
    if (!understood.ok) return { ok: false, words: understood.words };
    if (Date.parse(understood.at) > now) return { ok: true, at: understood.at };
  }
  return { ok: false, words: 'That is past' };
}
