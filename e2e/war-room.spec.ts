import type { Page } from '@playwright/test';
import { addSomebody, expect, test } from './fixtures.ts';
import { openCaseAbout, outcome, pressTwice, step } from './steps.ts';

test.setTimeout(180_000);

const MEI = { name: 'Mei Lindqvist', email: 'mei@example.com', password: 'two-analysts-see-more' };
const rows = (page: Page) => page.getByRole('region', { name: 'Timeline entries' }).getByRole('row');
const pane = (page: Page) => page.getByRole('complementary', { name: 'Timeline entry' });
const header = (page: Page, number: number) => page.getByRole('region', { name: `Case ${number}`, exact: true });

async function comment(page: Page, text: string): Promise<void> {
  await page.getByLabel('Comment on this entry').fill(text);
  await page.getByRole('button', { name: /^Comment/ }).click();
}

test('four people in one case: each sees at once what the others do, and a lost connection loses nothing', async ({
  page: noor,
  signIn,
  anotherBrowser,
  product,
  browser,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'room');
  kubectl('-n', 'room', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(noor, 'ns:room', /web-/, 'Four people in one room');
  const ada = await anotherBrowser('analyst');
  const max = await anotherBrowser('manager');
  const mei = await addSomebody(browser, product, { ...MEI, role: 'analyst' });
  try {
    await test.step('the header says who is in the room, whichever screen they look at', async () => {
      await ada.goto(`/cases/${number}/timeline`);
      await mei.goto(`/cases/${number}/timeline`);
      await max.goto(`/cases/${number}/checklist`);
      await expect(header(noor, number)).toContainText(/In the room .*Ada/);
      for (const name of ['Ada', 'Max', 'Mei']) await expect(header(noor, number)).toContainText(name);
    });

    await test.step('the quarantine of one is on the screens of all, and ticks the step of the playbook', async () => {
      await pressTwice(step(noor, 1), /^Send \d changes? to /);
      await expect(outcome(noor)).toHaveText('Isolated, checked');
      for (const each of [ada, mei, max]) await expect(outcome(each)).toHaveText('Isolated, checked');
      for (const each of [ada, mei])
        await expect(rows(each).filter({ hasText: /Quarantine of room\/web-.* verified/ })).toHaveCount(1);
      await expect(max.locator('tr[data-step="quarantine"]').getByRole('img', { name: 'done' })).toBeVisible();
    });

    await test.step('two analysts write about one entry at the same time: both texts stay', async () => {
      for (const each of [ada, mei])
        await rows(each)
          .filter({ hasText: /Quarantine of room\/web-.* verified/ })
          .getByRole('button', { name: /Quarantine of/ })
          .click();
      await Promise.all([comment(ada, 'No packet left after it'), comment(mei, 'The flow log says the same')]);
      for (const each of [ada, mei])
        for (const text of ['No packet left after it', 'The flow log says the same'])
          await expect(pane(each).getByRole('list', { name: 'Comments' })).toContainText(text);
    });

    await test.step('one loses the connection while the others go on; back, all have everything', async () => {
      await mei.getByRole('button', { name: 'Add note' }).first().click();
      await mei.context().setOffline(true);
      await mei.getByRole('textbox', { name: 'What happened?' }).fill('written on the train');
      await noor.getByRole('textbox', { name: 'What happened?' }).fill('said while Mei was away');
      await noor.getByRole('button', { name: /^Add note/ }).click();
      await expect(rows(ada).filter({ hasText: 'said while Mei was away' })).toHaveCount(1);
      await mei.context().setOffline(false);
      await expect(rows(mei).filter({ hasText: 'said while Mei was away' })).toHaveCount(1, { timeout: 45_000 });
      await expect(mei.getByRole('textbox', { name: 'What happened?' })).toHaveValue('written on the train');
      await mei.getByRole('textbox', { name: 'What happened?' }).press('Enter');
      await expect(rows(ada).filter({ hasText: 'written on the train' })).toHaveCount(1);
    });

    await test.step('who leaves is no longer in the room', async () => {
      await max.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Readiness' }).click();
      await expect(header(noor, number)).not.toContainText('Max');
      await expect(header(noor, number)).toContainText('Mei');
    });
  } finally {
    await mei.context().close();
  }
});
