import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { step } from './steps.ts';

test('by the keyboard alone: from triage to a case, its quarantine and its capture', async ({
  page,
  signIn,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'keys');
  kubectl('-n', 'keys', 'run', 'lonely', '--image=registry.example/web:1');
  await signIn('commander');
  await page.goto('/triage');
  await expect(page.getByRole('row').nth(3)).toBeVisible();
  const { keyboard } = page;
  await expect(async () => {
    await keyboard.press('/'); // heard once the page has come alive
    await expect(page.getByLabel('Filter')).toBeFocused({ timeout: 500 });
  }).toPass();
  await keyboard.type('ns:keys lonely');
  await expect(page.getByRole('row', { name: /lonely/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /payment/ })).toHaveCount(0);
  await keyboard.press('Tab'); // out of the field, where letters are text
  await keyboard.press('j');
  await keyboard.press('x');
  await expect(page.getByRole('button', { name: 'Open case from 1 pod' })).toBeVisible();
  await keyboard.press('c');
  await expect(page.getByRole('dialog')).toBeVisible();
  await tabTo(page, page.getByLabel('Title'));
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/\/cases\/\d+$/);

  const send = step(page, 1).getByRole('button', { name: /^(Send \d changes? to|Press again)/ });
  await expect(send).not.toHaveAttribute('aria-disabled', 'true');
  await tabTo(page, send);
  await keyboard.press('Enter');
  await expect(send).toHaveAttribute('data-armed', 'true');
  await expect(async () => {
    await keyboard.press('Enter');
    await expect(send).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await expect(step(page, 1).getByRole('status', { name: 'Quarantine' })).toHaveText('Verified');
  const capture = page.getByRole('button', { name: /^Capture with \d+ collectors/ });
  await expect(capture).toBeVisible();
  await tabTo(page, capture);
  await keyboard.press('Enter');
  await expect(step(page, 2).getByRole('row').filter({ hasText: 'Pod and owners' })).toContainText('Sealed');
});

/** Presses Tab until that control has the focus, as a person does who has no pointer. */
async function tabTo(page: Page, control: ReturnType<Page['getByRole']>): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${control}`);
}
