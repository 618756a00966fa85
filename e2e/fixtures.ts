import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import type { DrillState } from '../lib/drill-cluster/contract.ts';
import { askDrill } from '../scripts/drill-client.ts';
import { drillKubeconfig } from '../scripts/start/drill.ts';
import { lockFileOf } from '../scripts/start/home.ts';
import { makeFirstAccount, PEOPLE, type Role } from './people.ts';
import { type Product, repository, startProduct } from './product.ts';

export { expect, makeFirstAccount, PEOPLE, type Role };
/** Tag of a promise that holds on the drill cluster and on a real Kubernetes: both lanes run it. */
export const ANY_CLUSTER = { tag: '@any-cluster' } as const;
/** Tag of a promise about what the lane of the real cluster alone has: the workloads that scripts/cluster seeds. */
export const REAL_CLUSTER = { tag: '@real-cluster' } as const;
export const onRealCluster = process.env.BULKHEAD_LANE === 'cluster';

/** The attacker's side of the drill cluster. In the lane of the real cluster there is none. */
export interface Drill {
  readonly kubeconfig: string;
  state(): Promise<DrillState>;
  /** 0: step by step */
  setSpeed(speed: number): Promise<DrillState>;
  /** Moves the drill on until that beat of the story has happened. */
  playUntil(beat: string): Promise<DrillState>;
  /** Bytes that left for the attacker while the drill's own clock went on by `span`, such as 30s. */
  bytesSentDuring(span: string): Promise<number>;
  reset(): Promise<DrillState>;
}

interface WorkerFixtures {
  /** One Bulkhead for all specs of a worker, with a first account. Specs that need one alone call startProduct(). */
  product: Product & { readonly databaseUrl: string };
}

interface TestFixtures {
  drill: Drill;
  /** Runs a real kubectl as the administrator of the cluster that is watched, on either lane. Answers what it printed. */
  kubectl(...args: string[]): string;
  /** Signs the test's page in. */
  signIn(role: Role): Promise<void>;
  /** A further browser, signed in, on the same Bulkhead. */
  anotherBrowser(role: Role): Promise<Page>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  product: [
    async ({ browser }, use) => {
      const kubeconfig = process.env.BULKHEAD_TEST_KUBECONFIG;
      const product = await startProduct({ env: kubeconfig ? { KUBECONFIG: kubeconfig } : {} });
      try {
        await makeFirstAccount(browser, product);
        const databaseUrl = databaseOf(product);
        for (const role of ['analyst', 'manager'] as const) addPerson(role, databaseUrl);
        await use({ ...product, databaseUrl });
      } finally {
        await product.dispose();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  drill: async ({ product }, use) => use(drillOf(drillKubeconfig(product.home))),
  kubectl: async ({ product }, use) => use((...args) => runKubectl(adminKubeconfig(product), args)),
  signIn: async ({ page }, use) => use((role) => signIn(page, role)),
  anotherBrowser: async ({ browser, product }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role) => {
      const context = await browser.newContext({ baseURL: product.url });
      contexts.push(context);
      const page = await context.newPage();
      await signIn(page, role);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

const adminKubeconfig = (product: Product): string =>
  process.env.BULKHEAD_ADMIN_KUBECONFIG ?? drillKubeconfig(product.home);

function runKubectl(kubeconfig: string, args: readonly string[]): string {
  const program = process.env.BULKHEAD_KUBECTL || 'kubectl';
  const { status, stdout, stderr, error } = spawnSync(program, ['--kubeconfig', kubeconfig, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr || error?.message}`);
  return stdout;
}

/** Signs in by the form, as people do. */
export const signIn = (page: Page, role: Role): Promise<void> => signInAs(page, PEOPLE[role]);

async function signInAs(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto('/signin');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/\/signin/);
}

/** The database of a running Bulkhead, for what a test has to see behind the screen. */
export function databaseOf(product: Pick<Product, 'home'>): string {
  const { databaseUrl }: { databaseUrl: string } = JSON.parse(readFileSync(lockFileOf(product.home), 'utf8'));
  return databaseUrl;
}

interface Somebody {
  name: string;
  email: string;
  password: string;
  role: Role;
}

/** A further account beside those of PEOPLE, signed in, in a browser of its own. */
export async function addSomebody(
  browser: Browser,
  { url, databaseUrl }: { url: string; databaseUrl: string },
  somebody: Somebody,
): Promise<Page> {
  addAccount(somebody, databaseUrl);
  const page = await (await browser.newContext({ baseURL: url })).newPage();
  await signInAs(page, somebody);
  return page;
}

/** Makes the account of that role. */
export const addPerson = (role: Role, databaseUrl: string): void => addAccount({ ...PEOPLE[role], role }, databaseUrl);

function addAccount({ name, email, password, role }: Somebody, databaseUrl: string): void {
  const script = path.join(repository, 'e2e/add-person.ts');
  const made = spawnSync(process.execPath, ['--conditions=react-server', script, name, email, role, password], {
    cwd: repository,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`The ${role} could not be added: ${made.stderr}`);
}

/** The drill cluster behind a kubeconfig. */
export function drillOf(kubeconfig: string): Drill {
  const state = () => askDrill(kubeconfig, 'state');
  return {
    kubeconfig,
    state,
    setSpeed: (speed) => askDrill(kubeconfig, 'speed', { speed }),
    playUntil: (beat) => askDrill(kubeconfig, 'advance', { to: beat }),
    bytesSentDuring: async (span) => {
      const before = await state();
      const after = await askDrill(kubeconfig, 'advance', { ms: Number.parseInt(span, 10) * 1000 });
      return after.exfiltration.bytesSent - before.exfiltration.bytesSent;
    },
    reset: () => askDrill(kubeconfig, 'reset', {}),
  };
}
