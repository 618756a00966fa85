/** How a typed time was understood. `at` is RFC 3339 UTC; `words` name the zone that was taken. */
export type UnderstoodTime = { ok: true; at: string; words: string } | { ok: false; words: string };

const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]+(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads what a person typed: `2026-03-29 02:30[:00]`, with `Z`, an offset, or neither (then it is a wall time of `zone`).
 * A wall time that a change of clocks leaves out, or that occurs twice, is pointed out and never moved silently.
 * `zone`: an IANA name. Blanks around and between do not matter.
 */
export function understandTime(typed: string, zone: string): UnderstoodTime {
  const match = SHAPE.exec(typed.trim());
  if (!match)
    return { ok: false, words: 'Not a time. Write it as 2026-11-25 03:04, with Z or +01:00 when it is not your zone.' };
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset] = match;
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, '0').slice(0, 3)),
  );
  const asTyped = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (!new Date(wall).toISOString().startsWith(asTyped))
    return { ok: false, words: `There is no ${year}-${month}-${day} ${hour}:${minute}:${second}.` };
  if (offset)
    return {
      ok: true,
      at: new Date(wall - offsetMs(offset)).toISOString(),
      words: offset.toUpperCase() === 'Z' ? 'UTC' : `UTC${offset}`,
    };
  const candidates = instantsOf(wall, zone);
  const [first, second_] = candidates;
  if (first === undefined)
    return {
      ok: false,
      words: `${hour}:${minute} does not exist on ${year}-${month}-${day} in ${zone}: the clocks were put forward. Give it with Z or an offset.`,
    };
  if (second_ !== undefined)
    return {
      ok: false,
      words: `${hour}:${minute} occurs twice on ${year}-${month}-${day} in ${zone}: the clocks were put back. Give it with Z or an offset.`,
    };
  return { ok: true, at: new Date(first).toISOString(), words: zone };
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [offset.slice(1, 3), offset.slice(-2)];
  return (offset.startsWith('-') ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The instants at which clocks of `zone` show the wall time; none or two around a change of clocks. */
function instantsOf(wall: number, zone: string): number[] {
  const DAY = 86_400_000;
  const offsets = new Set([wall - DAY, wall, wall + DAY].map((instant) => wallOf(instant, zone) - instant));
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((instant) => wallOf(instant, zone) === wall)
    .sort((a, b) => a - b);
}

/** What clocks of `zone` show at an instant, as if it were UTC. */
function wallOf(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'), instant % 1000);
}
