import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Between, between } from './between.ts';
import { expect, makeFirstAccount, signIn, test } from './fixtures.ts';
import { type Product, startProduct } from './product.ts';
import { openCaseAbout, outcome, pressTwice, step, turnActionsOn, verifyLog } from './steps.ts';

const POLICY = /^POST .*\/networkpolicies/;
const POD = /^PATCH .*\/pods\//;

let wire: Between;
let home: string;
let product: Product;

test.beforeEach(async ({ browser, drill }) => {
  home = mkdtempSync(path.join(tmpdir(), 'bulkhead-home-'));
  wire = await between(drill.kubeconfig);
  product = await startProduct({ home, env: { KUBECONFIG: wire.kubeconfig(path.join(home, 'far.json')) } });
  await makeFirstAccount(browser, product);
});

test.afterEach(async () => {
  await product.end();
  await wire.close();
  rmSync(home, { recursive: true, force: true });
});

test('killed while a change was on its way: the log verifies, nothing is sent twice, the step says what is so', async ({
  browser,
  kubectl,
}) => {
  kubectl('create', 'namespace', 'crash');
  for (const name of ['answered', 'lost']) kubectl('-n', 'crash', 'run', name, '--image=registry.example/web:1');
  const page = await browser.newPage({ baseURL: product.url });
  await signIn(page, 'commander');
  await turnActionsOn(page);

  /** Sends the quarantine of that pod, kills Bulkhead while `line` is under way, and starts it again. */
  const killedAt = async (pod: string, line: RegExp, fate: 'hold' | 'hold-answer') => {
    await openCaseAbout(page, `ns:crash ${pod}`, new RegExp(pod));
    const room = new URL(page.url()).pathname;
    wire.holdWhere((sent) => (line.test(sent) ? fate : 'pass'));
    await pressTwice(step(page, 1), /^Send \d changes? to /);
    await wire.held();
    await product.end('SIGKILL');
    wire.holdWhere(null);
    const { port } = product;
    product = await startProduct({ home, port, env: { KUBECONFIG: path.join(home, 'far.json') } });
    await page.goto(new URL(room, product.url).href);
  };
  const sent = (line: RegExp) => wire.changes.filter((each) => line.test(each)).length;
  const quarantine = step(page, 1).getByRole('status', { name: 'Quarantine' });

  await test.step('it had arrived: found in the cluster, so the step goes on', async () => {
    await killedAt('answered', POLICY, 'hold-answer');
    await expect(outcome(page)).toHaveText('Isolated, checked');
    await expect(quarantine).toHaveText('Verified');
    expect([sent(POLICY), sent(POD)]).toEqual([1, 1]);
  });

  await test.step('it never arrived: nobody can tell, so it is unknown, not sent again, and not called contained', async () => {
    await killedAt('lost', POD, 'hold');
    await expect(quarantine).toHaveText(/unknown|does not hold|not verified/i);
    await expect(outcome(page)).not.toHaveText('Isolated, checked');
    expect([sent(POLICY), sent(POD)]).toEqual([2, 2]);
  });

  const { code, printed } = verifyLog(product);
  expect(printed).toMatch(/Verified records 1 to \d+/);
  expect(code).toBe(0);
  await page.close();
});
