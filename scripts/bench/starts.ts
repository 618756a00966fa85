import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runStart } from '../../e2e/product.ts';
import { root } from '../bootstrap/say.mjs';
import { buildApp } from '../start/build.ts';
import { freePort, until } from '../start/port.ts';
import { type Figure, median } from './figures.ts';

const COLD_LIMIT_S = 1_200;
const START_LIMIT_S = 120;

/** From nothing built to a warm start. Builds this working tree anew. */
export async function starts(): Promise<Figure[]> {
  rmSync(path.join(root, '.next'), { recursive: true, force: true });
  const begun = performance.now();
  await buildApp();
  const build = secondsSince(begun);
  const home = mkdtempSync(path.join(tmpdir(), 'bulkhead-bench-'));
  try {
    const first = await startOnce(home);
    const warm = median([await startOnce(home), await startOnce(home), await startOnce(home)]);
    return [
      { what: 'build of the app, nothing built before', value: build, unit: 's' },
      { what: 'first start on a new data folder, built: to the first 200 of /api/health', value: first, unit: 's' },
      { what: 'warm start: to the first 200 of /api/health', value: warm, unit: 's' },
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function startOnce(home: string): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const run = runStart({ home, port });
  try {
    await until('Starting', START_LIMIT_S, () => isHealthy(port));
    const seconds = secondsSince(begun);
    await run.link; // whoever ends it in the middle of a start measures something else next time
    return seconds;
  } finally {
    await run.end();
  }
}

/**
 * `npm start` in a fresh clone of the last commit, until the first 200: dependencies (from the registry or npm's own cache),
 * build, database, server.
 */
export async function coldStart(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-cold-'));
  try {
    const clone = path.join(folder, 'clone');
    const cloned = spawnSync('git', ['clone', '--quiet', root, clone], { encoding: 'utf8' });
    if (cloned.status !== 0) throw new Error(`git clone: ${cloned.stderr}`);
    const port = await freePort();
    const env = { ...process.env, PORT: String(port), BULKHEAD_HOME: path.join(folder, 'home') };
    for (const name of ['KUBECONFIG', 'DATABASE_URL', 'AUTH_URL', 'NODE_ENV']) Reflect.deleteProperty(env, name);
    const begun = performance.now();
    // a group of its own: npm, the start script and what they start end together
    const npm = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
    const exit = once(npm, 'exit');
    try {
      await until('A cold start', COLD_LIMIT_S, () => isHealthy(port));
      return [
        { what: 'cold start, fresh clone: to the first 200 of /api/health', value: secondsSince(begun), unit: 's' },
      ];
    } finally {
      if (npm.pid !== undefined && npm.exitCode === null) process.kill(-npm.pid, 'SIGTERM');
      await exit;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

const secondsSince = (begun: number): number => (performance.now() - begun) / 1000;

async function isHealthy(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://localhost:${port}/api/health`, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
