import type { Page } from '@playwright/test';
import { call } from '../drill-client.ts';

/** Milliseconds from asking for the page to the first row on screen. */
export async function firstPaint(page: Page): Promise<number> {
  const begun = performance.now();
  await page.goto('/triage', { waitUntil: 'commit' });
  await page.locator('tbody tr[data-uid], tbody tr th').first().waitFor();
  return performance.now() - begun;
}

/** Milliseconds from a key in the filter to the next frame painted after it. */
export async function filterKeystroke(page: Page, key: string): Promise<number> {
  await page.getByLabel('Filter').focus();
  await page.evaluate(() => {
    const measured = window as Window & { bulkheadKey?: Promise<number> };
    measured.bulkheadKey = new Promise((resolve) => {
      addEventListener(
        'keydown',
        (event) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - event.timeStamp))),
        {
          once: true,
          capture: true,
        },
      );
    });
  });
  await page.keyboard.press(key);
  return page.evaluate(() => (window as Window & { bulkheadKey?: Promise<number> }).bulkheadKey ?? Number.NaN);
}

/** Milliseconds from the API server's answer to a new pod until its row is on screen. */
export async function changeOnScreen(page: Page, kubeconfig: string, name: string): Promise<number> {
  const seen = page.evaluate(
    (text) =>
      new Promise<number>((resolve) => {
        const look = () => document.querySelector('tbody')?.textContent?.includes(text) && resolve(Date.now());
        new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    name,
  );
  await call(kubeconfig, '/api/v1/namespaces/finance/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'main', image: 'registry.example/bench:1' }] },
  });
  const answered = Date.now();
  return (await seen) - answered;
}
