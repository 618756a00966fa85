import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, checkConfig, config } from '../../lib/config.ts';
import { takeLock } from '../bootstrap/lock.mjs';
import { say } from '../bootstrap/say.mjs';

/** Ends this process, naming the variable, when a setting is wrong; nothing was started by then. */
export function exitOnWrongSetting(): void {
  try {
    checkConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(error.message);
    process.exit(1);
  }
}

/** Path of the lock file of a data folder. While Bulkhead runs it says under which process, address and database. */
export const lockFileOf = (folder: string): string => path.join(folder, 'running.json');

export interface Home {
  readonly folder: string;
  /** an earlier process on this folder was killed and left the lock behind */
  readonly takenOver: boolean;
  release(): void;
  update(more: Record<string, unknown>): void;
}

/** Makes the data folder ours alone, or ends this process when another Bulkhead has it. */
export function settleHome(): Home {
  const folder = config.home;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const lock = takeLock(lockFileOf(folder), { url: config.authUrl });
  if (lock.holder) {
    say(`Bulkhead already runs on the data folder ${folder}: process ${lock.holder.pid}, ${String(lock.holder.url)}.`);
    say('Use that one, end it first, or set BULKHEAD_HOME and PORT for another.');
    process.exit(1);
  }
  if (lock.left) say(`Process ${lock.left.pid} ended without cleaning up; taking over its data folder.`);
  process.env.BULKHEAD_HOME = folder;
  process.env.AUTH_SECRET ||= secretIn(folder);
  return { folder, takenOver: lock.left !== null, release: lock.release, update: lock.update };
}

/** Signs the session cookies; made once, so that people stay signed in over a restart. */
function secretIn(folder: string): string {
  const file = path.join(folder, 'auth-secret');
  try {
    writeFileSync(file, randomBytes(33).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch {
    // there is one
  }
  return readFileSync(file, 'utf8').trim();
}
