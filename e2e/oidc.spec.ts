import { test as base, expect, type Page } from '@playwright/test';
import { type IdentityProvider, startIdentityProvider } from '../lib/testing/identity-provider.ts';
import { freePort } from '../scripts/start/port.ts';
import { makeFirstAccount, PEOPLE } from './people.ts';
import { type Product, startProduct } from './product.ts';

interface Started {
  provider: IdentityProvider;
  product: Product;
}

const test = base.extend<object, { started: Started }>({
  started: [
    async ({ browser }, use) => {
      const port = await freePort();
      const provider = await startIdentityProvider({ redirectUri: `http://localhost:${port}/api/auth/callback/oidc` });
      const product = await startProduct({
        port,
        env: {
          OIDC_ISSUER: provider.issuer,
          OIDC_CLIENT_ID: provider.clientId,
          OIDC_CLIENT_SECRET: provider.clientSecret,
          OIDC_NAME: 'Example Login',
          OIDC_COMMANDERS: 'leads',
          OIDC_ANALYSTS: 'analysts',
        },
      });
      try {
        await makeFirstAccount(browser, product);
        await use({ provider, product });
      } finally {
        await product.dispose();
        await provider.close();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ started }, use) => use(started.product.url),
});

test.beforeEach(({ started }) => {
  started.provider.lie = null;
});

const ADA = { name: 'Ada Berg', email: 'ada@example.com', email_verified: true };

/** From wherever the sign-in page leads: through the identity provider as `sub`. */
async function logIn(page: Page, sub: string): Promise<void> {
  await page.goto('/signin?callbackUrl=/settings');
  await page.getByRole('button', { name: 'Example Login' }).click();
  await page.getByRole('textbox', { name: 'Account', exact: true }).fill(sub);
  await page.getByRole('button', { name: 'Continue' }).click();
}

const ownRow = (page: Page) => page.getByRole('region', { name: 'People' }).getByRole('row', { name: /you/ });

test('the company account signs in, with the role of its groups at that moment', async ({ page, started }) => {
  const { accounts } = started.provider;
  accounts.set('ada', { ...ADA, groups: ['analysts'] });
  await logIn(page, 'ada');
  await expect(page).toHaveURL(/\/settings/);
  await expect(ownRow(page)).toContainText('Ada Berg');
  await expect(ownRow(page)).toContainText('analyst');
  await expect(page.getByText('There is no password here')).toBeVisible();

  const other = await (await page.context().browser()?.newContext({ baseURL: started.product.url }))?.newPage();
  if (!other) throw new Error('no browser');
  accounts.set('ada', { ...ADA, groups: ['leads'] });
  await logIn(other, 'ada');
  await expect(ownRow(other)).toContainText('commander, by group');

  accounts.set('ada', { ...ADA, groups: ['sales'] });
  await other.context().clearCookies();
  await logIn(other, 'ada');
  await expect(other).toHaveURL(/\/signin\?refused=no-group/);
  await expect(other.getByText('Your account is in no group that may use Bulkhead.')).toBeVisible();
  expect((await page.request.get('/api/cases')).status()).toBe(401); // the sign-in of before has ended too
});

for (const lie of ['issuer', 'signature'] as const)
  test(`an identity provider that lies about its ${lie} signs nobody in`, async ({ page, started }) => {
    started.provider.accounts.set('eve', { name: 'Eve', groups: ['leads'] });
    started.provider.lie = lie;
    await logIn(page, 'eve');
    await expect(page).toHaveURL(/\/signin\?/);
    await expect(page.getByText('The identity provider did not answer as it must.')).toBeVisible();
    expect((await page.request.get('/api/cases')).status()).toBe(401);
  });

test('an account with a password is not taken over, but connected by its owner', async ({ page, started }) => {
  const { email, password, name } = PEOPLE.commander;
  started.provider.accounts.set('noor', { name, email, email_verified: true, groups: ['leads'] });
  await logIn(page, 'noor');
  await expect(page.getByText('There is an account with your e-mail and a password already.')).toBeVisible();

  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/\/signin/);
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Connect Example Login' }).click();
  await page.getByRole('textbox', { name: 'Account', exact: true }).fill('noor');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(/\/settings/);
  await expect(page.getByText('There is no password here')).toBeVisible();

  await page.context().clearCookies();
  await logIn(page, 'noor');
  await expect(ownRow(page)).toContainText('commander, by group');
});
