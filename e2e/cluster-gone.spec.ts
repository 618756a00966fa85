import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { type Between, between } from './between.ts';
import { expect, makeFirstAccount, signIn, test } from './fixtures.ts';
import { type Product, startProduct } from './product.ts';
import { openCaseAbout, outcome, pressTwice, step, turnActionsOn } from './steps.ts';

let home: string;
let wire: Between;
let product: Product;

/** A Bulkhead of its own on the drill's API, as a cluster that is far away. */
async function start(kubeconfigOfDrill: string, token?: string): Promise<void> {
  home = mkdtempSync(path.join(tmpdir(), 'bulkhead-home-'));
  wire = await between(kubeconfigOfDrill);
  product = await startProduct({ home, env: { KUBECONFIG: wire.kubeconfig(path.join(home, 'far.json'), token) } });
}

test.afterEach(async () => {
  await product.end();
  await wire.close();
  rmSync(home, { recursive: true, force: true });
});

const line = (page: Page) => page.getByRole('contentinfo').getByRole('status');

test('a cluster that is silent, then gone: its age is on screen, nothing is called verified, and it comes back', async ({
  browser,
  drill,
  kubectl,
}) => {
  await start(drill.kubeconfig);
  await makeFirstAccount(browser, product);
  kubectl('create', 'namespace', 'away');
  kubectl('-n', 'away', 'run', 'lonely', '--image=registry.example/web:1');
  const page = await browser.newPage({ baseURL: product.url });
  await signIn(page, 'commander');
  await turnActionsOn(page);
  await openCaseAbout(page, 'ns:away', /lonely/);
  const first = step(page, 1);
  await expect(first).toContainText('Dry run accepted all');
  await expect(line(page)).toContainText('watching');

  await test.step('silent: said within 15 s, with the age of what is shown', async () => {
    wire.stop();
    await expect(line(page)).toContainText(/(silent|does not answer)\. Everything shown is as of .*, \d+ s old/, {
      timeout: 17_000,
    });
  });

  await test.step('gone: what is sent answers that it did not get through; lists keep what they knew', async () => {
    await wire.cut();
    await expect(line(page)).toContainText('does not answer');
    await expect(page.getByRole('region', { name: /^Case \d+$/ })).toContainText(/not connected|data stale/);
    await pressTwice(first, /^Send \d changes? to /);
    await expect(
      first
        .getByRole('alert')
        .filter({ hasText: /reach|answer/ })
        .first(),
    ).toBeVisible();
    await expect(outcome(page)).not.toHaveText('Isolated, checked');
    expect(wire.changes).toEqual([]);
    await page.goto('/triage?q=ns%3Aaway');
    await expect(page.getByRole('status').filter({ hasText: 'Rows keep their last values' })).toBeVisible();
    await expect(page.getByRole('row', { name: /lonely/ })).toBeVisible();
  });

  await test.step('back: without a reload', async () => {
    await wire.restore();
    await expect(line(page)).toContainText('watching', { timeout: 40_000 });
    kubectl('-n', 'away', 'run', 'lonely-too', '--image=registry.example/web:1');
    await expect(page.getByRole('row', { name: /lonely-too/ })).toBeVisible();
  });
});

test('a missing right is named with verb and resource, and the rest works', async ({ browser, drill, kubectl }) => {
  kubectl('create', 'namespace', 'few-rights');
  kubectl('-n', 'few-rights', 'create', 'serviceaccount', 'reader');
  const read = ['--verb=get,list,watch', '--resource=pods,namespaces,nodes,networkpolicies.networking.k8s.io'];
  kubectl('create', 'clusterrole', 'few-rights', ...read);
  kubectl(
    'create',
    'clusterrolebinding',
    'few-rights',
    '--clusterrole=few-rights',
    '--serviceaccount=few-rights:reader',
  );
  kubectl('-n', 'few-rights', 'run', 'lonely', '--image=registry.example/web:1');
  await start(drill.kubeconfig, kubectl('-n', 'few-rights', 'create', 'token', 'reader').trim());
  await makeFirstAccount(browser, product);
  const page = await browser.newPage({ baseURL: product.url });
  await signIn(page, 'commander');
  await turnActionsOn(page);
  await openCaseAbout(page, 'ns:few-rights', /lonely/);
  await expect(page.getByRole('contentinfo')).toContainText(/may not list .*deployments\.apps/);
  const first = step(page, 1);
  await expect(first).toContainText(/may not create networkpolicies/i);
  await expect(first.getByRole('button', { name: /^Send \d changes? to / })).toHaveAttribute('aria-disabled', 'true');
  await page.goto('/pods/few-rights/lonely?tab=manifest');
  await expect(page.getByRole('region', { name: 'Manifest' })).toContainText('registry.example/web:1');
  await page.getByRole('tab', { name: 'Events' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('Events could not be read');
});
