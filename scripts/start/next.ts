import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { config } from '../../lib/config.ts';
import { root } from '../bootstrap/say.mjs';
import { until } from './port.ts';
import type { Processes } from './processes.ts';

// Next's own greeting, which names an address of its own: ours is the one to open.
const GREETING = /^\s*(▲ Next|- (Local|Network|Environments|Experiments)|✓ (Starting|Ready|Compiled)|$)/;

/**
 * The server's young generation stays small, and so does what the C library keeps for itself: the lists of a large cluster
 * are read once, and memory that grew for them would never be given back. Together they take a third off what 10,000 pods need.
 */
const V8_FLAGS = ['--max-semi-space-size=4']; // MB
const SMALL = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' }; // arenas of glibc; bytes

/**
 * Starts the web server and waits until it answers. Without AUTH_URL it listens on the loopback only: who puts it behind
 * a proxy, or into a pod, says under which address people reach it.
 */
export async function startNext(processes: Processes, mode: 'start' | 'dev'): Promise<void> {
  const host = process.env.AUTH_URL ? '0.0.0.0' : 'localhost';
  const next = path.join(root, 'node_modules/next/dist/bin/next');
  const child = processes.start(
    'web server',
    process.execPath,
    [...V8_FLAGS, next, mode, '-p', String(config.port), '-H', host],
    {
      cwd: root,
      env: {
        ...SMALL,
        ...process.env,
        NODE_ENV: mode === 'dev' ? 'development' : 'production',
        NODE_OPTIONS: withLifeline(process.env.NODE_OPTIONS),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (child.stdout) {
    createInterface({ input: child.stdout }).on(
      'line',
      (line) => GREETING.test(line) || process.stdout.write(`${line}\n`),
    );
  }
  await until('Starting the web server', 90, () => isHealthy(config.port));
}

/** What to open: the link that makes the first account, or, when there is one, the address. */
export function linkToOpen(): string {
  const script = path.join(root, 'scripts/setup-link.ts');
  const made = spawnSync(process.execPath, ['--conditions=react-server', script], { cwd: root, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`The link for the first account could not be made: ${made.stderr}`);
  return made.stdout.trim() || config.authUrl;
}

/** NODE_OPTIONS under which a process and its children end when we are gone. */
export const withLifeline = (options = ''): string =>
  `${options} --import=${pathToFileURL(path.join(import.meta.dirname, 'lifeline.mjs')).href}`.trim();

async function isHealthy(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://localhost:${port}/api/health`, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
