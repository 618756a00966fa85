const two = (n: number) => String(n).padStart(2, '0');

/** "7:25", "107:46": minutes and seconds, as clocks of a case count. */
export function minutesWords(ms: number): string {
  const s = Math.floor(Math.abs(ms) / 1000);
  return `${Math.floor(s / 60)}:${two(s % 60)}`;
}

/** "T+7:25", "T−0:04": minutes and seconds from detection. Both RFC 3339. */
export function tPlus(at: string, detectedAt: string): string {
  const ms = Date.parse(at) - Date.parse(detectedAt);
  return `T${ms < 0 ? '−' : '+'}${minutesWords(ms)}`;
}

/** "2026-11-25 03:04:12 UTC": a report leaves the tool, so its times name their zone. */
export const utc = (at: string): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** "03:04:12 UTC", with the date when it is not the day of `day`. */
export const utcOn = (at: string, day: string): string =>
  utc(at).slice(0, 10) === utc(day).slice(0, 10) ? utc(at).slice(11) : utc(at);
