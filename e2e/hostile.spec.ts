import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { between } from './between.ts';
import { expect, makeFirstAccount, signIn, test } from './fixtures.ts';
import { startProduct } from './product.ts';
import { faultsOf, openCaseAbout, pressTwice, step, turnActionsOn, verifyLog } from './steps.ts';

const MARKUP = '<img src=x onerror=alert(1)>';
const HOSTILE = `=HYPERLINK("http://evil")${MARKUP}\x1b[2J\x1b[31mred\rover\u202egpj.exe\u200djoined\nnext`;
/** How a person must see it: as text, with what cannot be seen as an escape. */
const SHOWN = ['<img src=x onerror=alert(1)>', '\\x1b[2J', '\\rover', '\\u{202e}gpj.exe', '\\u{200d}joined'];
/** Moves a cursor, turns the writing direction, or cannot be seen; line feeds and tabs are no harm here. */
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}]/u;

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'hostile',
    namespace: 'hostile',
    annotations: { 'example.com/note': HOSTILE, 'example.com/long': `${MARKUP}${'A'.repeat(250_000)}` },
    labels: { app: 'HYPERLINK.x' },
  },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'registry.example/web:1',
        args: [HOSTILE],
        env: [
          { name: 'NOTE', value: HOSTILE },
          { name: 'LONG', value: `${MARKUP}${'B'.repeat(1_000_000)}` },
        ],
      },
    ],
  },
};
const EVENT = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'hostile.1', namespace: 'hostile' },
  involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'hostile', name: 'hostile' },
  reason: `Failed${MARKUP}`,
  message: HOSTILE,
  type: 'Warning',
  source: { component: `kubelet\x1b[2J` },
};

test('what an attacker writes into the cluster is only ever text, on every screen, in exports and in the log', async ({
  browser,
  drill,
}) => {
  const home = mkdtempSync(path.join(tmpdir(), 'bulkhead-home-'));
  const wire = await between(drill.kubeconfig);
  wire.logBegins(`2026-11-25T02:00:00.000000000Z ${HOSTILE.replace('\n', ' ')}\n`);
  const create = (object: object, uid?: string) => {
    const input = JSON.stringify(object).replace('"name":"hostile"}', `"name":"hostile","uid":"${uid}"}`);
    const args = ['--kubeconfig', drill.kubeconfig, 'create', '-f', '-', '-o', 'jsonpath={.metadata.uid}'];
    const made = spawnSync(process.env.BULKHEAD_KUBECTL || 'kubectl', args, { input, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    return made.stdout;
  };
  create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'hostile' } });
  create(EVENT, create(POD));

  const product = await startProduct({ home, env: { KUBECONFIG: wire.kubeconfig(path.join(home, 'far.json')) } });
  try {
    await makeFirstAccount(browser, product);
    const page = await browser.newPage({ baseURL: product.url });
    const faults = faultsOf(page);
    await signIn(page, 'commander');
    await turnActionsOn(page);

    await test.step('pod: manifest, events, logs', async () => {
      await page.goto('/pods/hostile/hostile?tab=manifest');
      await shows(page, page.getByRole('region', { name: 'Manifest' }), [MARKUP, '\\e[2J']); // YAML's own escape
      await page.getByRole('tab', { name: /^Containers/ }).click();
      await shows(page, page.getByRole('tabpanel'), ['web']);
      await page.getByRole('tab', { name: /^Events/ }).click();
      await shows(page, page.getByRole('region', { name: 'Events' }), SHOWN);
      await page.getByRole('tab', { name: /^Logs/ }).click();
      await shows(page, page.getByRole('tabpanel'), SHOWN);
    });

    await test.step('case: a title that a person pasted, the timeline, the log', async () => {
      await openCaseAbout(page, 'ns:hostile', /hostile/, HOSTILE.replaceAll(/[\r\n]/g, ' '));
      await shows(page, page.getByRole('heading', { level: 1 }), [MARKUP, '\\x1b[2J', '\\u{202e}gpj.exe']);
      await shows(page, page.getByRole('complementary', { name: 'Timeline' }), SHOWN);
      await pressTwice(step(page, 1), /^Send \d changes? to /);
      await expect(step(page, 1).getByRole('status', { name: 'Quarantine' })).toHaveText('Verified');
      await page.getByRole('button', { name: /^Capture with \d+ collectors/ }).click();
      await expect(step(page, 2).getByRole('row').filter({ hasText: 'Pod and owners' })).toContainText('Sealed');
    });

    await test.step('evidence: the manifest and the log as text', async () => {
      const room = new URL(page.url()).pathname;
      for (const [artifact, words] of [
        [/^Pod and owners/, SHOWN.slice(0, 1)],
        [/^(Container )?[Ll]og/, SHOWN],
      ] as const) {
        await page.goto(`${room}/evidence`);
        await page.getByRole('link', { name: artifact }).first().click();
        await shows(page, page.getByRole('region', { name: 'Contents' }), words);
      }
      for (const where of ['/timeline', '/suspects', '/actions']) {
        await page.goto(room + where);
        await shows(page, page.getByRole('main'), ['gpj.exe']);
      }
      for (const where of ['/triage', '/cases', '/log']) {
        await page.goto(where);
        await shows(page, page.getByRole('main'), []);
      }
    });

    await test.step('action log: one line of JSON for each record, and a verdict without escapes', async () => {
      const exported = await (await page.request.get('/api/action-log/export')).text();
      for (const line of exported.trim().split('\n')) expect(Object.keys(JSON.parse(line))).toEqual(['body', 'hash']);
      const { code, printed } = verifyLog(product);
      expect(code).toBe(0);
      expect(printed).not.toMatch(INVISIBLE);
    });
    expect(faults).toEqual([]);
    await page.close();
  } finally {
    await product.dispose();
    await wire.close();
    rmSync(home, { recursive: true, force: true });
  }
});

/** The words are there as text, nothing else of it is: no element, no invisible character, and the page still answers. */
async function shows(page: Page, within: ReturnType<Page['getByRole']>, words: readonly string[]): Promise<void> {
  for (const each of words) await expect(within.first()).toContainText(each);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.getByRole('main').evaluate((main) => main.textContent ?? '')).not.toMatch(INVISIBLE);
  const begun = Date.now();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  expect(Date.now() - begun).toBeLessThan(2_000);
}
