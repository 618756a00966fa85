import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { drillKubeconfig } from '../scripts/start/drill.ts';
import { addPerson, expect, makeFirstAccount, signIn, test } from './fixtures.ts';
import { startProduct } from './product.ts';
import { openCaseAbout, outcome, pressTwice, step, turnActionsOn } from './steps.ts';

test.setTimeout(240_000);

const entries = (who: Page) => who.getByRole('complementary', { name: 'Timeline' }).getByRole('listitem');

test('two servers on one database act as one, and when one is killed the other goes on', async ({
  browser,
  product: host,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'twins');
  kubectl('-n', 'twins', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  const evidence = mkdtempSync(path.join(tmpdir(), 'bulkhead-evidence-'));
  const env = {
    DATABASE_URL: await newDatabase(host.databaseUrl),
    KUBECONFIG: drillKubeconfig(host.home),
    AUTH_SECRET: randomBytes(33).toString('base64url'),
    BULKHEAD_EVIDENCE: evidence,
  };
  const first = await startProduct({ env });
  await makeFirstAccount(browser, first);
  addPerson('analyst', env.DATABASE_URL);
  const second = await startProduct({ env });
  const contexts = await Promise.all([first, second].map(({ url }) => browser.newContext({ baseURL: url })));
  try {
    const [here, there] = await Promise.all(contexts.map((context) => context.newPage()));
    if (!here || !there) throw new Error('no pages');
    await signIn(here, 'commander');
    await signIn(there, 'analyst');

    await test.step('settings, cases, notes and people in the room are the same on both', async () => {
      await there.goto('/settings');
      await turnActionsOn(here);
      await expect(there.getByRole('region', { name: /^Cluster / }).getByText('Actions on')).toBeVisible();
      await there.goto('/cases');
      const number = await openCaseAbout(here, 'ns:twins', /web-/, 'Seen from two servers');
      await there.getByRole('link', { name: /Seen from two servers/ }).click();
      await expect(there).toHaveURL(new RegExp(`/cases/${number}$`));
      await there.getByRole('textbox', { name: 'What happened?' }).fill('said at the second server');
      await there.getByRole('button', { name: /^Add note/ }).click();
      await expect(entries(here).filter({ hasText: 'said at the second server' })).toHaveCount(1);
    });

    await test.step('a step sent at one is verified on both, and is told once', async () => {
      await pressTwice(step(here, 1), /^Send \d changes? to /);
      for (const page of [here, there])
        await expect(step(page, 1).getByRole('status', { name: 'Quarantine' })).toHaveText(/Verified|not verified/);
      await expect(
        entries(there).filter({ hasText: /^.*Quarantine of .* verified|Whether .* is cut off/ }),
      ).toHaveCount(1);
      await expect(outcome(there)).toHaveText((await outcome(here).textContent()) ?? '');
    });

    await test.step('what one collected, the other reads', async () => {
      await there.getByRole('button', { name: /^Capture with \d+ collectors/ }).click();
      await expect(step(here, 2).getByRole('row').filter({ hasText: 'Pod and owners' })).toContainText('Sealed', {
        timeout: 90_000,
      });
      const caseUrl = here.url();
      await here.goto(`${caseUrl}/evidence`);
      await here
        .getByRole('link', { name: /^Pod and owners/ })
        .first()
        .click();
      await expect(here.getByRole('article', { name: /^Artifact A-/ })).toContainText('registry.example/web:1');
      await here.goto(caseUrl);
    });

    await test.step('one is killed: the other keeps the case, takes notes, and reads what was collected', async () => {
      await first.end('SIGKILL');
      const url = new URL(here.url());
      await here.goto(new URL(url.pathname, second.url).href);
      await expect(entries(here).filter({ hasText: 'said at the second server' })).toHaveCount(1);
      await here.getByRole('textbox', { name: 'What happened?' }).fill('the first server is gone');
      await here.getByRole('button', { name: /^Add note/ }).click();
      await expect(entries(there).filter({ hasText: 'the first server is gone' })).toHaveCount(1);
    });
  } finally {
    for (const context of contexts) await context.close();
    await first.dispose();
    await second.dispose();
    rmSync(evidence, { recursive: true, force: true });
  }
});

/** A further database on the server of another. */
async function newDatabase(url: string): Promise<string> {
  const name = 'two_servers';
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}
