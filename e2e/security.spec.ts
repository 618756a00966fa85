import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page, Request } from '@playwright/test';
import { expect, PEOPLE, test } from './fixtures.ts';
import { repository } from './product.ts';
import { faultsOf, openCaseAbout, pressTwice, step } from './steps.ts';

/** The next server action that a page posts with this field in its input; drafts and presence go out beside it. */
const nextAction = (page: Page, field: string): Promise<Request> =>
  page.waitForRequest((request) => isAction(request, field));

const isAction = (request: Request, field: string): boolean =>
  'next-action' in request.headers() && (request.postData() ?? '').includes(`"${field}":`);

/** The same action once more, from a person's browser but with another input or origin. */
async function replay(by: Page, action: Request, input: unknown, origin: string | null) {
  const { 'next-action': id = '', 'content-type': type = 'text/plain;charset=UTF-8' } = action.headers();
  const headers = {
    'next-action': id,
    'content-type': type,
    accept: 'text/x-component',
    ...(origin ? { origin } : {}),
  };
  const answer = await by.request.post(action.url(), { headers, data: JSON.stringify([input]) });
  return { status: answer.status(), text: await answer.text() };
}

const inputOf = (action: Request) => JSON.parse(action.postData() ?? '[]')[0];

test('every page has a strict policy, and nothing on it breaks the policy', async ({ page, signIn, context }) => {
  const faults = faultsOf(page);
  await signIn('commander');
  for (const where of [
    '/triage',
    '/triage?view=bindings',
    '/cases',
    '/log',
    '/drills',
    '/readiness',
    '/playbooks',
    '/settings',
    '/nowhere',
  ]) {
    const policy = (await page.goto(where))?.headers()['content-security-policy'] ?? '';
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
    expect(scripts, where).toMatch(/^'self' 'nonce-[\w+/=]+' 'strict-dynamic'$/);
    expect(policy).toContain("object-src 'none'");
    await expect(page.getByRole('main')).toBeVisible();
  }
  expect(faults).toEqual([]);
  const cookies = await context.cookies();
  expect(cookies.find(({ name }) => name.includes('session-token'))).toBeDefined();
  for (const cookie of cookies.filter(({ name }) => name !== 'bulkhead-zone')) {
    expect(cookie.httpOnly, cookie.name).toBe(true);
    expect(cookie.sameSite, cookie.name).toMatch(/Lax|Strict/);
  }
});

test('without a session no route but health, ready and sign-in says anything', async ({ request, page, product }) => {
  const files = globSync('app/api/**/route.ts', { cwd: repository }).map((file) =>
    path.dirname(file).slice('app'.length),
  );
  const routes = files.filter((route) => !/^\/api\/(health|ready|auth)(\/|$)/.test(route));
  expect(routes.length).toBeGreaterThan(10);
  for (const route of routes) {
    const takesFiles = /^export const POST\b/m.test(
      readFileSync(path.join(repository, 'app', route, 'route.ts'), 'utf8'),
    );
    const url = route.replace('[n]', '1').replaceAll(/\[\w+\]/g, '6f1b0e3c-3a8e-4d55-9a57-0d5d7a6f1c11');
    const answer = await (takesFiles ? request.post(url, { headers: { origin: product.url } }) : request.get(url));
    expect(answer.status(), url).toBe(401);
    expect(await answer.json(), url).toEqual({ error: expect.objectContaining({ code: 'not-signed-in' }) });
  }
  expect(await (await request.get('/api/health')).json()).toEqual({ ok: true });
  const ready = await (await request.get('/api/ready')).json();
  expect([ready.ok, ...Object.values(ready.parts)].every((part) => typeof part === 'boolean')).toBe(true);
  for (const where of ['/triage', '/cases', '/cases/1', '/log', '/settings', '/pods/finance/x']) {
    await page.goto(where);
    await expect(page, where).toHaveURL(/\/signin/);
  }
});

test('five wrong passwords, and the sixth attempt has to wait, even with the right one', async ({
  browser,
  product,
}) => {
  const { email, password } = PEOPLE.manager;
  const wrong = async (account: string, from: string, tries: string[]) => {
    const page = await browser.newPage({ baseURL: product.url, extraHTTPHeaders: { 'x-forwarded-for': from } });
    await page.goto('/signin');
    const said: string[] = [];
    for (const each of tries) {
      await page.getByLabel('E-mail').fill(account);
      await page.getByLabel('Password').fill(each);
      const answer = page.waitForResponse(/callback\/credentials/);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await answer;
      await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible();
      said.push((await page.getByRole('alert').filter({ hasText: /\w/ }).textContent()) ?? '');
    }
    await page.close();
    return said;
  };
  const known = await wrong(email, '203.0.113.7', ['1', '2', '3', '4', '5', password]);
  expect(new Set(known.slice(0, 5)).size).toBe(1);
  expect(known[0]).toContain('E-mail or password is wrong.');
  expect(known[5]).toMatch(/Too many attempts\. Wait/);
  const unknown = await wrong('nobody@example.com', '203.0.113.8', ['1']);
  expect(unknown[0]).toBe(known[0]);
});

test('an action is refused from elsewhere, without the role, and once the session is revoked', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
  product,
}) => {
  kubectl('create', 'namespace', 'guarded');
  kubectl('-n', 'guarded', 'run', 'lonely', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:guarded', /lonely/);
  const timeline = () => page.request.get(`/api/cases/${number}/timeline`).then((answer) => answer.text());
  const addNote = nextAction(page, 'occurredAt');
  await page.getByRole('textbox', { name: 'What happened?' }).fill('a note of our own');
  await page.getByRole('button', { name: /^Add note/ }).click();
  const note = await addNote;
  await expect(page.getByRole('complementary', { name: 'Timeline' })).toContainText('a note of our own');
  const own = new URL(product.url).origin;
  for (const origin of [null, 'null', 'https://evil.example', own.replace('localhost', 'localhost.evil.example')]) {
    const refused = await replay(page, note, { ...inputOf(note), text: 'forged' }, origin);
    expect(refused.status >= 400 || refused.text.includes('foreign-origin'), `${origin}: ${refused.text}`).toBe(true);
  }
  expect(await timeline()).not.toContain('forged');
  await replay(page, note, { ...inputOf(note), text: 'from our own page' }, own);
  expect(await timeline()).toContain('from our own page'); // else the refusals above would prove nothing

  const overriding = nextAction(page, 'gate');
  await page
    .getByRole('region', { name: 'Gate before capture' })
    .getByRole('button', { name: /^Override/ })
    .click();
  await page.getByLabel('Reason, kept for good and shown to all').fill('Nothing to isolate in this rehearsal.');
  await pressTwice(page, /^Override as commander/);
  const override = await overriding;
  const sending = nextAction(page, 'planHash');
  await pressTwice(step(page, 1), /^Send \d changes? to /);
  const send = await sending;
  await expect(step(page, 1).getByRole('status', { name: 'Quarantine' })).toHaveText('Verified');
  const before = kubectl('get', 'networkpolicies,pods', '-n', 'guarded', '-o', 'name');

  for (const role of ['analyst', 'manager'] as const) {
    const other = await anotherBrowser(role);
    await other.goto(`/cases/${number}`);
    const gate = other.getByRole('region', { name: 'Gate before scale to zero' });
    const why = `Needs the role commander; you are ${role}.`;
    const button = gate.getByRole('button', { name: /^Override/ });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toHaveAttribute('title', why);
    const tries: [Request, object][] = [
      [override, { gate: 'scaleToZero', reason: 'I would like to go on.' }],
      [send, { step: 'scaleToZero', mode: null }],
    ];
    if (role === 'manager') tries.push([send, {}]);
    for (const [action, change] of tries) {
      const answer = await replay(other, action, { ...inputOf(action), ...change }, own);
      expect(answer.text).toContain('not-allowed');
    }
    await expect(gate).toHaveAttribute('data-state', 'closed');
    if (role === 'manager') continue;

    expect((await other.request.get('/api/cases')).status()).toBe(200);
    await page.goto('/settings');
    const revoked = page.waitForResponse((answer) => isAction(answer.request(), 'personId'));
    await page.getByRole('button', { name: `Sign out ${PEOPLE.analyst.name} everywhere` }).click();
    await revoked;
    expect((await other.request.get('/api/cases')).status()).toBe(401);
    expect((await replay(other, note, { ...inputOf(note), text: 'too late' }, own)).text).toContain('not-signed-in');
    await other.reload();
    await expect(other).toHaveURL(/\/signin/);
  }
  expect(await timeline()).not.toContain('too late');
  expect(kubectl('get', 'networkpolicies,pods', '-n', 'guarded', '-o', 'name')).toBe(before);
});
