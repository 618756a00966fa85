/** A stretch of time in milliseconds since 1970; `to` is not part of it. */
export interface Span {
  from: number;
  to: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Closer than this nothing is told apart any more. */
export const MIN_SPAN_MS = 10 * SECOND;

export const lengthOf = ({ from, to }: Span): number => to - from;

/** `inner` kept inside `outer`, its length kept as far as that goes. */
export function within(inner: Span, outer: Span): Span {
  const length = Math.min(lengthOf(inner), lengthOf(outer));
  const from = Math.min(Math.max(inner.from, outer.from), outer.to - length);
  return { from, to: from + length };
}

/** Nearer (`factor` below 1) or farther, with `at` staying where it is on screen; never beyond `extent`. */
export function zoomed(span: Span, factor: number, at: number, extent: Span): Span {
  const most = Math.max(lengthOf(extent), MIN_SPAN_MS);
  const length = Math.min(most, Math.max(MIN_SPAN_MS, lengthOf(span) * factor));
  const share = lengthOf(span) > 0 ? (at - span.from) / lengthOf(span) : 0.5;
  const from = at - share * length;
  return within({ from, to: from + length }, { from: extent.from, to: extent.from + most });
}

/** Moved by a share of its own length. */
export function panned(span: Span, share: number, extent: Span): Span {
  const by = lengthOf(span) * share;
  return within({ from: span.from + by, to: span.to + by }, extent);
}

/** `extent` with a little room at both ends, so that what stands at an end can be seen and grasped. */
export function roomy({ from, to }: Span): Span {
  const room = Math.max((to - from) * 0.02, 2 * SECOND);
  return { from: from - room, to: to + room };
}

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((n) => n * DAY),
];

/** The smallest round step of which at most `most` fit into the span. */
export const stepFor = (span: Span, most: number): number =>
  STEPS.find((step) => lengthOf(span) / step <= most) ?? 3640 * DAY;

export interface Tick {
  at: number;
  /** from detection */
  words: string;
}

/** Ticks at round distances from `origin` (the detection), at most `most` and one. */
export function ticksOf(span: Span, origin: number, most: number): { step: number; ticks: Tick[] } {
  const step = stepFor(span, most);
  const ticks: Tick[] = [];
  for (let n = Math.ceil((span.from - origin) / step); origin + n * step < span.to; n += 1)
    ticks.push({ at: origin + n * step, words: tickWords(n * step, step) });
  return { step, ticks };
}

const sign = (ms: number) => (ms < 0 ? 'T−' : 'T+');
const two = (n: number) => String(n).padStart(2, '0');

/** Beyond this minutes are no help: days and hours are. */
const LONG_MS = 10 * HOUR;

/** "T+5" in minutes, "T+0:30" where seconds matter, "T+5 h", "T−3 d"; far from detection "T−10 d 21:34". */
export function tickWords(ms: number, step: number): string {
  const size = Math.abs(ms);
  const [days, hours] = [Math.floor(size / DAY), Math.floor(size / HOUR) % 24];
  if (step >= DAY) return `${sign(ms)}${Math.round(size / DAY)} d`;
  if (step >= HOUR)
    return size < 2 * DAY ? `${sign(ms)}${Math.round(size / HOUR)} h` : `${sign(ms)}${days} d ${hours} h`;
  const minutes = Math.floor(size / MINUTE);
  if (size >= LONG_MS) return `${sign(ms)}${days > 0 ? `${days} d ` : ''}${hours}:${two(minutes % 60)}`;
  if (step >= MINUTE) return `${sign(ms)}${minutes}`;
  return `${sign(ms)}${minutes}:${two(Math.floor(size / SECOND) % 60)}`;
}

/** "T+7:25" in minutes and seconds from detection; from ten hours on "T+2 d 4 h". */
export function fromDetection(ms: number): string {
  const size = Math.abs(ms);
  if (size >= LONG_MS)
    return size < 2 * DAY
      ? `${sign(ms)}${Math.floor(size / HOUR)} h ${two(Math.floor(size / MINUTE) % 60)}`
      : `${sign(ms)}${Math.floor(size / DAY)} d ${Math.floor(size / HOUR) % 24} h`;
  const seconds = Math.floor(size / SECOND);
  return `${sign(ms)}${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** "8 min 29 s", "3 h 5 min", "12 d 4 h": how long something took. */
export function durationWords(ms: number): string {
  const size = Math.max(0, ms);
  if (size < MINUTE) return `${Math.floor(size / SECOND)} s`;
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min ${Math.floor(size / SECOND) % 60} s`;
  if (size < DAY) return `${Math.floor(size / HOUR)} h ${Math.floor(size / MINUTE) % 60} min`;
  return `${Math.floor(size / DAY)} d ${Math.floor(size / HOUR) % 24} h`;
}

/** "T+7:25", "T-0:30", "+5" (minutes), "T+2 h", "T+1 d": milliseconds from detection, or null when it is none of these. */
export function readFromDetection(typed: string): number | null {
  const match = /^T?\s*([+−-])\s*(\d{1,7})(?::(\d{2})|\s*(d|h|min|m|s))?$/i.exec(typed.trim());
  if (!match) return null;
  const [, plus, amount = '0', seconds, unit] = match;
  const units: Record<string, number> = { d: DAY, h: HOUR, min: MINUTE, m: MINUTE, s: SECOND };
  const size = Number(amount) * (units[unit?.toLowerCase() ?? 'm'] ?? MINUTE) + Number(seconds ?? 0) * SECOND;
  return plus === '+' ? size : -size;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  const found = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
  formats.set(key, found);
  return found;
}

/** The clock below a tick, as fine as the step needs it: "03:11:37", "03:11", "24 Nov 03:11", "24 Nov", "Nov 2026". */
export function clockTickWords(at: number, step: number, zone: string): string {
  const day = () => format(zone, { day: 'numeric', month: 'short' }).format(at);
  if (step >= 300 * DAY) return format(zone, { month: 'short', year: 'numeric' }).format(at);
  if (step >= DAY) return day();
  const second = step < MINUTE || at % MINUTE !== 0;
  const time = format(zone, {
    hour: '2-digit',
    minute: '2-digit',
    ...(second && step < HOUR ? { second: '2-digit' } : {}),
  }).format(at);
  return step >= 3 * HOUR ? `${day()} ${time}` : time;
}
