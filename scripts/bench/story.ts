import { chromium, expect, type Page } from '@playwright/test';
import { makeFirstAccount } from '../../e2e/people.ts';
import { startProduct } from '../../e2e/product.ts';
import { openCaseAbout, outcome, pressTwice, step } from '../../e2e/steps.ts';
import type { Figure } from './figures.ts';
import { signedIn } from './room.ts';

const patient = expect.configure({ timeout: 120_000 });

/**
 * From opening triage to a contained breach on the drill cluster, with a hand that never hesitates: what is left is the
 * program's own time, and the 400 ms between the two presses of each change.
 */
export async function containment(browserPath: string): Promise<Figure[]> {
  const product = await startProduct();
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    await makeFirstAccount(browser, product);
    return await contain(await signedIn(browser, product.url));
  } finally {
    await browser.close();
    await product.dispose();
  }
}

async function contain(page: Page): Promise<Figure[]> {
  const figures: Figure[] = [];
  const begun = performance.now();
  const reached = (what: string) =>
    figures.push({ what: `alert → contained: ${what}`, value: (performance.now() - begun) / 1000, unit: 's' });

  await openCaseAbout(page, 'ns:finance payment-service', /payment-service-/);
  reached('case open');
  await pressTwice(page, /^Send \d changes? to /);
  await patient(outcome(page)).toHaveText('Isolated, checked');
  reached('quarantine verified');
  await page.getByRole('button', { name: /^Capture with \d+ collectors/ }).click();
  // The gate before the last step opens when every artifact is sealed.
  const gate = page.getByRole('region', { name: 'Gate before scale to zero' });
  await patient(step(page, 2).getByRole('status')).toHaveText(/sealed/i);
  await patient(gate).toHaveAttribute('data-state', 'open');
  reached('artifacts sealed');
  await pressTwice(page, /^Send 1 change to /);
  await patient(step(page, 3)).toContainText('No pod of the workload is left');
  reached('workload at zero');
  return figures;
}
