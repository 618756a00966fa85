import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { makeFirstAccount, PEOPLE } from '../../e2e/people.ts';
import { type Product, startProduct } from '../../e2e/product.ts';
import { root } from '../bootstrap/say.mjs';
import { portIn } from '../start/drill.ts';
import { answers, freePort, until } from '../start/port.ts';

/** A drill cluster of many pods, Bulkhead on it, a browser signed in as commander. */
export interface Room {
  readonly kubeconfig: string;
  readonly product: Product;
  readonly page: Page;
  close(): Promise<void>;
}

export async function openRoom(pods: number, browserPath: string): Promise<Room> {
  const home = mkdtempSync(path.join(tmpdir(), 'bulkhead-bench-'));
  const { kubeconfig, drill } = await startDrill(home, pods);
  const product = await startProduct({ env: { KUBECONFIG: kubeconfig } });
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  await makeFirstAccount(browser, product);
  const page = await signedIn(browser, product.url);
  await until('Reading the cluster', 120, async () => (await rowCount(page)) >= pods);
  return {
    kubeconfig,
    product,
    page,
    close: async () => {
      await browser.close();
      await product.dispose();
      drill.kill('SIGTERM');
      await once(drill, 'exit'); // it still writes its state
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function startDrill(home: string, pods: number): Promise<{ kubeconfig: string; drill: ChildProcess }> {
  const port = await freePort();
  const main = path.join(root, 'lib/drill-cluster/main.ts');
  const args = [main, '--home', home, '--port', String(port), '--pods', String(pods)];
  const drill = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'ignore', 'inherit'] });
  const kubeconfig = path.join(home, 'kubeconfig');
  await until('Starting the drill cluster', 120, async () => portIn(kubeconfig) === port && (await answers(port)));
  return { kubeconfig, drill };
}

/** A page of whoever is in command. */
export async function signedIn(browser: Browser, baseURL: string): Promise<Page> {
  const page = await browser.newPage({ baseURL, viewport: { width: 1440, height: 900 } });
  await page.goto('/signin');
  await page.getByLabel('E-mail').fill(PEOPLE.commander.email);
  await page.getByLabel('Password').fill(PEOPLE.commander.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/signin');
  return page;
}

/** Path of the route that gives all rows of the only cluster. */
export async function triagePath(page: Page): Promise<string> {
  const clusters: { id: string }[] = await (await page.request.get('/api/clusters')).json();
  return `/api/clusters/${encodeURIComponent(clusters[0]?.id ?? 'none')}/triage`;
}

async function rowCount(page: Page): Promise<number> {
  const answer: { total?: number } = await (await page.request.get(`${await triagePath(page)}?limit=1`)).json();
  return answer.total ?? 0;
}

/** Resident memory of the web server in MB: the process below the start script that listens on its port. */
export function serverMemoryMb(product: Product): number {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' });
  const lines = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []);
  const server = lines.find(([, , parent, , args]) => Number(parent) === product.pid && /next/.test(args ?? ''));
  return server ? Number(server[3]) / 1024 : Number.NaN;
}

/** Milliseconds that one `kubectl get pods -A` takes. */
export function kubectlGetPods(kubectl: string, kubeconfig: string): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(kubectl, ['--kubeconfig', kubeconfig, 'get', 'pods', '-A'], {
    maxBuffer: 64_000_000,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`kubectl: ${stderr}`);
  return performance.now() - begun;
}
