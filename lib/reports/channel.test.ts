import { describe, expect, test } from 'vitest';
import { understandTarget } from './channel.ts';

describe('a webhook', () => {
  test.each([
    ['https://hooks.slack.com/services/T0/B0/x', 'hooks.slack.com'],
    ['https://prod-1.westeurope.logic.azure.com:443/workflows/a?sig=b', 'prod-1.westeurope.logic.azure.com'],
    ['http://localhost:8065/hooks/x', 'localhost:8065'],
    ['http://127.0.0.1:4121/', '127.0.0.1:4121'],
  ])('%s is taken', (typed, where) =>
    expect(understandTarget('slack', typed)).toMatchObject({ ok: true, where, people: null }),
  );

  test.each([
    ['in the clear', 'http://hooks.example.com/x', /https:\/\//],
    ['a name that only looks local', 'http://localhost.example.com/x', /https:\/\//],
    ['another protocol', 'file:///etc/passwd', /https:\/\//],
    ['with a password', 'https://me:secret@hooks.example.com/', /user or password/],
    ['words', 'the incident channel', /not an address/],
  ])('%s is not', (_, typed, words) =>
    expect(understandTarget('teams', typed)).toEqual({ ok: false, words: expect.stringMatching(words) }),
  );
});

describe('a mail', () => {
  test('to several people; only how many and where is shown', () => {
    expect(
      understandTarget('email', 'CISO@example.com; legal@example.com\npress@ops.example, ciso@example.com'),
    ).toEqual({
      ok: true,
      target: 'ciso@example.com, legal@example.com, press@ops.example',
      where: '3 people at example.com, ops.example',
      people: 3,
    });
  });

  test.each([
    ['an address with a further header', 'a@example.com\r\nBcc:b@example.com', /"bcc:b@example.com" is not/],
    ['a name before it', 'Ruth <ruth@example.com>', /"ruth" is not/],
    ['nothing', ' ', /is empty/],
    ['too many', Array.from({ length: 51 }, (_, i) => `p${i}@example.com`).join(','), /more than 50/],
  ])('%s is refused', (_, typed, words) =>
    expect(understandTarget('email', typed)).toEqual({ ok: false, words: expect.stringMatching(words) }),
  );
});
