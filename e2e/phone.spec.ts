import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openCaseAbout, outcome, pressTwice } from './steps.ts';

const PHONE = { width: 390, height: 844 };

/** Nothing may stick out at the right: on a phone nobody finds it. */
async function noSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    frame: document.querySelector('.case-frame')?.scrollWidth ?? 0,
  }));
  expect(wide.page).toBeLessThanOrEqual(PHONE.width);
  expect(wide.frame).toBeLessThanOrEqual(PHONE.width);
}

/** In sight and big enough for a thumb. */
async function atTheThumb(page: Page, name: RegExp): Promise<void> {
  const box = await page.getByRole('button', { name }).boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(48);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(PHONE.height);
  expect(box?.y).toBeGreaterThan(PHONE.height / 2);
}

test('at 390 px: read the case, approve the step that waits, add a note', async ({ page, signIn, kubectl }) => {
  kubectl('create', 'namespace', 'pocket');
  kubectl('-n', 'pocket', 'create', 'deployment', 'web', '--image=registry.example/web:1', '--replicas=2');
  await signIn('commander');
  const number = await openCaseAbout(
    page,
    'ns:pocket',
    /web-/,
    'Shell and exfiltration from a service with quite a long name',
  );
  await page.setViewportSize(PHONE);
  await page.goto(`/cases/${number}`);

  const asked = page.getByRole('region', { name: 'Waiting for you' });
  await test.step('how bad, how long, is it still going on, and what waits', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toContainText('quite a long name');
    await expect(page.getByRole('timer', { name: 'Since detection' })).toHaveText(/\d\d:\d\d:\d\d/);
    await expect(outcome(page)).toHaveText('Not contained');
    await expect(asked).toContainText('Quarantine pocket/web-');
    await expect(asked).toContainText('networkpolicies/bulkhead-q-');
    await noSidewaysScroll(page);
    await atTheThumb(page, /^Send \d changes? to /);
    await atTheThumb(page, /^Add note$/);
  });

  await test.step('approved: the first press arms, the second sends', async () => {
    await pressTwice(page, /^Send \d changes? to /);
    await expect(outcome(page)).toHaveText('Isolated, checked');
    await expect(page.getByRole('button', { name: /^Capture with \d+ collectors/ })).toBeVisible();
    await noSidewaysScroll(page);
  });

  await test.step('a note from the train', async () => {
    await page.getByRole('button', { name: 'Add note', exact: true }).click();
    const sheet = page.getByRole('dialog', { name: `Note in case ${number}` });
    await sheet.getByRole('textbox', { name: 'What happened?' }).fill('Called the platform team, they stand by');
    await sheet.getByRole('button', { name: /^Add note/ }).click();
    await expect(sheet).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Latest' })).toContainText('they stand by');
  });

  await test.step('the board and the other rooms of the case fit, too', async () => {
    for (const path of [
      '/cases',
      `/cases/${number}/tasks`,
      `/cases/${number}/suspects`,
      `/cases/${number}?steps=all`,
    ]) {
      await page.goto(path);
      await expect(page.getByText(/quite a long name/).first()).toBeVisible();
      await noSidewaysScroll(page);
    }
  });
});

test('what a person may not approve says so, and who has nothing to approve can still write', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'onlooker');
  kubectl('-n', 'onlooker', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:onlooker', /web-/, 'Watched by a manager');
  const manager = await anotherBrowser('manager');
  await manager.setViewportSize(PHONE);
  await manager.goto(`/cases/${number}`);
  await expect(manager.getByRole('button', { name: /^Send \d changes? to / })).toHaveAttribute(
    'aria-description',
    /Needs the role commander or analyst/,
  );
  await expect(manager.getByRole('button', { name: 'Add note', exact: true })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
});
