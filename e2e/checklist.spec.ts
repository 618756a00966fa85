import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { expect, test } from './fixtures.ts';
import { openCaseAbout, pressTwice, step } from './steps.ts';

const row = (page: Page, key: string) => page.locator(`tr[data-step="${key}"]`);
const pane = (page: Page, title: string) => page.getByRole('complementary', { name: title });

test('a quarantine ticks itself with its actions as proof, and unticks when it is undone', async ({
  page,
  signIn,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'ticks');
  kubectl('-n', 'ticks', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:ticks', /web-/);
  const watching = await page.context().newPage();
  await watching.goto(`/cases/${number}/checklist?unfold=containment`);
  const quarantine = row(watching, 'quarantine');
  await expect(quarantine.getByRole('img', { name: 'open' })).toBeVisible();

  await pressTwice(step(page, 1), /^Send \d changes? to /);
  await expect(step(page, 1).getByRole('status', { name: 'Quarantine' })).toHaveText('Verified');
  await expect(quarantine.getByRole('img', { name: 'done' })).toBeVisible();
  await expect(quarantine).toContainText('Noor Haddad');
  const [{ steps }] = await (await page.request.get(`/api/cases/${number}/containment`)).json();
  const seq: number = steps[0].run.actions[0];
  await quarantine.getByRole('link', { name: `#${seq.toLocaleString('en')}` }).click();
  await expect(watching.getByRole('complementary')).toContainText('networkpolicies');

  await watching.goto(`/cases/${number}/checklist?unfold=containment`);
  await expect(quarantine.getByRole('img', { name: 'done' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await pressTwice(page.getByRole('region', { name: 'Undo' }), /^Send undo/);
  await expect(quarantine.getByRole('img', { name: 'open' })).toBeVisible();
});

test('what one person ticks with a note, another sees; who may not tick sees why', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'told');
  kubectl('-n', 'told', 'run', 'lonely', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:told', /lonely/);
  const analyst = await anotherBrowser('analyst');
  for (const each of [page, analyst]) {
    await each.goto(`/cases/${number}/checklist`);
    await expect(row(each, 'newest-pods').getByRole('img', { name: 'open' })).toBeVisible();
  }
  await row(analyst, 'newest-pods').getByRole('button').click();
  const open = pane(analyst, 'Look at the 20 newest pods');
  await open.getByLabel('What shows that it is done').fill('all twenty come from Helm');
  await open.getByRole('button', { name: 'Mark done' }).click();
  await expect(row(page, 'newest-pods').getByRole('img', { name: 'done' })).toBeVisible();
  await expect(row(page, 'newest-pods')).toContainText('all twenty come from Helm');
  await expect(row(page, 'newest-pods')).toContainText('Ada Berg');
  await page.goto(`/cases/${number}/timeline`);
  await expect(
    page.getByText('Step done: Look at the 20 newest pods. all twenty come from Helm').first(),
  ).toBeVisible();

  const manager = await anotherBrowser('manager');
  await manager.goto(`/cases/${number}/checklist`);
  await row(manager, 'top-cpu').getByRole('button').click();
  const begin = pane(manager, 'Look at the 10 busiest pods').getByRole('button', { name: 'Begin' });
  await expect(begin).toHaveAttribute('aria-disabled', 'true');
  await expect(begin).toHaveAttribute('title', 'Needs the role commander or analyst; you are manager.');
});

test("commands are filled with the case's own names; what a case does not have is named", async ({
  page,
  signIn,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'names');
  kubectl('-n', 'names', 'create', 'deployment', 'pay', '--image=registry.example/pay:1');
  await signIn('analyst');
  const number = await openCaseAbout(page, 'ns:names', /pay-/);
  const pod = kubectl('-n', 'names', 'get', 'pods', '-o', 'jsonpath={.items[0].metadata.name}');
  await page.goto(`/cases/${number}/checklist?unfold=containment`);
  await row(page, 'scale-to-zero').getByRole('button').click();
  const scale = pane(page, 'Scale the workload to zero');
  await expect(scale).toContainText('kubectl scale deployment pay -n names --replicas=0');
  await expect(scale).toContainText(/Needs a DaemonSet: names\/pay-\S+ has none/);
  await expect(scale).toContainText('A DaemonSet cannot be paused');
  await row(page, 'quarantine').getByRole('button').click();
  const label = `kubectl label pod ${pod} -n names bulkhead/quarantine=by-hand-${number}`;
  await expect(pane(page, 'Quarantine the suspect')).toContainText(label);
  // the line does what it says
  const [, ...argv] = label.split(' ');
  kubectl(...argv);
  expect(kubectl('-n', 'names', 'get', 'pod', pod, '--show-labels')).toContain(`by-hand-${number}`);
});

test('the checklist by the keyboard alone: move, begin, tick, filter, add a step', async ({
  page,
  signIn,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'keyed');
  kubectl('-n', 'keyed', 'run', 'lonely', '--image=registry.example/web:1');
  await signIn('analyst');
  await openCaseAbout(page, 'ns:keyed', /lonely/);
  const { keyboard } = page;
  await expect(async () => {
    await keyboard.press('g'); // heard once the page has come alive
    await keyboard.press('k');
    await expect(page).toHaveURL(/\/checklist$/, { timeout: 2_000 });
  }).toPass();
  await expect(row(page, 'confirm-signal')).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('j');
  await expect(page).toHaveURL(/step=/);
  const chosen = page.locator('tr[data-step][aria-selected="true"]');
  const key = await chosen.getAttribute('data-step');
  await keyboard.press('d');
  await expect(chosen.getByRole('img', { name: 'being done' })).toBeVisible();
  await expect(chosen).toContainText('Ada Berg');
  await keyboard.press('x');
  await keyboard.type('looked at each');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(row(page, key ?? '').getByRole('img', { name: 'done' })).toBeVisible();
  await page.getByRole('heading', { name: /^\d+ of \d+ steps done$/ }).click();
  await keyboard.press('[');
  await expect(page).toHaveURL(/show=open/);
  await expect(row(page, key ?? '')).toHaveCount(0);
  await keyboard.press('a');
  await keyboard.type('Tell the bank');
  await keyboard.press('Tab');
  await keyboard.type('they know');
  await keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Tell the bank' })).toBeVisible();
});

test('the checklist breaks no rule of axe, wide and dark or narrow and light, and can be read when the case is closed', async ({
  page,
  signIn,
  kubectl,
  product,
}) => {
  kubectl('create', 'namespace', 'seen-list');
  kubectl('-n', 'seen-list', 'run', 'lonely', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:seen-list', /lonely/);
  const { id } = await (await page.request.get(`/api/cases/${number}`)).json();
  const faults: string[] = [];
  const look = async (where: string) => {
    for (const [width, colorScheme] of [
      [1440, 'dark'],
      [390, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(where);
      await expect(page.getByText('Done when').first()).toBeAttached();
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id: rule, nodes } of violations)
        faults.push(`${where} ${width}: ${rule} ${nodes[0]?.html.slice(0, 160)}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  await look(`/cases/${number}/checklist`);
  await row(page, 'audit').getByRole('button').click();
  await look(page.url());
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  await client.query('UPDATE "Case" SET "closedAt" = now() WHERE id = $1', [id]);
  await client.end();
  await look(`/cases/${number}/checklist`);
  for (const name of ['Add step', 'Begin', 'Mark done'])
    await expect(page.getByRole('button', { name })).toHaveAttribute('title', 'The case is closed');
  expect(faults).toEqual([]);
});
