import { type Browser, expect } from '@playwright/test';
import type { Product } from './product.ts';

export type Role = 'commander' | 'analyst' | 'manager';

/** Who signs in as what, made with each data folder. */
export const PEOPLE = {
  commander: { name: 'Noor Haddad', email: 'noor@example.com', password: 'quarantine-first-then-look' },
  analyst: { name: 'Ada Berg', email: 'ada@example.com', password: 'every-socket-tells-a-story' },
  manager: { name: 'Max Weiss', email: 'max@example.com', password: 'readiness-is-a-number' },
} as const satisfies Record<Role, { name: string; email: string; password: string }>;

/** Opens the link of the very first start and makes the commander's account. */
export async function makeFirstAccount(browser: Browser, product: Pick<Product, 'link' | 'url'>): Promise<void> {
  const page = await browser.newPage({ baseURL: product.url });
  const { name, email, password } = PEOPLE.commander;
  await page.goto(product.link);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).not.toHaveURL(/\/start/);
  await page.close();
}
