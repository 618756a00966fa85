import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellWord } from './shell.ts';

test.each([
  ['payment-7c9f6d5b8-x2kqv', 'payment-7c9f6d5b8-x2kqv'],
  ['', "''"],
  ["it's", `'it'\\''s'`],
  ['$(id)', "'$(id)'"],
  ['=ls', "'=ls'"],
])('%j is written as %s', (text, word) => expect(shellWord(text)).toBe(word));

test('a shell reads back each word as it was', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary-ascii' }),
    fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '`', '(', ')', '\n', ' ', ';', 'a') }),
  );
  const words = fc.array(
    text.map((each) => each.toWellFormed().replaceAll('\0', '')),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(words, (all) => {
      const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${all.map(shellWord).join(' ')}`], {
        encoding: 'utf8',
      });
      expect(stdout.split('\0').slice(0, -1)).toEqual(all.length === 0 ? [''] : all);
    }),
    { numRuns: 60 },
  );
});
