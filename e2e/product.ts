import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../scripts/start/port.ts';

export const repository = path.resolve(import.meta.dirname, '..');

export interface ProductOptions {
  /** data folder; without it a fresh one, removed in the end */
  home?: string;
  port?: number;
  mode?: 'start' | 'dev';
  env?: Record<string, string>;
}

/** Bulkhead as a person starts it, in a process of its own. */
export interface Product {
  readonly url: string;
  /** what was printed for a person to open: at the very first start it makes the first account */
  readonly link: string;
  readonly home: string;
  readonly port: number;
  readonly pid: number;
  /** all that was printed so far */
  printed(): string;
  /** Sends the signal to the start script, and answers its exit code when it ended. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  /** Ends it and removes a data folder that was made for it. */
  dispose(): Promise<void>;
}

/** Starts Bulkhead and waits for its link. Throws with what was printed when it ends before that. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'bulkhead-home-'));
  const port = options.port ?? (await freePort());
  const run = runStart({ ...options, home, port });
  const link = await run.link;
  return {
    url: `http://localhost:${port}`,
    link,
    home,
    port,
    pid: run.pid,
    printed: run.printed,
    end: run.end,
    dispose: async () => {
      await run.end();
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The start script, whether it comes up or refuses. */
export function runStart(options: ProductOptions & { home: string; port: number }) {
  const script = path.join(repository, 'scripts/bulkhead.mjs');
  const child = spawn(process.execPath, [script, options.mode ?? 'start'], {
    cwd: repository,
    env: { ...cleanEnvironment(), PORT: String(options.port), BULKHEAD_HOME: options.home, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (printed += bytes.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    pid: child.pid ?? 0,
    printed: () => printed,
    exit,
    link: linkOf(child, () => printed),
    end: async (signal: NodeJS.Signals = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exit;
    },
  };
}

function linkOf(child: ChildProcess, printed: () => string): Promise<string> {
  const link = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const match = /^ {2}(http\S+)$/m.exec(printed());
      if (match?.[1]) resolve(match[1]);
    });
    child.once('exit', (code) => reject(new Error(`Bulkhead ended with ${code} before it was up:\n${printed()}`)));
  });
  link.catch(() => undefined); // whoever only waits for the exit does not ask for the link
  return link;
}

/** Without the settings of whoever runs the tests. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const settings =
    /^(PORT|DATABASE_URL|KUBECONFIG|KUBERNETES_SERVICE_HOST|AUTH_URL|AUTH_SECRET|NODE_OPTIONS|BULKHEAD_(HOME|EVIDENCE|CONTEXT|DRILL)|OIDC_\w+)$/;
  const kept = Object.entries(process.env).filter(([name]) => !settings.test(name));
  return { NODE_ENV: 'production', ...Object.fromEntries(kept) };
}
