import { expect, test } from './fixtures.ts';
import { openCaseAbout } from './steps.ts';

const event = (n: number) =>
  JSON.stringify({
    message: `Logon ${n} of svc-deploy`,
    datetime: `2026-11-2${n % 4}T03:${String(n % 60).padStart(2, '0')}:00+00:00`,
    timestamp_desc: 'Event Logged',
    tag: ['logon'],
    padding: 'x'.repeat(1_000),
  });

test('a file larger than a request that Next would keep comes in whole, twice is once, and it goes out again', async ({
  page,
  signIn,
  kubectl,
  product,
}) => {
  kubectl('create', 'namespace', 'files');
  kubectl('-n', 'files', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:files', /web-/);
  const path = `/api/cases/${number}/timeline`;
  const file = Array.from({ length: 12_000 }, (_, n) => event(n)).join('\n'); // 13 MB
  const send = (query: string, origin = product.url) =>
    page.request.post(`${path}/import?name=plaso.jsonl${query}`, { data: Buffer.from(file), headers: { origin } });

  expect((await send('', 'https://evil.example')).status()).toBe(403);
  expect(await (await send('&preview=true')).json()).toMatchObject({ done: false, added: 12_000, skipped: 0 });
  expect(await (await send('')).json()).toMatchObject({ done: true, added: 12_000, known: 0 });
  expect(await (await send('')).json()).toMatchObject({ added: 0, known: 12_000 });

  const found = await (await page.request.get(`${path}?q=${encodeURIComponent('tag:logon "logon 777 of"')}`)).json();
  expect(found.entries.map(({ sentence }: { sentence: string }) => sentence)).toEqual(['Logon 777 of svc-deploy']);
  const out = await page.request.get(`${path}/export?format=timesketch-jsonl&q=tag:logon`);
  expect(out.headers()['content-disposition']).toMatch(/attachment; filename="case-\d+-timeline-.*\.jsonl"/);
  expect((await out.text()).trim().split('\n')).toHaveLength(12_000);
});

test('an analyst may bring a file in, a manager may not', async ({
  page,
  signIn,
  anotherBrowser,
  kubectl,
  product,
}) => {
  kubectl('create', 'namespace', 'rights-of-files');
  kubectl('-n', 'rights-of-files', 'create', 'deployment', 'web', '--image=registry.example/web:1');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:rights-of-files', /web-/);
  for (const [role, status] of [
    ['analyst', 200],
    ['manager', 403],
  ] as const) {
    const theirs = await anotherBrowser(role);
    const answer = await theirs.request.post(`/api/cases/${number}/timeline/import?name=x.jsonl`, {
      data: Buffer.from(event(1)),
      headers: { origin: product.url },
    });
    expect(answer.status()).toBe(status);
  }
});
