import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { relayTo } from './relay.ts';
import { openCaseAbout, outcome, step } from './steps.ts';

interface LogRecord {
  kind: string;
  request: { method: string; path: string; body: unknown } | null;
}

/** The armed button, as soon as a second press counts. */
async function arm(page: Page) {
  await step(page, 1)
    .getByRole('button', { name: /^Send \d changes? to / })
    .click();
  const from = await page.evaluate(() => performance.now());
  await page.waitForFunction((then) => performance.now() - then > 450, from);
  return step(page, 1).getByRole('button', { name: /^Press again/ });
}

test('two people press send at once: it is sent once', async ({ page, signIn, anotherBrowser, kubectl }) => {
  kubectl('create', 'namespace', 'together');
  kubectl('-n', 'together', 'create', 'deployment', 'web', '--image=registry.example/web:1', '--replicas=2');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:together', /web-/);
  const other = await anotherBrowser('analyst');
  await other.goto(`/cases/${number}`);
  const [mine, theirs] = await Promise.all([arm(page), arm(other)]);
  await Promise.all([mine.click(), theirs.click()]);
  for (const each of [page, other]) {
    await expect(step(each, 1).getByRole('status', { name: 'Quarantine' })).toHaveText('Verified');
    await expect(outcome(each)).toHaveText('Isolated, checked');
  }

  const policies = kubectl('-n', 'together', 'get', 'networkpolicies', '-o', 'name').trim().split('\n');
  expect(policies.filter((name) => name.includes('bulkhead-q-'))).toHaveLength(1);
  const { id } = await (await page.request.get(`/api/cases/${number}`)).json();
  const { records } = await (await page.request.get(`/api/action-log?limit=200&caseId=${id}`)).json();
  const [{ steps }] = await (await page.request.get(`/api/cases/${number}/containment`)).json();
  const sent: string[] = records
    .filter(({ kind, request }: LogRecord) => kind === 'intent' && request?.method !== 'EXEC')
    .map(({ request }: LogRecord) => `${request?.method} ${request?.path} ${JSON.stringify(request?.body)}`);
  expect(sent).toHaveLength(steps[0].run.requests.length);
  expect(new Set(sent).size).toBe(sent.length);
});

test('notes of the others come at once, and a dropped stream goes on without a gap', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
  product,
}) => {
  kubectl('create', 'namespace', 'notes');
  kubectl('-n', 'notes', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:notes', /web-/);
  const other = await anotherBrowser('analyst');
  await other.goto(`/cases/${number}`);
  const say = async (who: Page, text: string) => {
    await who.getByRole('textbox', { name: 'What happened?' }).fill(text);
    await who.getByRole('button', { name: /^Add note/ }).click();
    await expect(entries(who).filter({ hasText: text })).toHaveCount(1);
  };
  const entries = (who: Page) => who.getByRole('complementary', { name: 'Timeline' }).getByRole('listitem');

  await say(other, 'the analyst sees it');
  await expect(entries(page).filter({ hasText: 'the analyst sees it' })).toHaveCount(1);

  const wire = await relayTo(product.port);
  await page.goto(`http://localhost:${wire.port}/cases/${number}`);
  await expect(entries(page).filter({ hasText: 'the analyst sees it' })).toHaveCount(1);
  await expect(page.getByRole('contentinfo')).toContainText('watching');
  // What was missed must come by resuming the stream, not by asking for all of it again.
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await wire.cut();
  await expect(page.getByText('Bulkhead does not answer.')).toBeVisible();
  for (const no of [1, 2, 3]) await say(other, `said while one was away, ${no}`);
  await wire.mend();
  for (const no of [1, 2, 3])
    await expect(entries(page).filter({ hasText: `said while one was away, ${no}` })).toHaveCount(1, {
      timeout: 30_000,
    });
  expect(asked.filter((path) => /^\/api\/.*\/timeline/.test(path))).toEqual([]);
  await say(page, 'and back');
  await expect(entries(other).filter({ hasText: 'and back' })).toHaveCount(1);

  const before = await entries(page).count();
  await page.reload();
  await expect(entries(page)).toHaveCount(before);
  await wire.cut();
});
