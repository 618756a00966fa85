import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {{ pid: number, begun: string | null } & Record<string, unknown>} Holder
 */

/**
 * Takes the lock file, or answers who holds it. A holder that no longer lives (kill -9, power loss) loses it. The file
 * is written elsewhere and linked into place, so that it is never seen half written and only one of two gets it.
 * @param {string} file
 * @param {Record<string, unknown>} [more] kept in the lock file, for whoever finds it held
 * @returns {{ holder: null, release: () => void, update: (more: Record<string, unknown>) => void, left: Holder | null } | { holder: Holder }}
 *   `left`: what a dead holder left in it
 */
export function takeLock(file, more = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  const write = (/** @type {Record<string, unknown>} */ extra) =>
    writeFileSync(mine, JSON.stringify({ pid: process.pid, begun: begunAt(process.pid), ...extra }), { mode: 0o600 });
  write(more);
  /** @type {Holder | null} */
  let left = null;
  try {
    for (;;) {
      try {
        linkSync(mine, file);
        break;
      } catch (error) {
        if (!hasCode(error, 'EEXIST')) throw error;
      }
      const holder = readHolder(file);
      if (holder && lives(holder)) return { holder };
      left = clearDead(file, holder) ?? left;
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    holder: null,
    left,
    release: () => {
      if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
    },
    update: (extra) => writeFileSync(file, JSON.stringify({ pid: process.pid, begun: begunAt(process.pid), ...extra })),
  };
}

/**
 * Takes the lock, waiting as long as someone else has it.
 * @param {string} file
 * @returns {() => void} gives it back
 */
export function holdLock(file) {
  for (;;) {
    const lock = takeLock(file);
    if (lock.holder === null) return lock.release;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

/**
 * @param {string} file
 * @returns {Holder | null} null: there is none, or the file is unreadable
 */
export function readHolder(file) {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(holder?.pid) && holder.pid > 0 ? holder : null;
  } catch {
    return null;
  }
}

/**
 * Whether the very process lives that took the lock, and not another one that got its number later.
 * @param {{ pid: number, begun: string | null }} holder
 */
export function lives({ pid, begun }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!hasCode(error, 'EPERM')) return false;
  }
  return !isZombie(pid) && (begun === null || begunAt(pid) === begun);
}

/**
 * Removes a dead holder's file. Two may find it dead at once: a second lock makes sure that the slower one does not
 * remove the file of the quicker one.
 * @param {string} file
 * @param {Holder | null} seen
 * @returns {Holder | null}
 */
function clearDead(file, seen) {
  const guard = `${file}.clearing`;
  try {
    writeFileSync(guard, '', { flag: 'wx' });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    if (ageMs(guard) > 10_000) rmSync(guard, { force: true }); // whoever made it died in these few lines
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    return null;
  }
  try {
    const now = readHolder(file);
    if (now && (now.pid !== seen?.pid || lives(now))) return null;
    rmSync(file, { force: true });
    return now;
  } finally {
    rmSync(guard, { force: true });
  }
}

/** @param {string} file */
function ageMs(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

/** Ended, but its parent has not noticed yet (long so in a container without an init process). */
function isZombie(/** @type {number} */ pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.startsWith('Z', stat.lastIndexOf(')') + 2);
  } catch {
    return false;
  }
}

/**
 * When a process began, in words that only serve to compare; null when the system does not say.
 * @param {number} pid
 */
export function begunAt(pid) {
  try {
    // Field 22 of proc(5) stat: clock ticks after boot. The name in brackets may hold anything, so count from its end.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    if (process.platform === 'linux') return null;
    const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : null;
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
const hasCode = (error, code) => error instanceof Error && 'code' in error && error.code === code;
