import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { postgresBinaries } from '../../scripts/start/postgres-binaries.ts';
import { migrate } from '../db/migrate.ts';

/** The database that every test database is copied from; it holds the migrations. */
export const TEMPLATE = 'bulkhead_template';

const PREFIX = 'bh-pg-';
// PostgreSQL refuses to run as root: give the child the uid of nobody then.
const runAs: { uid?: number; gid?: number } = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** URL of a database on the server whose Unix socket lies in `socketFolder`. */
export const urlOn = (socketFolder: string, database: string): string =>
  `postgresql://bulkhead@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;

export interface TestServer {
  readonly socketFolder: string;
  stop(): Promise<void>;
}

/** Starts a throw-away PostgreSQL on a Unix socket and puts the migrations into its template database. */
export async function startPostgres(): Promise<TestServer> {
  const bin = postgresBinaries();
  sweepOrphans();
  const folder = mkdtempSync(path.join(tmpdir(), PREFIX)); // a socket's path may have 107 bytes: keep it short
  writeFileSync(path.join(folder, 'owner.pid'), String(process.pid));
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (runAs.uid) for (const each of [folder, data]) chownSync(each, runAs.uid, runAs.uid);
  const options = { ...runAs, env: { NODE_ENV: 'test' as const }, cwd: folder }; // nothing of ours for the child
  execFileSync(
    path.join(bin, 'initdb'),
    ['-D', data, '-U', 'bulkhead', '-A', 'trust', '--locale=C.UTF-8', '-E', 'UTF8', '-N'],
    {
      ...options,
      stdio: 'pipe',
    },
  );
  const settings = [
    'listen_addresses=',
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'max_connections=200',
  ];
  const args = ['-D', data, '-k', folder, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(path.join(bin, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  await ready(server);
  await makeTemplate(folder);
  return {
    socketFolder: folder,
    stop: async () => {
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makeTemplate(folder: string): Promise<void> {
  const admin = new pg.Client({ connectionString: urlOn(folder, 'postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  await migrate(urlOn(folder, TEMPLATE));
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (bytes) => {
      said = (said + String(bytes)).slice(-4000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)));
    server.once('error', reject);
  });
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.removeAllListeners('exit');
    server.once('exit', () => resolve());
    server.kill('SIGQUIT'); // at once: nothing in it is kept
  });
}

/** Servers whose test run was killed before it could stop them. */
function sweepOrphans(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    const owner = pidIn(path.join(folder, 'owner.pid'));
    if (owner === null || alive(owner)) continue;
    const postmaster = pidIn(path.join(folder, 'data', 'postmaster.pid'));
    if (postmaster !== null && alive(postmaster)) process.kill(postmaster, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  }
}

function pidIn(file: string): number | null {
  if (!existsSync(file)) return null;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
