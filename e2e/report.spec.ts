import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import pg from 'pg';
import { mailServer, webhook } from '../lib/reports/testing/receivers.ts';
import { addPerson, databaseOf, expect, makeFirstAccount, signIn, test } from './fixtures.ts';
import { type Product, startProduct } from './product.ts';
import { openCaseAbout, pressTwice } from './steps.ts';

test.setTimeout(240_000);
test.describe.configure({ mode: 'serial' });

let home: string;
let product: Product;
let env: Record<string, string>;
let slack: Awaited<ReturnType<typeof webhook>>;
let mails: Awaited<ReturnType<typeof mailServer>>;

test.beforeAll(async ({ browser }) => {
  home = mkdtempSync(path.join(tmpdir(), 'bulkhead-home-'));
  [slack, mails] = await Promise.all([webhook(), mailServer()]);
  env = { SMTP_URL: mails.url };
  product = await startProduct({ home, env });
  await makeFirstAccount(browser, product);
  for (const role of ['analyst', 'manager'] as const) addPerson(role, databaseOf(product));
});

test.afterAll(async () => {
  await product.end();
  await Promise.all([slack.close(), mails.close()]);
  rmSync(home, { recursive: true, force: true });
});

async function open(browser: Browser, role: 'commander' | 'analyst' | 'manager'): Promise<Page> {
  const context = await browser.newContext({
    baseURL: product.url,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await signIn(page, role);
  return page;
}

/** The panel of a case's status report, by its one key. */
async function panel(page: Page, number: number) {
  await page.goto(`/cases/${number}`);
  await expect(page.getByRole('region', { name: `Case ${number}` })).toBeVisible();
  const dialog = page.getByRole('dialog', { name: `Case ${number}, status report` });
  await expect(async () => {
    await page.keyboard.press('r'); // nothing hears it before the page has come alive
    await expect(dialog).toBeVisible({ timeout: 500 });
  }).toPass();
  return dialog;
}

const newCase = (page: Page, title: string) =>
  openCaseAbout(page, 'ns:finance payment-service', /payment-service-/, title);

test('a commander sets up channels; their targets are not shown again, and a test arrives', async ({ browser }) => {
  const page = await open(browser, 'commander');
  await page.goto('/settings#channels');
  const channels = page.getByRole('region', { name: 'Channels for status reports' });
  const add = async (name: string, kind: string, target: string) => {
    await channels.getByLabel('Name').fill(name);
    await channels.getByLabel('Form').selectOption(kind);
    await channels.getByRole('textbox', { name: /Webhook|E-mail addresses/ }).fill(target);
    await channels.getByRole('button', { name: 'Add channel' }).click();
    await expect(channels.getByRole('rowheader', { name })).toBeVisible();
  };
  await channels.getByRole('textbox', { name: 'Webhook' }).fill('http://hooks.example.com/x');
  await expect(channels.getByText('must begin with https://')).toBeVisible();
  await add('#incidents', 'slack', slack.url);
  await add('Board', 'email', 'ruth@example.com, kim@example.com');
  await expect(channels.getByRole('row', { name: /Board/ })).toContainText('2 people at example.com');
  await channels.getByRole('button', { name: 'Send a test message to #incidents' }).click();
  await expect(channels.getByRole('row', { name: /#incidents/ }).getByRole('status')).toContainText(
    'Taken by 127.0.0.1',
  );
  expect(slack.received).toHaveLength(1);
  await page.reload();
  await expect(channels.getByRole('row', { name: /#incidents/ })).toContainText('127.0.0.1');
  expect(await page.content()).not.toMatch(/secret-part|ruth@example/);
  expect((await new AxeBuilder({ page }).include('#channels').analyze()).violations).toEqual([]);
});

test('a report is drafted, edited by two, and sent to chat and mail; everybody sees who got it', async ({
  browser,
}) => {
  const [ines, ada] = [await open(browser, 'commander'), await open(browser, 'analyst')];
  const number = await newCase(ines, 'Told to many');
  const [mine, hers] = [await panel(ines, number), await panel(ada, number)];

  await test.step('the draft says what is on record, and that the rest is not known', async () => {
    const draft = mine.getByRole('region', { name: 'Draft of the status report' });
    await expect(draft).toContainText(/finance\/payment-service-\S+ is suspect/);
    await expect(draft).toContainText('Not contained yet.');
    await expect(draft).toContainText('Unknown: what the attacker did.');
    await expect(draft).toContainText('No step that changes the cluster was sent yet.');
  });

  const text = (of: typeof mine) => of.getByRole('textbox', { name: 'Status report' });
  const write = async (of: typeof mine, line: string) => {
    await text(of).press('ControlOrMeta+End');
    await text(of).pressSequentially(`\n- ${line}`);
  };

  await test.step('what is typed survives a reload, and others see that somebody types', async () => {
    await mine.getByRole('button', { name: 'Edit' }).click();
    await write(mine, 'Ask legal about the regulator');
    await hers.getByRole('button', { name: 'Edit' }).click();
    await expect(hers.getByText('Noor Haddad is typing here')).toBeVisible();
    await expect(mine.getByText('Draft kept')).toBeVisible();
    await panel(ines, number);
    await expect(text(mine)).toHaveValue(/Ask legal about the regulator/);
  });

  await test.step('two who save: the second sees both versions and loses neither', async () => {
    await write(hers, 'An owner for the webhook secret');
    await hers.getByRole('button', { name: 'Save for everybody' }).click();
    await expect(hers.getByRole('region', { name: 'Draft of the status report' })).toContainText('webhook secret');
    await expect(mine.getByText('Somebody else changed this report meanwhile')).toBeVisible();
    await expect(mine.getByRole('region', { name: 'Their version' })).toContainText('An owner for the webhook secret');
    await mine.getByRole('button', { name: 'Put both together' }).click();
    await expect(text(mine)).toHaveValue(/webhook secret[\s\S]*Ask legal/);
    await mine.getByRole('button', { name: 'Save for everybody' }).click();
    await expect(hers.getByRole('region', { name: 'Draft of the status report' })).toContainText('Ask legal');
  });

  await test.step('copied as text', async () => {
    await mine.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(mine.getByText('Copied as text')).toBeVisible();
    const copied = await ines.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^\[DRILL\] Case \d+, status report 1: Told to many[\s\S]*- Ask legal about the regulator/);
  });

  await test.step('sent: the receivers have it, and both browsers say who got it', async () => {
    await expect(hers.getByRole('button', { name: /^Send to/ })).toHaveAttribute('aria-disabled', 'true');
    await pressTwice(mine, /^Send to 1 channel, 2 people$/);
    for (const of of [mine, hers]) {
      const got = of.getByRole('list', { name: 'Who got report 1' });
      await expect(got.getByRole('listitem').filter({ hasText: '#incidents' })).toContainText('got it');
      await expect(got.getByRole('listitem').filter({ hasText: 'Board' })).toContainText('got it');
    }
    expect(slack.received.at(-1)?.body).toMatchObject({
      text: expect.stringContaining('• Ask legal about the regulator'),
    });
    expect(mails.received.at(-1)).toMatchObject({ to: ['ruth@example.com', 'kim@example.com'] });
    expect(mails.received.at(-1)?.raw).toContain('- Ask legal about the regulator');
    await ines.goto(`/cases/${number}/timeline`);
    await expect(ines.getByText('Status report 1 goes to #incidents (Slack), Board (e-mail)').first()).toBeVisible();
    await expect(ines.getByText(/Status report 1: .*#incidents got it/).first()).toBeVisible();
  });
});

test('a webhook that never answers ends as unknown, also after a crash, and is not called again', async ({
  browser,
}) => {
  const page = await open(browser, 'commander');
  const number = await newCase(page, 'Nobody answers');
  slack.set('silence');
  const before = slack.received.length;
  const toIncidents = /^Send to 1 channel$/;
  const sent = (no: number) => page.getByRole('list', { name: `Who got report ${no}` });

  const first = await panel(page, number);
  await first.getByRole('button', { name: /^To .*Board/ }).click();
  await first.getByRole('checkbox', { name: /Board/ }).uncheck();
  await pressTwice(first, toIncidents);
  await expect(sent(1)).toContainText('under way');
  await expect(sent(1)).toContainText('no answer within 10 s: whether it arrived is not known', { timeout: 20_000 });
  expect(slack.received.length).toBe(before + 1);

  // the channels of the last report are chosen again
  await pressTwice(await panel(page, number), toIncidents);
  await expect.poll(() => slack.received.length).toBe(before + 2);
  await product.end('SIGKILL');
  product = await startProduct({ home, port: product.port, env });
  await panel(page, number);
  await expect(sent(2)).toContainText('Bulkhead ended before an answer came', { timeout: 30_000 });
  expect(slack.received.length).toBe(before + 2);
});

test('when the next report is due, who must send it is told once; the whole case is there as a file', async ({
  browser,
}) => {
  const page = await open(browser, 'commander');
  const number = await newCase(page, 'Late');
  const due = page.getByText('late by').first();
  const told = page.getByText(`Case ${number}: the next status report is due`);
  const database = new pg.Client({ connectionString: databaseOf(product) });
  await database.connect();
  await database.query(`UPDATE "Case" SET "openedAt" = "openedAt" - interval '3 days' WHERE number = $1`, [number]);
  await database.end();
  await page.goto(`/cases/${number}`);
  await expect(due).toBeVisible();
  await expect(told).toBeVisible();
  await page.reload();
  await expect(due).toBeVisible();
  await expect(told).toBeHidden();

  const analyst = await open(browser, 'analyst');
  await analyst.goto(`/cases/${number}`);
  await expect(analyst.getByText('late by').first()).toBeVisible();
  await expect(analyst.getByText('the next status report is due')).toBeHidden();
  const report = await panel(analyst, number);
  const download = analyst.waitForEvent('download');
  await report.getByRole('link', { name: 'PDF' }).click();
  expect((await download).suggestedFilename()).toMatch(new RegExp(`^bulkhead-case-${number}-.*\\.pdf$`));
  const markdown = await analyst.request.get(`/api/cases/${number}/report-file?format=md`);
  expect(await markdown.text()).toMatch(/^# \\\[DRILL\\\] Case \d+: Late/);
});

for (const look of [
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
] as const) {
  test(`the panel breaks no rule of axe at ${look.width}, ${look.colorScheme}`, async ({ browser }) => {
    const page = await open(browser, 'commander');
    const number = await newCase(page, `Seen at ${look.width}`);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
    const report = await panel(page, number);
    await page.setViewportSize(look);
    await expect(report.getByText('Not contained yet.')).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await report.getByRole('button', { name: 'Edit' }).click();
    await expect(report.getByRole('textbox', { name: 'Status report' })).toBeFocused();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
}
