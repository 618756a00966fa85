const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "0.4 s", "12 s", "5 min", "4 h", "6 d". A time that lies ahead (another clock) is "0 s". */
export function ageWords(ms: number): string {
  if (ms < 10 * SECOND) return ms <= 0 ? '0 s' : `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}

/** As `ageWords` without tenths, for what is updated once a second. */
export const wholeAgeWords = (ms: number): string =>
  ms < 10 * SECOND ? `${Math.max(0, Math.floor(ms / SECOND))} s` : ageWords(ms);

const two = (n: number) => String(n).padStart(2, '0');

/** "00:07:14" of a running clock; hours do not wrap into days, because the goal is minutes. */
export function clockWords(ms: number): string {
  const s = Math.floor(Math.abs(ms) / SECOND);
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** "07:46", or "1:07:46" from an hour on: what is left of a goal. */
export function remainingWords(ms: number): string {
  const s = Math.floor(Math.abs(ms) / SECOND);
  const hours = Math.floor(s / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** "T+7:25", "T−0:04": minutes and seconds from detection. */
export function tPlusWords(ms: number): string {
  const s = Math.floor(Math.abs(ms) / SECOND);
  return `T${ms < 0 ? '−' : '+'}${Math.floor(s / 60)}:${two(s % 60)}`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** "71.4 MB" of 1,000 bytes a step, as transfer is counted. */
export function byteWords(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${BYTE_UNITS[step]}`;
}

/** "212 Mi": memory as Kubernetes writes it. */
export const memoryWords = (bytes: number): string => {
  const mebi = bytes / 2 ** 20;
  return mebi >= 10_240 ? `${(mebi / 1024).toFixed(1)} Gi` : `${Math.round(mebi).toLocaleString('en')} Mi`;
};

/** "1,284" */
export const countWords = (n: number): string => n.toLocaleString('en');

/** "1 pod", "3 pods" */
export const plural = (n: number, one: string, many = `${one}s`): string => `${countWords(n)} ${n === 1 ? one : many}`;

/** A zone that this runtime knows, else UTC. Cookies are input. */
export function knownZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(
  zone: string,
  kind: 'time' | 'day' | 'zone' | 'offset',
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${zone} ${kind}`;
  const found = formats.get(key);
  if (found) return found;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  formats.set(key, made);
  return made;
}

const timeOf = (zone: string) =>
  format(zone, 'time', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dayOf = (zone: string) => format(zone, 'day', { day: 'numeric', month: 'short', year: 'numeric' });

/** "03:11:37", with "24 Nov " before it when that is not today, and the year when it is not this one. */
export function timeWords(at: number, now: number, zone: string): string {
  const time = timeOf(zone).format(at);
  const day = dayOf(zone).format(at);
  const today = dayOf(zone).format(now);
  if (day === today) return time;
  return `${day.slice(-4) === today.slice(-4) ? day.slice(0, -5) : day} ${time}`;
}

const zonePart = (formatter: Intl.DateTimeFormat, at: number) =>
  formatter.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';

/** "CET (UTC+1)", or "UTC": said once a screen. */
export function zoneWords(at: number, zone: string): string {
  const offset = zonePart(format(zone, 'offset', { timeZoneName: 'shortOffset' }), at).replace('GMT', 'UTC');
  const name = zonePart(format(zone, 'zone', { timeZoneName: 'short' }), at).replace('GMT', 'UTC');
  return offset === 'UTC+0' && name === 'UTC' ? name : name === offset ? name : `${name} (${offset})`;
}
