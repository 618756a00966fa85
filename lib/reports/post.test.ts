import { createServer } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { postJson } from './post.server.ts';
import { type Fate, webhook } from './testing/receivers.ts';

const receiver = await webhook();
afterAll(receiver.close);

test('a message is posted once, as JSON, and taken', async () => {
  const before = receiver.received.length;
  expect(await postJson(receiver.url, { text: 'hello ä' })).toEqual({
    outcome: 'succeeded',
    words: `Taken by ${new URL(receiver.url).host} (200).`,
  });
  expect(receiver.received.slice(before)).toEqual([
    expect.objectContaining({ path: '/services/T0/B0/secret-part', body: { text: 'hello ä' } }),
  ]);
});

test.each<[string, Fate, 'succeeded' | 'failed' | 'unknown', RegExp]>([
  ['refused', { status: 404, body: 'no_service' }, 'failed', /answered 404: no_service$/],
  ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, 'failed', /redirect; those are not followed/],
  ['a broken receiver', { status: 500, body: '' }, 'failed', /answered 500$/],
  ['a gateway without its receiver', { status: 504 }, 'unknown', /whether it arrived is not known/],
  ['an answer of megabytes', { status: 400, body: 'x'.repeat(5_000_000) }, 'failed', /x{200}… \(cut/],
  ['an answer that moves the cursor', { status: 400, body: '\u001b[2Jok\u202e' }, 'failed', /\\x1b\[2Jok\\u\{202e\}/],
  ['an answer that repeats the secret', { status: 400, body: 'no /services/T0/B0/secret-part' }, 'failed', /: no …$/],
  ['a body without an end', 'endless-body', 'succeeded', /\(200\)/],
  ['no answer', 'silence', 'unknown', /no answer within 0\.3 s: whether it arrived is not known/],
  ['a connection that breaks', 'hang-up', 'unknown', /the connection broke before an answer/],
])('%s', async (_, fate, outcome, words) => {
  const before = receiver.received.length;
  receiver.set(fate);
  const delivered = await postJson(receiver.url, { text: 'x' }, { timeoutMs: 300 });
  expect(delivered).toEqual({ outcome, words: expect.stringMatching(words) });
  expect(delivered.words).not.toContain('secret-part');
  expect(receiver.received.length - before).toBe(1);
});

describe('nothing is sent', () => {
  test('when nobody listens', async () => {
    const closed = createServer();
    const port = await new Promise<number>((resolve) =>
      closed.listen(0, '127.0.0.1', () => {
        const address = closed.address();
        closed.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      }),
    );
    expect(await postJson(`http://127.0.0.1:${port}/x`, {})).toEqual({
      outcome: 'failed',
      words: `127.0.0.1:${port} could not be reached (ECONNREFUSED). Nothing was sent.`,
    });
  });

  test('when the other side does not speak TLS', async () => {
    const before = receiver.received.length;
    const delivered = await postJson(receiver.url.replace('http:', 'https:'), {});
    expect(delivered).toMatchObject({ outcome: 'failed', words: expect.stringMatching(/Nothing was sent/) });
    expect(receiver.received.length).toBe(before);
  });

  test.each([
    'https://169.254.169.254/latest',
    'https://[fe80::1]/',
    'https://0.0.0.0/',
    'https://127.0.0.2/',
    'https://[::ffff:127.0.0.1]/',
  ])('to %s, where no webhook is', async (target) =>
    expect((await postJson(target, {})).words).toMatch(/no webhook is\. Nothing was sent/),
  );
});
