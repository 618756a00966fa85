import { readFileSync } from 'node:fs';
import { test as base, expect, type Page } from '@playwright/test';
import { drillKubeconfig } from '../scripts/start/drill.ts';
import { databaseOf, makeFirstAccount, signIn } from './fixtures.ts';
import { type Product, startProduct } from './product.ts';
import { pressTwice } from './steps.ts';

const AUTH_SECRET = 'one secret for two processes, 32 characters';

/** Two server processes on one database; the first one has the drill cluster. */
const test = base.extend<object, { two: { first: Product; second: Product } }>({
  two: [
    async ({ browser }, use) => {
      const first = await startProduct({ env: { AUTH_SECRET } });
      await makeFirstAccount(browser, first); // before a second start makes a link of its own
      const second = await startProduct({
        env: { AUTH_SECRET, DATABASE_URL: databaseOf(first), BULKHEAD_DRILL: 'off' },
      });
      try {
        await use({ first, second });
      } finally {
        await second.dispose();
        await first.dispose();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ two }, use) => use(two.first.url),
});

const cluster = (page: Page, name: string) => page.getByRole('region', { name: `Cluster ${name}` });

test('a cluster that is pasted is connected on every process, and gone from all when it is removed', async ({
  page,
  browser,
  two,
}) => {
  await signIn(page, 'commander');
  const other = await (await browser.newContext({ baseURL: two.second.url })).newPage();
  await signIn(other, 'commander');
  await other.goto('/settings');
  await expect(other.getByText('No cluster is configured')).toBeVisible();

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Add a cluster' }).click();
  const form = page.getByRole('form', { name: 'New cluster' });
  await form.getByLabel('Name').fill('stage-eu-1');
  await form.getByLabel('Kubeconfig').fill('users: [{name: u, user: {exec: {command: sh}}}]');
  await form.getByRole('button', { name: 'Try and add' }).click();
  await expect(form.getByText('This is no kubeconfig.')).toBeVisible();
  const good = readFileSync(drillKubeconfig(two.first.home), 'utf8');
  const { users } = JSON.parse(good);
  const { token } = users[0].user;
  await form.getByLabel('Kubeconfig').fill(good.replace(`"token": "${token}"`, '"exec": {"command": "sh"}'));
  await form.getByRole('button', { name: 'Try and add' }).click();
  await expect(form.getByText('Its credential comes from a program (exec).')).toBeVisible();
  await form.getByLabel('Kubeconfig').fill(good.replace(token, 'wrong'));
  await form.getByRole('button', { name: 'Try and add' }).click();
  await expect(form.getByText('The cluster could not be read, so it was not added.')).toBeVisible();
  await form.getByLabel('Kubeconfig').fill(good);
  await form.getByRole('button', { name: 'Try and add' }).click();

  for (const each of [page, other]) {
    await expect(cluster(each, 'stage-eu-1')).toContainText('Watching'); // without a reload
    await expect(cluster(each, 'stage-eu-1')).toContainText('Read-only');
  }
  await cluster(page, 'stage-eu-1')
    .getByText(/^Name and colour/)
    .click();
  await cluster(page, 'stage-eu-1').getByLabel('Name', { exact: true }).fill('Vienna');
  await cluster(page, 'stage-eu-1').getByRole('radio', { name: 'teal' }).check();
  await cluster(page, 'stage-eu-1').getByRole('button', { name: 'Keep name and colour' }).click();
  await expect(cluster(other, 'Vienna')).toBeVisible();

  await other.goto('/triage');
  await expect(other.getByRole('row', { name: /payment-service/ }).first()).toBeVisible();
  await page
    .getByRole('button', { name: /^Cluster drill|^drill/ })
    .first()
    .click();
  await page.getByRole('menuitemradio', { name: 'Vienna' }).click();
  await expect(page.getByRole('banner')).toContainText('Vienna');
  await page.keyboard.press('Escape');

  await pressTwice(cluster(page, 'Vienna'), /^Remove this cluster/);
  await expect(cluster(page, 'Vienna')).toHaveCount(0);
  await other.goto('/settings');
  await expect(other.getByText('No cluster is configured')).toBeVisible();
  const log = await (await page.request.get('/api/action-log?limit=50')).text();
  for (const words of [
    'Add the cluster stage-eu-1',
    'Show the cluster stage-eu-1 as Vienna, teal',
    'Remove the cluster',
  ])
    expect(log).toContain(words);
  expect(log + two.first.printed() + two.second.printed()).not.toContain(token);
});
