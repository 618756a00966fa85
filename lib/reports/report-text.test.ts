import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentOf, LINE_MAX, LINES_MAX, textOf, tooMuch } from './report-text.ts';

const REPORT = {
  know: ['A shell ran in finance/payment at 03:04:12 UTC.', 'Unknown: what left the cluster.'],
  did: [],
  need: ['An owner for: rotate stripe-webhook.'],
};

test('a report is edited as one text with its three headings', () => {
  expect(textOf(REPORT)).toBe(
    [
      'What we know',
      '- A shell ran in finance/payment at 03:04:12 UTC.',
      '- Unknown: what left the cluster.',
      '',
      'What we did',
      '',
      'What we need next',
      '- An owner for: rotate stripe-webhook.',
    ].join('\n'),
  );
  expect(contentOf(textOf(REPORT))).toEqual(REPORT);
});

test.each([
  ['no heading at all', 'all is quiet', { know: ['all is quiet'], did: [], need: [] }],
  ['headings in capitals and with a colon', 'WHAT WE DID:\nisolated it', { know: [], did: ['isolated it'], need: [] }],
  ['other bullets, blank lines', '• one\n\n* two\n-\n', { know: ['one', 'two'], did: [], need: [] }],
  ['a fact that reads like a heading', '- What we did', { know: ['What we did'], did: [], need: [] }],
  ['a minus that belongs to the fact', '-5 degrees', { know: ['-5 degrees'], did: [], need: [] }],
  ['line ends of Windows', 'What we did\r\n- a\r\n- b', { know: [], did: ['a', 'b'], need: [] }],
])('%s', (_, text, content) => expect(contentOf(text)).toEqual(content));

test('a report comes back from its text as it was', () => {
  const line = fc
    .string({ minLength: 1, maxLength: 40 })
    .map((text) => text.replace(/[\r\n\u2028\u2029]/g, ' ').trim())
    .filter((text) => text !== '');
  const lines = fc.array(line, { maxLength: 5 });
  fc.assert(
    fc.property(fc.record({ know: lines, did: lines, need: lines }), (content) => {
      expect(contentOf(textOf(content))).toEqual(content);
    }),
  );
});

test('what is too long or too much is said, not cut', () => {
  expect(tooMuch(REPORT)).toBeNull();
  expect(tooMuch({ ...REPORT, did: Array.from({ length: LINES_MAX + 1 }, () => 'x') })).toBe(
    '"What we did" has more than 50 lines',
  );
  expect(tooMuch({ ...REPORT, need: ['y'.repeat(LINE_MAX + 1)] })).toMatch(/^A line is longer than 2,000/);
});
