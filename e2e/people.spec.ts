import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { expect, PEOPLE, test } from './fixtures.ts';
import type { Product } from './product.ts';

const FAITH = { name: 'Faith Mensah', email: 'faith@example.com', password: 'nothing-typed-by-others' };

/** Makes an invitation on the settings page and answers its link, which is shown once. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.goto('/settings');
  const form = page.getByRole('form', { name: 'New invitation' });
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Role').selectOption(role);
  await form.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByRole('textbox', { name: `Link for ${email}` }).inputValue();
  await page.getByRole('button', { name: 'Close' }).click();
  return link;
}

async function browserOf(browser: Browser, product: Pick<Product, 'url'>): Promise<Page> {
  return (await browser.newContext({ baseURL: product.url })).newPage();
}

const row = (page: Page, name: string | RegExp) =>
  page.getByRole('region', { name: 'People' }).getByRole('row', { name });

test('an invitation makes one account, which its owner names and nobody else knows the password of', async ({
  page,
  signIn,
  browser,
  product,
}) => {
  await signIn('commander');
  const link = await invite(page, FAITH.email, 'analyst');
  expect(link).toMatch(/\/invite\/[\w-]{43}$/);
  await expect(page.getByRole('table', { name: 'Links that still work' })).toContainText(FAITH.email);
  await page.reload();
  await expect(page.getByText(link)).toHaveCount(0); // shown once

  const theirs = await browserOf(browser, product);
  await theirs.goto(link);
  await expect(theirs.getByText('You are invited as analyst.')).toBeVisible();
  await theirs.getByLabel('Name').fill(FAITH.name);
  await theirs.getByLabel('Password').fill(FAITH.password);
  await theirs.getByRole('button', { name: 'Create account' }).click();
  await expect(theirs).toHaveURL(/\/triage/);
  await expect(row(page, new RegExp(FAITH.name))).toContainText('analyst'); // without a reload
  await expect(page.getByText('No link is open.')).toBeVisible();

  const another = await browserOf(browser, product);
  for (const dead of [link, link.slice(0, -1), `${product.url}/invite/x`]) {
    await another.goto(dead);
    await expect(another.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
    expect(await another.getByRole('main').textContent()).not.toMatch(/faith|used|revoked|expired/i);
  }

  await theirs.goto('/settings');
  await expect(row(theirs, /Noor/)).toContainText('shown to commanders');
  const form = theirs.getByRole('form', { name: 'New invitation' });
  await expect(form.getByRole('button', { name: 'Make a link' })).toHaveAttribute('aria-disabled', 'true');
});

test('a revoked invitation does not work, and the log has all of it without the link', async ({
  page,
  signIn,
  product,
}) => {
  await signIn('commander');
  const link = await invite(page, 'nobody@example.com', 'manager');
  await page.getByRole('button', { name: 'Revoke the link for nobody@example.com' }).click();
  await expect(page.getByText('No link is open.')).toBeVisible();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
  const log = await (await page.request.get('/api/action-log?limit=200')).text();
  expect(log).toContain('Invite nobody@example.com as manager');
  expect(log).toContain('Revoke the link for nobody@example.com');
  expect(log).toMatch(/Refuse a link that does not work from /);
  expect(log).not.toContain(link.slice(product.url.length));
});

test('a commander sees sign-ins, ends one, and gives a new password by a link', async ({
  page,
  signIn,
  anotherBrowser,
  browser,
  product,
}) => {
  const manager = await anotherBrowser('manager');
  await signIn('commander');
  await page.goto('/settings');
  const sessions = page.getByRole('table', { name: 'Sign-ins that hold' });
  await expect(sessions.getByRole('row', { name: /You this browser/ })).toContainText('Chrome');
  const theirSignIns = sessions.getByRole('row', { name: new RegExp(PEOPLE.manager.name) });
  await expect(theirSignIns).not.toHaveCount(0);
  for (let left = await theirSignIns.count(); left > 0; left--) {
    await theirSignIns
      .first()
      .getByRole('button', { name: /^End the sign-in of/ })
      .click();
    await expect(theirSignIns).toHaveCount(left - 1);
  }
  expect((await manager.request.get('/api/cases')).status()).toBe(401);

  await page.getByRole('button', { name: `Make a link for a new password of ${PEOPLE.manager.name}` }).click();
  const link = await page.getByRole('textbox', { name: /^Link for a new password/ }).inputValue();
  const theirs = await browserOf(browser, product);
  await theirs.goto(link);
  await theirs.getByLabel('New password').fill('readiness-is-still-a-number');
  await theirs.getByRole('button', { name: 'Set password' }).click();
  await expect(theirs).toHaveURL(/\/triage/);
  await theirs.goto('/settings');
  await theirs.getByLabel('Current password').fill('readiness-is-still-a-number');
  await theirs.getByRole('textbox', { name: 'New password' }).fill(PEOPLE.manager.password);
  await theirs.getByRole('button', { name: 'Change password' }).click(); // as the other specs know it
  await expect(theirs.getByLabel('Current password')).toHaveValue('');

  await page.getByRole('button', { name: `Disable ${PEOPLE.manager.name}` }).click();
  await expect(row(page, new RegExp(PEOPLE.manager.name))).toContainText('Disabled');
  expect((await theirs.request.get('/api/cases')).status()).toBe(401);
  await page.getByRole('button', { name: `Enable ${PEOPLE.manager.name}` }).click();
  await expect(row(page, new RegExp(PEOPLE.manager.name))).not.toContainText('Disabled');
});

test('the settings and a dead link hold to axe, and nothing overflows a phone', async ({ page, signIn }) => {
  await signIn('commander');
  for (const [width, colorScheme] of [
    [1440, 'dark'],
    [390, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/settings');
    await expect(page.getByRole('heading', { name: 'Identity provider' })).toBeVisible();
    await page.getByRole('button', { name: 'Add a cluster' }).click();
    await page
      .getByText(/^Name and colour/)
      .first()
      .click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
  }
  await page.goto('/invite/x');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
