import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostile } from '../testing/hostile.ts';
import { hidesSomething } from '../text/visible.ts';
import { asMarkdown, asText, headingOf, type ReportHead, slackMessage, teamsMessage } from './message.ts';

const HEAD: ReportHead = {
  caseNumber: 42,
  title: 'Shell in payment',
  severity: 1,
  phase: 'containment',
  drill: false,
  reportNumber: 3,
  upTo: '2026-11-25T03:50:18.412Z',
  by: 'Ines Okafor',
  url: 'https://bulkhead.example/cases/42',
};
const CONTENT = { know: ['A shell ran.', 'Unknown: what left.'], did: [], need: ['An owner for: rotate & tell <all>'] };

test('as text', () => {
  expect(asText(headingOf(HEAD), CONTENT)).toBe(`Case 42, status report 3: Shell in payment

Severity 1, containment. As of 2026-11-25 03:50:18 UTC, by Ines Okafor.

What we know
- A shell ran.
- Unknown: what left.

What we did
- Nothing on record.

What we need next
- An owner for: rotate & tell <all>

https://bulkhead.example/cases/42`);
});

test('as Markdown', () => {
  expect(asMarkdown(headingOf(HEAD), CONTENT)).toContain(
    '## What we know\n\n- A shell ran.\n- Unknown: what left.\n\n## What we did',
  );
  expect(asMarkdown(headingOf(HEAD), CONTENT)).toContain('- An owner for: rotate \\& tell \\<all\\>');
});

test.each([
  ['a drill says so first', { drill: true }, '[DRILL] Case 42, status report 3: Shell in payment'],
  ['what is not kept has no number', { reportNumber: null }, 'Case 42, status report: Shell in payment'],
  [
    'a title is one line',
    { title: 'a\r\nBcc: all@example.com' },
    'Case 42, status report 3: a\\r\\nBcc: all@example.com',
  ],
])('%s', (_, over, title) => expect(headingOf({ ...HEAD, ...over }).title).toBe(title));

describe('Slack', () => {
  test('a fallback text and blocks', () => {
    const { text, blocks } = slackMessage(headingOf(HEAD), CONTENT);
    expect(text).toContain('*What we know*\n• A shell ran.\n• Unknown: what left.');
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'section', 'section', 'section']);
    expect(blocks[4]).toMatchObject({
      text: { verbatim: true, text: expect.stringContaining('rotate &amp; tell &lt;all&gt;') },
    });
  });

  test('no name mentions, links or breaks out; every text fits', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.constantFrom('<!channel>', '<@U1>', '<http://e|x>', '\n*b*')), (text) => {
        const lines = Array.from({ length: 50 }, () => text.repeat(200).slice(0, 2000));
        const { text: fallback, blocks } = slackMessage(headingOf({ ...HEAD, title: text }), {
          know: lines,
          did: lines,
          need: [text],
        });
        const own = `<${HEAD.url}|Case 42 in Bulkhead>`;
        for (const said of [fallback, ...blocks.slice(1).map((block) => block.text.text)]) {
          expect(said.replace(own, '')).not.toMatch(/[<>]/);
          expect(said.length).toBeLessThanOrEqual(said === fallback ? 12_000 : 3_000);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('Teams: text runs alone, small enough, one paragraph a fact', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const lines = Array.from({ length: 50 }, () => `${text}[a](http://e)`.repeat(50).slice(0, 2000));
      const message = teamsMessage(headingOf({ ...HEAD, title: text }), { know: lines, did: lines, need: [text] });
      const sent = JSON.stringify(message);
      expect(new TextEncoder().encode(sent).length).toBeLessThan(28_000);
      expect(sent).not.toContain('"TextBlock"');
      for (const { inlines } of message.attachments[0]?.content.body ?? [])
        for (const inline of inlines) expect(hidesSomething(JSON.stringify(inline))).toBe(false);
    }),
    { numRuns: 40 },
  );
});
