import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openCaseAbout } from './steps.ts';

const rows = (page: Page) => page.getByRole('region', { name: 'Timeline entries' }).getByRole('row');
const row = (page: Page, text: string | RegExp) => rows(page).filter({ hasText: text });
const pane = (page: Page) => page.getByRole('complementary', { name: 'Timeline entry' });
const note = (page: Page) => page.getByRole('textbox', { name: 'What happened?' });

/** A case of its own, and its timeline open in the page. */
async function timelineOf(page: Page, kubectl: (...args: string[]) => string, namespace: string): Promise<number> {
  kubectl('create', 'namespace', namespace);
  kubectl('-n', namespace, 'run', 'lonely', '--image=registry.example/web:1');
  const number = await openCaseAbout(page, `ns:${namespace}`, /lonely/);
  await openTimeline(page, number);
  return number;
}

async function openTimeline(page: Page, number: number, query = ''): Promise<void> {
  await page.goto(`/cases/${number}/timeline${query}`);
  await expect(row(page, 'Case opened').or(page.getByText('No entry matches')).first()).toBeVisible();
}

async function addNote(page: Page, text: string): Promise<void> {
  if (!(await note(page).isVisible())) await page.getByRole('button', { name: 'Add note' }).first().click();
  await note(page).fill(text);
  await note(page).press('Enter');
  await expect(row(page, text)).toHaveCount(1);
}

/** Presses a key until the page has come alive and heard it. */
async function pressUntil(page: Page, key: string, heard: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await heard();
  }).toPass();
}

test('by the keyboard alone an entry is starred, tagged and commented, and the other sees it at once', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
}) => {
  await signIn('commander');
  const number = await timelineOf(page, kubectl, 'tl-keys');
  const other = await anotherBrowser('analyst');
  await openTimeline(other, number);

  const { keyboard } = page;
  await pressUntil(page, 'n', () => expect(note(page)).toBeFocused({ timeout: 500 }));
  await keyboard.type('Fraud desk informed by phone');
  await keyboard.press('Enter');
  await expect(row(other, 'Fraud desk informed')).toBeVisible();
  await keyboard.press('Escape');

  const atCursor = page.getByRole('region', { name: 'Timeline entries' }).locator('tr[data-cursor]');
  await expect(atCursor).toContainText('Fraud desk informed');
  await keyboard.press('j');
  await expect(atCursor).toHaveCount(1);
  await expect(atCursor).not.toContainText('Fraud desk informed');
  await keyboard.press('k');
  await expect(atCursor).toContainText('Fraud desk informed');
  await keyboard.press('Enter');
  await expect(pane(page)).toContainText('Fraud desk informed by phone');
  await keyboard.press('s');
  await expect(row(other, 'Fraud desk informed').getByRole('button', { name: 'Starred' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await keyboard.press('t');
  await expect(page.getByRole('dialog', { name: 'Tag 1 entry' })).toBeVisible();
  await keyboard.type('Exfiltration');
  await keyboard.press('Enter');
  await expect(row(other, 'Fraud desk informed')).toContainText('exfiltration');
  await keyboard.press('e');
  await expect(page.getByLabel('Comment on this entry')).toBeFocused();
  await keyboard.type('Reference 8841');
  await keyboard.press('Enter');
  await row(other, 'Fraud desk informed')
    .getByRole('button', { name: /Fraud desk/ })
    .click();
  await expect(pane(other).getByRole('list', { name: 'Comments' })).toContainText('Reference 8841');

  await keyboard.press('Escape');
  await keyboard.press('i');
  await expect(row(other, 'Fraud desk informed')).toContainText('key event');
  await keyboard.press('h');
  await keyboard.type('said twice');
  await keyboard.press('Enter');
  await expect(row(other, 'Fraud desk informed')).toHaveCount(0);
  await other.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(row(other, 'Fraud desk informed')).toContainText('Hidden');
});

test('a reload in the middle of typing keeps the text, and who types is seen', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
}) => {
  await signIn('commander');
  const number = await timelineOf(page, kubectl, 'tl-drafts');
  const other = await anotherBrowser('analyst');
  await openTimeline(other, number);
  await addNote(page, 'An entry to talk about');
  await row(page, 'An entry to talk about')
    .getByRole('button', { name: /An entry/ })
    .click();
  await page.getByLabel('Comment on this entry').pressSequentially('Half a comm');
  await row(other, 'An entry to talk about')
    .getByRole('button', { name: /An entry/ })
    .click();
  await expect(pane(other)).toContainText('Noor Haddad is typing here');
  await note(page).pressSequentially('Half a thou');
  await page.reload();
  await expect(note(page)).toHaveValue('Half a thou');
  await expect(page.getByLabel('Comment on this entry')).toHaveValue('Half a comm');
  await expect(pane(page)).toContainText('An entry to talk about');
});

test('thirty seconds without a connection lose nothing, on either side', async ({
  page,
  context,
  signIn,
  anotherBrowser,
  kubectl,
}) => {
  test.setTimeout(180_000);
  await signIn('commander');
  const number = await timelineOf(page, kubectl, 'tl-offline');
  const other = await anotherBrowser('analyst');
  await openTimeline(other, number);
  await addNote(page, 'before it broke');
  await expect(row(other, 'before it broke')).toBeVisible();

  const away = page.waitForFunction(
    (from) => performance.now() - from > 30_000,
    await page.evaluate(() => performance.now()),
    {
      timeout: 60_000,
    },
  );
  await context.setOffline(true);
  for (const no of [1, 2, 3]) await addNote(other, `said while one was away, ${no}`);
  await note(page).fill('written without a connection');
  await note(page).press('Enter');
  await expect(page.getByText('Not saved')).toBeVisible();
  await expect(note(page)).toHaveValue('written without a connection');
  await away;
  await context.setOffline(false);
  for (const no of [1, 2, 3])
    await expect(row(page, `said while one was away, ${no}`)).toHaveCount(1, { timeout: 40_000 });
  await page.getByRole('button', { name: 'Try again' }).click();
  for (const each of [page, other]) await expect(row(each, 'written without a connection')).toHaveCount(1);
  await expect(note(page)).toHaveValue('');
});

test('two correct one note: the second sees both texts, and both remain', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
}) => {
  await signIn('commander');
  const number = await timelineOf(page, kubectl, 'tl-both');
  const other = await anotherBrowser('analyst');
  await addNote(page, 'The bank was called');
  await openTimeline(other, number);
  for (const each of [page, other]) {
    await row(each, 'The bank was called')
      .getByRole('button', { name: /The bank/ })
      .click();
    await pane(each).getByRole('button', { name: 'Correct' }).click();
  }
  const write = async (who: Page, text: string) => {
    await who.getByLabel('What happened', { exact: true }).fill(text);
    await who.getByLabel('Why').fill('I was there');
  };
  const save = (who: Page) => who.getByRole('button', { name: 'Save correction' }).click();
  await write(other, 'The fraud desk was called');
  await write(page, 'The bank was called at 03:12');
  await expect(pane(other)).toContainText('Noor Haddad is typing here');
  await save(page);
  await expect(row(other, 'The bank was called at 03:12')).toBeVisible();
  await save(other);
  const both = pane(other).getByRole('alert');
  await expect(both).toContainText('Changed meanwhile');
  await expect(both).toContainText('The bank was called at 03:12');
  await expect(both).toContainText('The fraud desk was called');
  await other.getByRole('button', { name: /Save mine/ }).click();
  await expect(row(page, 'The fraud desk was called')).toBeVisible();
  await pane(page)
    .getByText(/what it said before/)
    .click();
  await expect(pane(page)).toContainText('The bank was called at 03:12');
});

/** Events one minute apart over five hours, as Timesketch writes them, the last at the full hour before now. */
function events(): string {
  const end = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  return Array.from({ length: 300 }, (_, no) =>
    JSON.stringify({
      message: `Probe ${no} of ${no % 3 === 0 ? 'curl' : 'nothing much'}`,
      datetime: new Date(end - no * 60_000).toISOString(),
      timestamp_desc: 'Event time',
      address: '203.0.113.66',
    }),
  ).join('\n');
}

/** Brings the events in by the dialog: first looked at, with one line that is none, then imported. */
async function importProbes(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More of the timeline' }).click();
  await page.getByRole('menuitem', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import entries' });
  await dialog.getByLabel('File').setInputFiles({
    name: 'probes.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(`${events()}\nnot an event`),
  });
  await dialog.getByRole('button', { name: 'Look at it first' }).click();
  await expect(dialog).toContainText('nothing is written yet');
  await expect(dialog).toContainText('line 301');
  await dialog.getByRole('button', { name: 'Import 300 entries' }).click();
  await expect(dialog).toContainText('300 entries imported');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
}

test('a file is looked at before it is imported; filter, range and entry are in the address', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
}) => {
  await signIn('commander');
  const number = await timelineOf(page, kubectl, 'tl-range');
  await importProbes(page);

  // The filter: completed by the keyboard, wrong in words, kept in the address.
  const counts = page.getByRole('status', { name: 'Entries' });
  const filter = page.getByRole('combobox', { name: 'Filter the timeline' });
  await filter.pressSequentially('sour');
  await filter.press('ArrowDown');
  await filter.press('Enter');
  await expect(filter).toHaveValue('source:');
  await expect(page.getByText(/source: takes/)).toBeVisible();
  await filter.fill('source:alert curl');
  await expect(counts).toContainText('100 of');
  await expect(page).toHaveURL(/q=source%3Aalert\+curl/);

  // The range: drawn with a pointer, moved by the keyboard.
  const plot = page.locator('.tl-plot-area');
  const box = await plot.boundingBox();
  if (!box) throw new Error('The lanes are not there.');
  await page.mouse.move(box.x + box.width * 0.3, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 50, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*to=/);
  const matching = async () => Number.parseInt((await counts.textContent()) ?? '', 10);
  await expect.poll(matching).toBeLessThan(40);
  const drawn = await matching();
  expect(drawn).toBeGreaterThan(5);
  const end = page.getByRole('slider', { name: 'Range ends' });
  await end.focus();
  for (let n = 0; n < 10; n++) await end.press('Shift+ArrowRight');
  await expect.poll(matching).toBeGreaterThan(drawn);

  // The address is the screen, also for somebody else; an open entry too, far from the first page.
  await row(page, /Probe/).nth(2).getByRole('button', { name: /Probe/ }).click();
  const words =
    (await pane(page)
      .getByText(/Probe \d+ of curl/)
      .first()
      .textContent()) ?? '';
  const other = await anotherBrowser('analyst');
  await other.goto(page.url());
  await expect(pane(other)).toContainText(words);
  await expect(other.getByRole('combobox', { name: 'Filter the timeline' })).toHaveValue('source:alert curl');
  await expect(other.getByRole('status', { name: 'Entries' })).toHaveText((await counts.textContent()) ?? '');
  const entry = new URL(page.url()).searchParams.get('entry');
  await other.goto(`/cases/${number}/timeline?entry=${entry}`);
  await expect(pane(other)).toContainText(words);
  await expect(row(other, words)).toBeInViewport();
});

test('what is read stays where it is when entries come; several are grouped, hidden and moved by their clock', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
}) => {
  await signIn('commander');
  const number = await timelineOf(page, kubectl, 'tl-many');
  await importProbes(page);
  const other = await anotherBrowser('analyst');
  await openTimeline(other, number);

  // Scrolled down, an entry above moves nothing.
  const list = page.getByRole('region', { name: 'Timeline entries' });
  await expect(row(page, 'Probe 1 of')).toBeVisible();
  await list.hover();
  await page.mouse.wheel(0, 2_000);
  const read = row(page, 'Probe 80 of');
  await expect(read).toBeInViewport();
  const placeOf = async () => Math.round((await read.boundingBox())?.y ?? 0);
  const place = await placeOf();
  await addNote(other, 'Said while others read');
  const fresh = page.getByRole('button', { name: /^1 new above/ });
  await expect(fresh).toBeVisible();
  expect(await placeOf()).toBe(place);
  await fresh.click();
  await expect(row(page, 'Said while others read')).toBeInViewport();

  // The lanes come nearer by the keyboard, and the address says how near.
  await page.keyboard.press('+');
  await expect(page).toHaveURL(/zoom=/);
  await page.keyboard.press('0');
  await expect(page).not.toHaveURL(/zoom=/);

  // Four entries are one group, for the other too.
  await row(page, 'Probe 3 of')
    .getByRole('button', { name: /Probe 3 of/ })
    .click();
  await page.keyboard.press('Escape');
  const { keyboard } = page;
  const select = async () => {
    for (let n = 0; n < 3; n++) await keyboard.press('J');
    await expect(page.getByRole('region', { name: 'Selected entries' })).toContainText('4 entries selected');
  };
  await keyboard.press('x');
  await select();
  await keyboard.press('m');
  await keyboard.type('One sweep of probes');
  await keyboard.press('Enter');
  await expect(row(other, 'One sweep of probes')).toContainText('4 entries');
  await expect(row(other, 'Probe 4 of')).toHaveCount(0);
  await row(other, 'One sweep of probes').getByRole('button').first().click();
  await expect(row(other, 'Probe 4 of')).toBeVisible();

  // The clock of the source was ahead: its entries move, and say so.
  await page.getByRole('button', { name: 'More of the timeline' }).click();
  await page.getByRole('menuitem', { name: 'Clocks of sources…' }).click();
  const clocks = page.getByRole('dialog', { name: 'Clocks of sources' });
  await clocks
    .getByRole('row', { name: /probes\.jsonl/ })
    .getByRole('button', { name: 'Correct…' })
    .click();
  await clocks.getByLabel(/ahead by/).fill('1500');
  await clocks.getByLabel('How do you know?').fill('compared with the audit log');
  await clocks.getByRole('button', { name: 'Correct this clock' }).click();
  await expect(clocks.getByRole('row', { name: /probes\.jsonl/ })).toContainText('1.5 s ahead, set by Noor Haddad');
  await clocks.getByRole('button', { name: 'Close' }).click();
  await expect(row(other, /Clock of .* taken as 1,500 ms ahead/)).toBeVisible();
  await row(other, 'Probe 2 of')
    .getByRole('button', { name: /Probe 2 of/ })
    .click();
  await expect(pane(other)).toContainText('−1.5 s corrected');
  await expect(pane(other)).toContainText('because compared with the audit log');

  // From an open entry to what happened around it, and to others that say the same.
  await pane(other).getByRole('button', { name: '5 min around it' }).click();
  await expect(other).toHaveURL(/from=.*to=/);
  await expect(row(other, 'Probe 20 of')).toHaveCount(0);
  await expect(row(other, 'Probe 2 of')).toBeInViewport();
  await other.getByRole('button', { name: 'Clear range' }).last().click();
  await pane(other).getByRole('button', { name: 'Filter for address' }).click();
  await expect(other.getByRole('combobox', { name: 'Filter the timeline' })).toHaveValue('203.0.113.66');
  await expect(row(other, 'Probe 2 of')).toBeVisible();
  await expect(row(other, 'Case opened')).toHaveCount(0);
});
