import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { say, timed } from '../bootstrap/say.mjs';
import { until } from './port.ts';
import { bare, nobody, postgresBinaries } from './postgres-binaries.ts';
import type { Processes } from './processes.ts';

const DATA_FD = 3;
const LOG_LIMIT_BYTES = 10_000_000;

// The shell becomes PostgreSQL (exec). A child of it holds our end of the pipe and, when we are gone, tells PostgreSQL to
// shut down (SIGINT: fast, orderly). PostgreSQL itself watches no parent.
const UNTIL_WE_ARE_GONE = 'exec 4<&0; (read -r _; kill -INT $$) <&4 4<&- 3<&- 2>/dev/null & exec "$@" </dev/null 4<&-';

/**
 * Starts the PostgreSQL of the npm package on `home`/postgres and answers its URL. It listens on a Unix socket in a
 * private folder only. PostgreSQL refuses to run as root: then it runs as nobody.
 */
export async function startPostgres(processes: Processes, home: string): Promise<string> {
  const bin = postgresBinaries();
  const data = path.join(home, 'postgres');
  await stopLeftOver(data);
  const folder = openData(data);
  try {
    if (!existsSync(path.join(data, 'PG_VERSION'))) timed('Making the database', () => initialise(bin, data, folder));
    const socket = socketFolder(data);
    const log = openLog(path.join(home, 'postgres.log'));
    const settings = ['listen_addresses=', 'log_checkpoints=off', 'max_connections=60'].flatMap((setting) => [
      '-c',
      setting,
    ]);
    const server = [path.join(bin, 'postgres'), '-D', folder.path, '-k', socket, ...settings];
    const child = processes.start('database', '/bin/sh', ['-c', UNTIL_WE_ARE_GONE, 'sh', ...server], {
      ...bare,
      stdio: ['pipe', 'ignore', log, folder.fd],
      stopSignal: 'SIGINT',
    });
    child.once('exit', () => rmSync(socket, { recursive: true, force: true }));
    closeSync(log);
    await until('Starting the database', 60, () => ready(socket));
    return urlOn(socket, 'bulkhead');
  } finally {
    closeSync(folder.fd);
  }
}

const urlOn = (socketFolder: string, database: string): string =>
  `postgresql://bulkhead@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;

async function ready(socket: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOn(socket, 'postgres') });
  client.on('error', () => undefined); // an end before the answer is "not ready"
  try {
    await client.connect();
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'bulkhead'");
    if (!rowCount) await client.query('CREATE DATABASE bulkhead');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Where PostgreSQL runs as nobody, the data folder may lie below folders that nobody may not enter (a clone in /root).
 * On Linux it is handed over as an open folder then; elsewhere by its path.
 */
function openData(data: string): { fd: number; path: string } {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (nobody.uid !== undefined) chownSync(data, nobody.uid, nobody.gid);
  const byDescriptor = nobody.uid !== undefined && existsSync('/proc/self/fd');
  return { fd: openSync(data, 'r'), path: byDescriptor ? `/proc/self/fd/${DATA_FD}` : data };
}

function initialise(bin: string, data: string, folder: { fd: number; path: string }): void {
  const args = ['-D', folder.path, '-U', 'bulkhead', '-A', 'trust', '--locale=C.UTF-8', '-E', 'UTF8'];
  const made = spawnSync(path.join(bin, 'initdb'), args, {
    ...bare,
    stdio: ['ignore', 'pipe', 'pipe', folder.fd],
    encoding: 'utf8',
  });
  if (made.status === 0) return;
  rmSync(data, { recursive: true, force: true }); // half made, it would be taken for a database next time
  throw new Error(`The database cannot be made in ${data}: ${made.stderr || made.error?.message}`);
}

/**
 * A socket's path may have 107 bytes (macOS: 103), which a deep data folder exceeds: so a short folder of its own, always
 * the same for a data folder, and only where nobody else made it.
 */
function socketFolder(data: string): string {
  const owner = nobody.uid ?? process.getuid?.();
  const name = createHash('sha256').update(data).digest('hex').slice(0, 12);
  const folder = path.join(existsSync('/tmp') ? '/tmp' : tmpdir(), `bulkhead-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(folder);
  if (uid !== owner && uid !== process.getuid?.())
    throw new Error(`${folder} belongs to somebody else. Remove it, or set DATABASE_URL.`);
  if (!lstatSync(folder).isDirectory()) throw new Error(`${folder} is no folder. Remove it, or set DATABASE_URL.`);
  chmodSync(folder, 0o700);
  if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid);
  return folder;
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** Ends a server that outlived its start script, and clears away what a killed one left. */
async function stopLeftOver(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  for (let tries = 0; tries < 300 && isPostgres(pid); tries++) {
    if (tries === 20) {
      say(`database: ending process ${pid}, which an earlier start left behind`);
      process.kill(pid, 'SIGINT');
    }
    await sleep(100);
  }
  if (isPostgres(pid)) throw new Error(`The database process ${pid} of an earlier start does not end. End it first.`);
  rmSync(file, { force: true }); // its number may belong to another program by now, which PostgreSQL would take for itself
}

function isPostgres(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  const { stdout } = spawnSync('ps', ['-o', 'stat=,comm=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z]\S*\s+.*postgres/.test(stdout?.trim() ?? '');
}
