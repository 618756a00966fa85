import type { Page } from '@playwright/test';
import pg from 'pg';
import { addSomebody, expect, test } from './fixtures.ts';
import { openCaseAbout, outcome, pressTwice } from './steps.ts';

const SECOND = { name: 'Iris Tan', email: 'iris@example.com', password: 'one-command-at-a-time' };

const banner = (page: Page) => page.getByRole('region', { name: 'Hand-over' });
const header = (page: Page, number: number) => page.getByRole('region', { name: `Case ${number}`, exact: true });
const tab = (page: Page, name: RegExp) => page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name });

/** Opens what changes the case itself, and chooses. */
async function change(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: 'Change', exact: true }).first().click();
  await page.getByRole('button', { name: what, exact: true }).click();
}

async function offer(page: Page, to: string, note: string): Promise<void> {
  await change(page, 'Hand over the command');
  const dialog = page.getByRole('dialog', { name: /^Hand over the command/ });
  await dialog.getByLabel('To').selectOption({ label: to });
  await dialog.getByLabel('What they must know').fill(note);
  await dialog.getByRole('button', { name: `Offer the command to ${to}` }).click();
  await expect(banner(page)).toContainText(`You offered the command to ${to}`);
}

test('the command changes hands while both sides watch', async ({ page, signIn, browser, product, kubectl }) => {
  kubectl('create', 'namespace', 'handover');
  kubectl('-n', 'handover', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:handover', /web-/, 'Handed over at the end of the shift');
  const second = await addSomebody(browser, product, { ...SECOND, role: 'commander' });
  await second.goto('/triage');
  await expect(second.getByRole('contentinfo')).toContainText('watching');

  await test.step('an offer reaches the other side wherever they are, with what they must know', async () => {
    await offer(page, SECOND.name, 'The registry is still open to the attacker');
    await expect(second.getByText(/offers you the command of case/)).toBeVisible();
    await second.goto(`/cases/${number}`);
    await expect(banner(second)).toContainText('Noor Haddad offers you the command');
    await expect(banner(second)).toContainText('The registry is still open to the attacker');
    await expect(banner(page).getByRole('button', { name: 'Accept the command' })).toHaveCount(0);
  });

  await test.step('declined: both see it, and the command stays', async () => {
    await banner(second).getByRole('button', { name: 'Decline' }).click();
    for (const each of [page, second]) await expect(banner(each)).toHaveCount(0);
    await expect(header(page, number)).toContainText('Commander Noor Haddad');
  });

  await test.step('accepted: both see the new commander without a reload, and the timeline says so', async () => {
    await offer(page, SECOND.name, 'Second try');
    await banner(second).getByRole('button', { name: 'Accept the command' }).click();
    for (const each of [page, second]) {
      await expect(banner(each)).toHaveCount(0);
      await expect(header(each, number)).toContainText(`Commander ${SECOND.name}`);
      await expect(each.getByRole('complementary', { name: 'Timeline' })).toContainText('took over command');
    }
  });

  await test.step('taken back with a reason, which everybody reads', async () => {
    await change(page, 'Take the command');
    const dialog = page.getByRole('dialog', { name: /^Take the command/ });
    await dialog.getByLabel(/^Reason/).fill('Iris is on a plane');
    await dialog.getByRole('button', { name: 'Take the command' }).click();
    await expect(header(second, number)).toContainText('Commander Noor Haddad');
    await expect(second.getByRole('complementary', { name: 'Timeline' })).toContainText('Iris is on a plane');
  });

  await test.step('who is in the room stands in the header, and who plays which part beside the tasks', async () => {
    await expect(header(page, number)).toContainText(/In the room .*(Iris|you)/);
    await page.goto(`/cases/${number}/tasks`);
    const roles = page.getByRole('region', { name: 'In the room' });
    await roles.getByRole('button', { name: /^Scribe: nobody yet/ }).click();
    await roles.getByRole('checkbox', { name: /Ada Berg/ }).check();
    await expect(roles.getByRole('button', { name: /^Scribe: Ada Berg/ })).toBeVisible();
  });
});

test('a task reaches its owner, and its count every browser', async ({ page, signIn, anotherBrowser, kubectl }) => {
  kubectl('create', 'namespace', 'chores');
  kubectl('-n', 'chores', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:chores', /web-/, 'Somebody must rotate the secrets');
  const other = await anotherBrowser('analyst');
  await other.goto(`/cases/${number}/timeline`);
  await expect(tab(other, /^Tasks/)).toContainText('0');
  await page.goto(`/cases/${number}/tasks`);
  const form = page.getByRole('form', { name: 'Add a task' });
  const add = async (title: string, owner: string, due: string) => {
    await form.getByLabel('What is to be done').fill(title);
    await form.getByLabel('Owner').selectOption({ label: owner });
    await form.getByLabel('Due').fill(due);
    await form.getByRole('button', { name: /^Add task/ }).click();
    await expect(page.getByRole('row', { name: new RegExp(title) })).toBeVisible();
  };

  await add('Rotate the stripe key', 'Ada Berg', '30 min');
  await expect(other.getByText(/Rotate the stripe key/).first()).toBeVisible();
  await expect(tab(other, /^Tasks/)).toContainText('1');
  await add('Tell the payments desk', 'Nobody yet', '');
  await expect(tab(other, /^Tasks/)).toContainText('2');
  await expect(page.getByRole('region', { name: 'Tasks' })).toContainText('1 without owner');

  await tab(other, /^Tasks/).click();
  await expect(other.getByRole('row', { name: /Rotate the stripe key/ })).toContainText('in 29 min');
  await other
    .getByRole('row', { name: /Rotate the stripe key/ })
    .getByRole('button', { name: 'Done' })
    .click();
  await expect(tab(page, /^Tasks/)).toContainText('1');
  await expect(page.getByText('1 task done or dropped')).toBeVisible();

  const assets = other.getByRole('region', { name: 'Assets' });
  const pod = assets.getByRole('row', { name: /chores\/web-/ }).first();
  await pod.getByRole('button', { name: 'Change' }).click();
  const state = assets.getByRole('form', { name: /^State of chores\/web-/ });
  await state.getByLabel('State').selectOption({ label: 'Confirmed' });
  await state.getByLabel('Why').fill('Shell seen in its log');
  await state.getByRole('button', { name: 'Change state' }).click();
  await expect(
    page
      .getByRole('region', { name: 'Assets' })
      .getByRole('row', { name: /chores\/web-/ })
      .first(),
  ).toContainText('Confirmed');

  await page.goto('/cases');
  await expect(page.getByRole('row', { name: /Somebody must rotate/ })).toContainText('1, 1 without owner');
});

test('a case closes only with its list dealt with, is frozen, and opens again with a reason', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'closing');
  kubectl('-n', 'closing', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:closing', /web-/, 'Closed too early');
  await pressTwice(page, /^Send \d changes? to /);
  await expect(outcome(page)).toHaveText('Isolated, checked');
  const other = await anotherBrowser('analyst');
  await other.goto(`/cases/${number}`);
  await expect(other.getByRole('complementary', { name: 'Timeline' })).toContainText('Case opened');

  await change(page, 'Close the case');
  const dialog = page.getByRole('dialog', { name: `Close case ${number}` });
  const close = dialog.getByRole('button', { name: `Close case ${number}` });
  await test.step('refused with the list: what is not met, and what is left in the cluster', async () => {
    await dialog.getByLabel(/^Result/).fill('False alarm: a load test');
    await expect(close).toHaveAttribute('aria-description', /\d+ criteria are neither met nor overridden/);
    await expect(dialog.getByRole('region', { name: 'Left behind in the cluster' })).toContainText('bulkhead-q-');
    await close.click({ force: true }); // it says that it is held, and holds
    await expect(dialog).toBeVisible();
  });

  await test.step('each is overridden with a reason, or said to stay; then it closes', async () => {
    await dialog.getByRole('button', { name: /^One reason for all/ }).click();
    await dialog.getByLabel(/^Why the \d+ criteria/).fill('A load test of our own, nobody broke in');
    await expect(close).toHaveAttribute('aria-description', /left in the cluster/);
    const left = dialog.getByRole('region', { name: 'Left behind in the cluster' }).getByRole('checkbox');
    for (let index = 0; index < (await left.count()); index++) await left.nth(index).check();
    await close.click();
    for (const each of [page, other])
      await expect(each.getByRole('region', { name: 'Closed' })).toContainText(
        'by Noor Haddad, result “False alarm: a load test”',
      );
  });

  await test.step('frozen: nobody adds a note, a task, or a step', async () => {
    await other.getByRole('textbox', { name: 'What happened?' }).fill('One more thing');
    await other.keyboard.press('Enter');
    await expect(other.getByRole('button', { name: /^Add note/ })).toHaveAttribute('aria-description', /frozen/);
    await expect(
      other
        .getByRole('complementary', { name: 'Timeline' })
        .getByRole('listitem')
        .filter({ hasText: 'One more thing' }),
    ).toHaveCount(0);
    await expect(other.getByRole('button', { name: /^Send \d/ })).toHaveCount(0);
    await expect(other.getByRole('button', { name: 'Reopen' })).toHaveAttribute('aria-description', /commander/);
    await page.goto('/cases?show=closed');
    await expect(page.getByRole('row', { name: /Closed too early/ })).toContainText('False alarm: a load test');
    await page.goto(`/cases/${number}`);
  });

  await test.step('reopened with a reason, and the note that was kept is taken', async () => {
    await page.getByRole('region', { name: 'Closed' }).getByRole('button', { name: 'Reopen' }).click();
    const reopen = page.getByRole('dialog', { name: `Reopen case ${number}` });
    await reopen.getByLabel(/^Reason/).fill('It was no load test');
    await reopen.getByRole('button', { name: `Reopen case ${number}` }).click();
    await expect(other.getByRole('region', { name: 'Closed' })).toHaveCount(0);
    await expect(other.getByRole('textbox', { name: 'What happened?' })).toHaveValue('One more thing');
    await other.getByRole('button', { name: /^Add note/ }).click();
    await expect(
      page.getByRole('complementary', { name: 'Timeline' }).getByRole('listitem').filter({ hasText: 'One more thing' }),
    ).toHaveCount(1);
  });
});

test('severity and phase change with a reason; open criteria hold up the way forward', async ({
  page,
  signIn,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'phases');
  kubectl('-n', 'phases', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  await openCaseAbout(page, 'ns:phases', /web-/, 'Phases in their order');
  const timeline = page.getByRole('complementary', { name: 'Timeline' });

  await change(page, 'Change the severity');
  const severity = page.getByRole('dialog', { name: /^Change the severity/ });
  await severity.getByRole('radio', { name: /Critical: attacker active/ }).check();
  await expect(severity.getByRole('button', { name: /^Change the severity to 1/ })).toHaveAttribute(
    'aria-description',
    /reason needs/,
  );
  await severity.getByLabel(/^Reason/).fill('Data leaves');
  await severity.getByRole('button', { name: 'Change the severity to 1' }).click();
  await expect(timeline).toContainText('Data leaves');

  await page
    .getByRole('navigation', { name: 'Phases' })
    .getByRole('button', { name: /^Recovery/ })
    .click();
  await page.getByRole('button', { name: 'Move to Recovery' }).click();
  const move = page.getByRole('dialog', { name: /to Recovery$/ });
  await move.getByLabel(/^Why to Recovery now/).fill('The pod is gone already');
  const go = move.getByRole('button', { name: 'Move to Recovery' });
  await expect(go).toHaveAttribute('aria-description', /criteria are neither met nor overridden/);
  await move.getByRole('button', { name: /^One reason for all/ }).click();
  await move.getByLabel(/^Why the \d+ criteria/).fill('Nothing is left to contain');
  await go.click();
  await expect(timeline).toContainText('The pod is gone already');
  await expect(
    page.getByRole('navigation', { name: 'Phases' }).getByRole('button', { name: /^Recovery/ }),
  ).toHaveAttribute('aria-current', 'step');
});

test('the board finds a note in whatever case it stands', async ({ page, signIn, kubectl }) => {
  kubectl('create', 'namespace', 'searched');
  kubectl('-n', 'searched', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  await openCaseAbout(page, 'ns:searched', /web-/, 'Searched for');
  await page.getByRole('textbox', { name: 'What happened?' }).fill('The beacon spoke every ninety seconds');
  await page.getByRole('button', { name: /^Add note/ }).click();
  await expect(page.getByRole('complementary', { name: 'Timeline' })).toContainText('beacon');

  await page.goto('/cases');
  const field = page.getByRole('searchbox', { name: /^Search cases/ });
  await expect(async () => {
    await page.keyboard.press('/'); // heard once the page has come alive
    await expect(field).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type('beacon ninety');
  const found = page.getByRole('complementary', { name: 'Found in all cases' });
  await expect(found.getByRole('link', { name: /beacon spoke/ })).toBeVisible();
  await expect(field).toHaveValue('beacon ninety');
  await expect(page).toHaveURL(/q=beacon(\+|%20)ninety/);
  await found.getByRole('link', { name: /beacon spoke/ }).click();
  await expect(page).toHaveURL(/\/cases\/\d+\/timeline/);
  await expect(page.getByText('The beacon spoke every ninety seconds').first()).toBeVisible();
});

test('of a thousand closed cases the board counts all, draws some, and finds the last', async ({
  page,
  signIn,
  product,
}) => {
  const database = new pg.Client({ connectionString: product.databaseUrl });
  await database.connect();
  await database.query(`
    INSERT INTO "Case" (id, title, severity, phase, "commanderId", "clusterId", "detectedAt", "openedAt", "closedAt", result)
    SELECT gen_random_uuid(), 'Bulk ' || i, 'low', 'review', p.id, c.id, now() - i * interval '1 day',
      now() - i * interval '1 day', now() - i * interval '1 day', 'False alarm'
    FROM generate_series(1, 1000) i, (SELECT id FROM "Person" LIMIT 1) p, (SELECT id FROM "Cluster" LIMIT 1) c`);
  await database.end();
  await signIn('manager');
  await page.goto('/cases?show=closed');
  await expect(page.getByRole('button', { name: /^Closed 1,0\d\d$/ })).toBeVisible();
  const rows = page.getByRole('row', { name: /Bulk \d+/ });
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(150);
  const board = page.getByRole('region', { name: 'Cases' });
  await expect(async () => {
    await board.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(page.getByRole('row', { name: /Bulk 1000 / })).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await rows.count()).toBeLessThan(150);
  await page.goto('/cases?show=closed&q=bulk+777');
  await expect(page.getByRole('row', { name: /Bulk 777 / })).toBeVisible();
  expect(await rows.count()).toBeLessThan(5); // beside it the case with that number
});
