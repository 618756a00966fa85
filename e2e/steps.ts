import { spawnSync } from 'node:child_process';
import { expect, type Locator, type Page } from '@playwright/test';
import { type Product, repository } from './product.ts';

/** Arms, and presses until the second press counts as one: it must lie 400 ms after the first. */
export async function pressTwice(within: Page | Locator, name: RegExp): Promise<void> {
  await within.getByRole('button', { name }).click();
  const armed = within.getByRole('button', { name: /^Press again/ });
  await expect(armed).toBeVisible();
  await expect(async () => {
    if (await armed.isVisible()) await armed.click({ timeout: 1000 }); // it may go while the last look is still waiting
    await expect(armed).toBeHidden({ timeout: 500 });
  }).toPass();
}

/** The region of a step of the playbook. */
export const step = (page: Page, no: number) => page.getByRole('region', { name: new RegExp(`^Step ${no},`) });

/** What the case has come to, at its head. */
export const outcome = (page: Page) => page.getByRole('region', { name: /^Case \d+$/ }).getByRole('status');

/** From triage to the room of a new case about one pod; `filter` as typed there, such as "ns:shop web". */
export async function openCaseAbout(page: Page, filter: string, pod: RegExp, title?: string): Promise<number> {
  await page.goto(`/triage?q=${encodeURIComponent(filter)}`);
  await page.getByRole('row', { name: pod }).first().getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Open case from 1 pod' }).click();
  const where = page.getByLabel('Where to');
  await expect(page.getByLabel('Title').or(where).first()).toBeVisible();
  if (title !== undefined) await page.getByLabel('Title').fill(title);
  await page.getByRole('button', { name: 'Open case', exact: true }).click();
  await expect(page).toHaveURL(/\/cases\/\d+$/);
  return Number(page.url().split('/').at(-1));
}

/** A cluster that is not the drill is read-only until a person turns actions on. */
export async function turnActionsOn(page: Page): Promise<void> {
  await page.goto('/settings');
  const cluster = page.getByRole('region', { name: /^Cluster / }).first();
  const turnOn = cluster.getByRole('button', { name: 'Turn actions on' });
  await expect(turnOn.or(cluster.getByText('Actions on')).first()).toBeVisible();
  if (await turnOn.isVisible()) await pressTwice(cluster, /^Turn actions on/);
  await expect(cluster.getByText('Actions on')).toBeVisible();
}

/** Everything that must not happen on a page, as it happens: script that ran, errors, what the policy had to stop. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
  return faults;
}

/** `npm run verify-log` on a data folder. */
export function verifyLog({ home }: Pick<Product, 'home'>): { code: number | null; printed: string } {
  const script = `${repository}/scripts/bulkhead.mjs`;
  const env = { ...process.env, BULKHEAD_HOME: home, DATABASE_URL: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'verify-log'], { env, encoding: 'utf8' });
  return { code: status, printed: stdout + stderr };
}
