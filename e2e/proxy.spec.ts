import https from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { test as base, expect } from '@playwright/test';
import { makeTlsIdentity } from '../lib/drill-cluster/server/certificate.ts';
import { freePort } from '../scripts/start/port.ts';
import { makeFirstAccount, PEOPLE } from './people.ts';
import { type Product, startProduct } from './product.ts';

/** What stands before Bulkhead in most places: it ends TLS, and says from where a request came. */
async function proxyTo(port: number): Promise<{ url: string; close: () => void }> {
  const { cert, key } = makeTlsIdentity(new Date());
  const server = https.createServer({ cert, key }, (request, response) => {
    const lines = Object.entries({
      ...request.headers,
      'x-forwarded-for': '198.51.100.7',
      'x-forwarded-proto': 'https',
      connection: 'close',
    }).map(([name, value]) => `${name}: ${value}`);
    const up = connect(port, 'localhost', () => {
      up.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      request.pipe(up, { end: false });
    });
    up.on('error', () => response.destroy());
    if (response.socket) up.pipe(response.socket); // the answer as it is, head and all
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port: own } = server.address() as AddressInfo; // a TCP server's address is one
  return { url: `https://localhost:${own}`, close: () => server.close() };
}

const test = base.extend<object, { product: Product & { outside: string } }>({
  product: [
    async ({ browser }, use) => {
      const port = await freePort();
      const proxy = await proxyTo(port);
      const product = await startProduct({ port, env: { AUTH_URL: proxy.url } });
      try {
        const context = await browser.newContext({ ignoreHTTPSErrors: true });
        await makeFirstAccount({ newPage: () => context.newPage() } as never, { ...product, url: proxy.url }); // newPage is all it asks
        await use({ ...product, outside: proxy.url });
      } finally {
        await product.dispose();
        proxy.close();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ product }, use) => use(product.outside),
  ignoreHTTPSErrors: true,
});

test('behind a proxy that ends TLS: Secure cookies, own actions accepted, foreign ones refused', async ({
  page,
  context,
  product,
}) => {
  expect(product.link.startsWith(product.outside)).toBe(true); // what was printed is what people can open
  await page.goto('/signin');
  await page.getByLabel('E-mail').fill(PEOPLE.commander.email);
  await page.getByLabel('Password').fill(PEOPLE.commander.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${product.outside}/triage`);
  const session = (await context.cookies()).find(({ name }) => name.includes('session-token'));
  expect(session).toMatchObject({
    name: '__Secure-next-auth.session-token',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
  });

  await page.goto('/settings');
  const form = page.getByRole('form', { name: 'New invitation' });
  await form.getByLabel('E-mail').fill('first@example.com');
  const acting = page.waitForRequest((request) => 'next-action' in request.headers());
  await form.getByRole('button', { name: 'Make a link' }).click();
  const action = await acting;
  const link = await page.getByRole('textbox', { name: 'Link for first@example.com' }).inputValue();
  expect(link.startsWith(`${product.outside}/invite/`)).toBe(true);

  const replay = (origin: string) =>
    page.request.post(action.url(), {
      headers: {
        origin,
        'next-action': action.headers()['next-action'] ?? '',
        'content-type': 'text/plain;charset=UTF-8',
        accept: 'text/x-component',
      },
      data: JSON.stringify([{ email: `${origin.replaceAll(/\W/g, '-')}@example.com`, role: 'analyst' }]),
    });
  for (const origin of ['https://evil.example', `http://localhost:${product.port}`, 'null']) {
    const answer = await replay(origin);
    expect(answer.status() >= 400 || (await answer.text()).includes('foreign-origin'), origin).toBe(true);
  }
  expect(await (await replay(product.outside)).text()).toContain('/invite/');
  const { invitations } = await (await page.request.get('/api/people/access')).json();
  expect(invitations).toHaveLength(2);

  // the attempts of one client are counted by the address that the proxy saw
  const log = await (await page.request.get('/api/action-log?limit=20')).text();
  expect(log).toContain('Sign in with a password, from 198.51.100.7');
});
