import { expect, test } from './fixtures.ts';

test('an API token reads what its scopes say, is shown once, and ends when it is revoked', async ({
  page,
  signIn,
  playwright,
  product,
}) => {
  await signIn('analyst');
  await page.goto('/settings');
  const form = page.getByRole('form', { name: 'New API token' });
  await form.getByLabel('Name').fill('siem');
  const chosen = form.getByRole('checkbox', { checked: true });
  while ((await chosen.count()) > 0) await chosen.first().uncheck(); // whoever is unchecked is not among them any more
  await form.getByRole('checkbox', { name: 'case.read' }).check();
  await expect(form.getByRole('checkbox', { name: /action-log.export/ })).toBeDisabled(); // no right of an analyst
  await form.getByRole('button', { name: 'Make a token' }).click();
  const token = await page.getByRole('textbox', { name: 'API token "siem"' }).inputValue();
  expect(token).toMatch(/^bh_[\w-]{43}$/);
  await page.reload();
  await expect(page.getByText(token)).toHaveCount(0);

  const program = await playwright.request.newContext({ baseURL: product.url });
  const get = async (url: string, headers: Record<string, string>) => {
    const answer = await program.get(url, { headers });
    return [answer.status(), (await answer.json()).error?.code ?? 'ok'];
  };
  const bearer = { authorization: `Bearer ${token}` };
  expect(await get('/api/cases', bearer)).toEqual([200, 'ok']);
  expect(await get('/api/action-log', bearer)).toEqual([403, 'no-scope']);
  expect(await get('/api/people/access', bearer)).toEqual([403, 'no-scope']);
  expect(await get('/api/cases', { authorization: `Bearer ${token.slice(0, -1)}` })).toEqual([401, 'token-refused']);
  expect(await get('/api/cases', {})).toEqual([401, 'not-signed-in']);

  // beside a cookie the token alone decides
  const beside = await page.request.get('/api/action-log', { headers: bearer });
  expect(beside.status()).toBe(403);
  const wrong = await page.request.get('/api/cases', { headers: { authorization: 'Bearer wrong' } });
  expect(wrong.status()).toBe(401);
  expect((await page.request.get('/api/action-log')).status()).toBe(200);

  // it opens no page and calls no action
  expect((await program.get('/triage', { headers: bearer, maxRedirects: 0 })).status()).toBe(307);
  await page.reload();
  const acting = page.waitForRequest((request) => 'next-action' in request.headers());
  await page.getByRole('button', { name: 'Revoke the API token siem' }).click();
  const action = await acting;
  await expect(page.getByText('You have no token that holds.')).toBeVisible();
  const replayed = await program.post(action.url(), {
    headers: {
      ...bearer,
      origin: new URL(product.url).origin,
      'next-action': action.headers()['next-action'] ?? '',
      'content-type': 'text/plain;charset=UTF-8',
    },
    data: action.postData() ?? '',
  });
  expect(await replayed.text()).toContain('not-signed-in');
  expect(await get('/api/cases', bearer)).toEqual([401, 'token-refused']);

  const log = await (await page.request.get('/api/action-log?limit=50')).text();
  for (const words of ['Make the API token', 'First use of the API token', 'Revoke the API token'])
    expect(log).toContain(words);
  expect(log + product.printed()).not.toContain(token.slice(3));
  await program.dispose();
});
