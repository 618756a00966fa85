import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { expect, test } from './fixtures.ts';

const score = (page: Page) => page.getByRole('img', { name: /^Score \d+ of 100$/ });
const row = (page: Page, title: string) => page.getByRole('row', { name: new RegExp(title) });
const doNext = (page: Page) => page.getByRole('region', { name: 'Do next' }).getByRole('listitem');

/** Through the form, as a person does. */
async function attest(page: Page, title: string, status: string, notes: string): Promise<void> {
  await row(page, title).getByRole('button', { name: title }).click();
  await page.getByRole('button', { name: /^Attest it/ }).click();
  const form = page.getByRole('form', { name: `Attest ${title}` });
  await form.getByRole('radio', { name: new RegExp(`^${status}`) }).check();
  await form.getByLabel('What did you see?').fill(notes);
  await form.getByRole('button', { name: `Attest ${title}` }).click();
  await expect(form).toHaveCount(0);
}

/** Attestations are append-only: what a test leaves behind would be the next one's history. */
async function inDatabase(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
const FORGET = `SET session_replication_role = replica; DELETE FROM "Attestation"; DELETE FROM "ReadinessPlan"`;

test.beforeEach(({ product }) => inDatabase(product.databaseUrl, FORGET));

test('a manager attests three checks; score and what to do next move at once in another browser', async ({
  page,
  signIn,
  anotherBrowser,
}) => {
  await signIn('manager');
  await page.goto('/readiness');
  await expect(score(page)).toHaveAccessibleName('Score 0 of 100');
  await expect(page.getByText('Nobody has attested anything yet, so the score is 0.')).toBeVisible();
  const other = await anotherBrowser('analyst');
  await other.goto('/readiness');
  await expect(score(other)).toHaveAccessibleName('Score 0 of 100');
  await expect(doNext(other).first()).toContainText('Runtime detection');
  await expect(other.getByRole('button', { name: 'Attest it', exact: true })).toHaveAttribute('aria-disabled', 'true');

  await page.getByRole('button', { name: 'Start with 1 Runtime detection' }).click();
  const form = page.getByRole('form', { name: 'Attest Runtime detection' });
  await form.getByRole('radio', { name: /^Pass/ }).check();
  await form.getByLabel('What did you see?').fill('Falco on 12 of 12 nodes');
  await form.getByRole('button', { name: 'Add a link to proof' }).click();
  await form.getByLabel('Title of link 1').fill('Test alert');
  await form.getByLabel('Address').fill('https://wiki.example/falco');
  await page.reload(); // what was typed is still there
  await page.getByRole('button', { name: 'Attest it', exact: true }).click();
  await expect(form.getByLabel('What did you see?')).toHaveValue('Falco on 12 of 12 nodes');
  await form.getByRole('button', { name: 'Attest Runtime detection' }).click();
  await expect(score(other)).toHaveAccessibleName('Score 12 of 100');
  await expect(doNext(other).first()).toContainText('Audit logging');

  await attest(page, 'Audit logging', 'Partial', 'Kept for 30 days');
  await expect(score(other)).toHaveAccessibleName('Score 18 of 100');
  await attest(page, 'Image signing', 'Fail', 'Not begun');
  await expect(row(other, 'Image signing')).toContainText('Fail');
  await expect(other.getByRole('region', { name: 'Score' })).toContainText(
    '1 passes, 1 is partial, 1 fails, 7 are unknown.',
  );
  await expect(row(other, 'Runtime detection')).toContainText('Falco on 12 of 12 nodes');
  await row(other, 'Runtime detection').getByRole('button').click();
  await expect(other.getByRole('link', { name: 'Test alert' })).toHaveAttribute('href', 'https://wiki.example/falco');

  // who sees to it, and by when, for both
  await row(page, 'Default-deny network').getByRole('button').click();
  const plan = page.getByRole('form', { name: 'Who sees to Default-deny network' });
  await plan.getByLabel('Team, or somebody').fill('Platform');
  await plan.getByLabel('Due').fill('2020-02-28');
  await plan.getByRole('button', { name: 'Save owner and due date' }).click();
  await expect(row(other, 'Default-deny network')).toContainText(/Platform\s*overdue \d+ d/);
  await expect(doNext(other).first()).toContainText('Default-deny network');
  const { records } = await (await page.request.get('/api/action-log?limit=5')).json();
  expect(records[0].words).toContain('Plan readiness check 4 Default-deny network: owner Platform');
});

test('an attestation that has expired counts as unknown, and the trend says why the score fell', async ({
  page,
  signIn,
  product,
}) => {
  await signIn('manager');
  await page.goto('/readiness');
  await attest(page, 'War room ready', 'Pass', 'Everyone was called');
  await expect(score(page)).toHaveAccessibleName('Score 8 of 100');
  await inDatabase(
    product.databaseUrl,
    `SET session_replication_role = replica;
     UPDATE "Attestation" SET "attestedAt" = now() - interval '60 days', "validUntil" = now() - interval '15 days'`,
  );
  await page.reload();
  await expect(score(page)).toHaveAccessibleName('Score 0 of 100');
  await expect(row(page, 'War room ready')).toContainText('Unknown');
  await expect(row(page, 'War room ready')).toContainText(/Attestation expired \d+ \w+/);
  await expect(
    page
      .getByRole('region', { name: 'Score' })
      .getByText(/because the attestation of War room ready expired, and unknown scores nothing/),
  ).toBeVisible();
  await page.getByRole('button', { name: '1 fall' }).click();
  await expect(page.getByRole('dialog', { name: 'Falls of the score' })).toContainText('−8');
});

test('it prints all ten checks black on white, and the auditor gets them as a file', async ({ page, signIn }) => {
  await signIn('manager');
  await page.goto('/readiness');
  await attest(page, 'Secrets externalised', 'Partial', '=HYPERLINK("https://evil.example")');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const sheet = page.getByRole('region', { name: 'Readiness for print' });
  await expect(sheet.getByRole('article')).toHaveCount(10);
  await expect(sheet).toContainText('said by Max Weiss');
  await expect(sheet).toContainText('Printed by Max Weiss');
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('table')).toBeHidden();
  const colours = await sheet.evaluate((element) => ({
    ink: getComputedStyle(element).color,
    paper: getComputedStyle(document.body).backgroundColor,
  }));
  expect(colours).toEqual({ ink: 'rgb(0, 0, 0)', paper: 'rgb(255, 255, 255)' });
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await page.emulateMedia({ media: 'screen' });

  const csv = await (await page.request.get('/api/readiness/export?format=csv')).text();
  expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
  expect(csv).not.toMatch(/(^|,)=/m);
  const json = await (await page.request.get('/api/readiness/export')).json();
  expect(json).toMatchObject({ exportedBy: 'Max Weiss', score: 5, history: [{ status: 'partial' }] });
});

test('by the keyboard alone', async ({ page, signIn }) => {
  await signIn('manager');
  await page.goto('/readiness');
  const { keyboard } = page;
  const form = page.getByRole('form', { name: 'Attest Playbooks container-native' });
  await expect(async () => {
    await keyboard.press('k'); // heard once the page has come alive
    await expect(page).toHaveURL(/check=runtime-detection/, { timeout: 500 });
  }).toPass();
  await keyboard.press('j');
  await expect(page).toHaveURL(/check=playbooks/);
  await keyboard.press('a');
  await expect(form.getByRole('radio', { name: /^Pass/ })).toBeFocused();
  await keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await keyboard.press('a');
  await keyboard.press('Space');
  await keyboard.press('Tab');
  await keyboard.type('Exercised on staging');
  for (let presses = 0; presses < 9; presses++) {
    if (await form.getByRole('button', { name: /^Attest/ }).evaluate((one) => one === document.activeElement)) break;
    await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await expect(row(page, 'Playbooks container-native')).toContainText('Exercised on staging');
  await expect(score(page)).toHaveAccessibleName('Score 8 of 100');
});

test('no rule of axe is broken, empty or filled, dark or light, wide or narrow', async ({ page, signIn }) => {
  await signIn('commander');
  const faults: string[] = [];
  const look = async (name: string) => {
    for (const [width, colorScheme] of [
      [1440, 'dark'],
      [1440, 'light'],
      [390, 'dark'],
      [390, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations)
        faults.push(`${name}, ${colorScheme}, ${width}: ${id} ${nodes.map(({ html }) => html.slice(0, 200))[0]}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  await page.goto('/readiness');
  await expect(score(page)).toBeVisible();
  await look('empty');
  for (const [title, status] of [
    ['Runtime detection', 'Pass'],
    ['Audit logging', 'Partial'],
    ['Image signing', 'Fail'],
  ] as const)
    await attest(page, title, status, `It is a ${status}`);
  await look('filled');
  await page.getByRole('button', { name: /^Attest it/ }).click();
  await look('with the form');
  expect(faults).toEqual([]);
});
