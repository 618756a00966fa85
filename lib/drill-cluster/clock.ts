import type { DrillClock } from './contract.ts';

/** A clock's reading, to be stored; the wall time since then does not count when it is taken up again. */
export interface ClockState {
  now: number; // drill time, ms since the epoch
  speed: number;
}

export interface StorableClock extends DrillClock {
  save(): ClockState;
  /** Cancels all timers and lets the wall clock's timer go. */
  stop(): void;
}

const MAX_SPEED = 60;
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

interface Timer {
  at: number;
  run: () => void;
}

/**
 * Drill time: `saved.now` (default: the wall's time) and from there `speed` times as fast as the wall's clock.
 * Timers run in the order of their drill time, and `now()` is never behind the timer that is running.
 */
export function createClock(saved?: Partial<ClockState>, wall: () => number = Date.now): StorableClock {
  let drillBase = saved?.now ?? wall();
  let wallBase = wall();
  let speed = bounded(saved?.speed ?? 1);
  let timers: Timer[] = []; // by time, those of the same time in the order they were set
  let handle: NodeJS.Timeout | null = null;
  let running: number | null = null; // the time of the timer that is running

  const reading = () => drillBase + (wall() - wallBase) * speed;
  const rebase = (now: number) => {
    drillBase = now;
    wallBase = wall();
  };

  function runUntil(end: number): void {
    for (let next = timers[0]; next !== undefined && next.at <= end; next = timers[0]) {
      timers.shift();
      running = Math.max(running ?? 0, next.at);
      try {
        next.run();
      } finally {
        running = null;
      }
    }
  }

  function arm(): void {
    if (handle !== null) clearTimeout(handle);
    handle = null;
    const next = timers[0];
    if (next === undefined || speed === 0) return;
    const waitMs = Math.min(Math.max(0, (next.at - reading()) / speed), MAX_TIMEOUT_MS);
    handle = setTimeout(() => {
      runUntil(reading());
      arm();
    }, Math.ceil(waitMs));
    handle.unref();
  }

  return {
    now: () => Math.floor(running ?? reading()),
    get speed() {
      return speed;
    },
    setSpeed(value) {
      rebase(reading());
      speed = bounded(value);
      arm();
    },
    advance(ms) {
      const end = reading() + Math.max(0, ms);
      runUntil(end);
      rebase(Math.max(end, reading()));
      arm();
    },
    at(at, run) {
      const timer: Timer = { at, run };
      const index = timers.findLastIndex((other) => other.at <= at) + 1;
      timers.splice(index, 0, timer);
      if (index === 0 && running === null) arm();
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    save: () => ({ now: Math.floor(reading()), speed }),
    stop() {
      if (handle !== null) clearTimeout(handle);
      handle = null;
      timers = [];
    },
  };
}

const bounded = (speed: number) => (Number.isFinite(speed) ? Math.min(Math.max(0, speed), MAX_SPEED) : 1);
