'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { clockWords, knownZone, remainingWords, timeWords, tPlusWords, wholeAgeWords, zoneWords } from './format';

interface TimeSettings {
  zone: string;
  /** when the server rendered the page: what "now" is until the browser has taken over */
  renderedAt: number;
}

const YEAR_MS = 365 * 86_400_000;

const TimeContext = createContext<TimeSettings>({ zone: 'UTC', renderedAt: 0 });

/** The viewer's zone (kept in a cookie for the next first paint) and the time of rendering. */
export function TimeProvider({ zone, renderedAt, children }: TimeSettings & { children: ReactNode }) {
  const [shown, setShown] = useState(() => knownZone(zone));
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (here === shown) return;
    setShown(here);
    // Without a secure context there is no cookie store; then the first paint of each page is in UTC, and says so.
    if ('cookieStore' in window)
      void window.cookieStore.set({
        name: 'bulkhead-zone',
        value: here,
        path: '/',
        sameSite: 'lax',
        expires: Date.now() + YEAR_MS,
      });
  }, [shown]);
  const value = useMemo(() => ({ zone: shown, renderedAt }), [shown, renderedAt]);
  return <TimeContext value={value}>{children}</TimeContext>;
}

let offsetMs = 0;

/** Ages are measured on the server's clock. Call with each time that it states; small differences are the network's. */
export function setServerTime(iso: string) {
  const difference = Date.parse(iso) - Date.now();
  offsetMs = Math.abs(difference) > 2000 ? difference : 0;
}

/** How far the viewer's clock is off, in milliseconds; 0 when that is within two seconds. */
export const viewerClockOffMs = (): number => -offsetMs;

export const serverNow = (): number => Date.now() + offsetMs;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One tick a second for all clocks, and none while nobody looks. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (!document.hidden) for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Words that depend on the time. Renders again only when the words change. */
export function useTimeWords(words: (now: number, zone: string) => string): string {
  const { zone, renderedAt } = useContext(TimeContext);
  return useSyncExternalStore(
    subscribe,
    () => words(serverNow(), zone),
    () => words(renderedAt, zone),
  );
}

interface At {
  /** RFC 3339 */
  at: string;
}

/** "03:11:37" in the viewer's zone, with the date when it is not today. Hover gives UTC. */
export function Time({ at, className }: At & { className?: string }) {
  const ms = Date.parse(at);
  const words = useTimeWords((now, zone) => (Number.isNaN(ms) ? at : timeWords(ms, now, zone)));
  return (
    <time dateTime={at} title={`${at} (UTC)`} className={className}>
      {words}
    </time>
  );
}

/** "12 s", "5 min", "6 d": how long ago. */
export function Ago({ at, className }: At & { className?: string }) {
  const ms = Date.parse(at);
  const words = useTimeWords((now) => (Number.isNaN(ms) ? 'unknown' : wholeAgeWords(now - ms)));
  return (
    <time dateTime={at} title={`${at} (UTC)`} className={className}>
      {words}
    </time>
  );
}

/** "T+7:25": from detection. */
export const TPlus = ({ at, from }: At & { from: string }) => (
  <span title={`${at} (UTC)`}>{tPlusWords(Date.parse(at) - Date.parse(from))}</span>
);

/** The time now with its zone: said once a screen, in the status line. */
export function Now() {
  const time = useTimeWords((now, zone) => timeWords(now, now, zone));
  const zone = useTimeWords((now, zone) => zoneWords(now, zone));
  return (
    <span>
      <b>{time}</b> {zone}
    </span>
  );
}

interface ClockProps {
  label: string;
  /** counts up from here */
  since: string;
  /** counts down to `since` + this many milliseconds, then up again as "over goal" */
  goalMs?: number;
  /** when it stopped: shown frozen */
  stoppedAt?: string | null;
}

/** A large clock with its label. It is not a live region: it would never be silent. */
export function Clock({ label, since, goalMs, stoppedAt }: ClockProps) {
  const start = Date.parse(since);
  const stop = stoppedAt ? Date.parse(stoppedAt) : null;
  const left = (now: number) => start + (goalMs ?? 0) - (stop ?? now);
  const words = useTimeWords((now) => {
    if (stop !== null) return remainingWords(stop - start);
    return goalMs === undefined ? clockWords(now - start) : remainingWords(left(now));
  });
  const state = useTimeWords((now) => {
    if (stop !== null) return goalMs !== undefined && stop - start > goalMs ? 'late' : 'stopped';
    if (goalMs === undefined) return 'running';
    return left(now) < 0 ? 'over goal' : left(now) < goalMs / 4 ? 'close' : 'left';
  });
  return (
    <div className="clock">
      <div className="clock-label">{label}</div>
      <div className={`clock-value ${CLOCK_LOOK[state] ?? ''}`} role="timer" aria-live="off" aria-label={label}>
        {words}{' '}
        {state === 'left' || state === 'close' ? (
          <small>left</small>
        ) : state === 'over goal' ? (
          <small>over goal</small>
        ) : null}
      </div>
    </div>
  );
}

const CLOCK_LOOK: Record<string, string> = {
  close: 'text-s2-fg',
  'over goal': 'text-s1-fg',
  late: 'text-s1-fg',
  stopped: 'text-ok-fg',
};

/** The running clock alone: for the pill of the open case. */
export function ClockText({ since, stoppedAt }: { since: string; stoppedAt?: string | null }) {
  const start = Date.parse(since);
  const stop = stoppedAt ? Date.parse(stoppedAt) : null;
  return <span>{useTimeWords((now) => clockWords((stop ?? now) - start))}</span>;
}

/** "03:04:08.219": the time of a log line, to the millisecond, in the viewer's zone. */
export function StampOf({ at, className }: At & { className?: string }) {
  const ms = Date.parse(at);
  const words = useTimeWords((now, zone) =>
    Number.isNaN(ms) ? at : `${timeWords(ms, now, zone)}.${String(ms % 1000).padStart(3, '0')}`,
  );
  return (
    <time dateTime={at} title={`${at} (UTC)`} className={className}>
      {words}
    </time>
  );
}
