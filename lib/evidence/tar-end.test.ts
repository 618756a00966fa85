import fc from 'fast-check';
import { expect, test } from 'vitest';
import { archiveOf } from '../testing/archive.ts';
import { TarWalker } from './tar-end.ts';

const walk = (bytes: Uint8Array, step = 1_000): TarWalker => {
  const walker = new TarWalker();
  for (let at = 0; at < bytes.length; at += step) walker.push(bytes.subarray(at, at + step));
  return walker;
};

test('any archive is whole, whatever the size of the pieces; any cut before its end is not', async () => {
  const files = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,20}$/), fc.uint8Array({ maxLength: 2_000 })), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(
      files,
      fc.integer({ min: 1, max: 3_000 }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      async (content, step, share) => {
        const bytes = await archiveOf(content);
        const { ended, entries, broken } = walk(bytes, step);
        expect({ ended, entries, broken }).toEqual({ ended: true, entries: content.length, broken: null });
        expect(walk(bytes.subarray(0, Math.floor((bytes.length - 1) * share)), step).ended).toBe(false);
      },
    ),
    { numRuns: 60 },
  );
});

test('zeros inside a file are not the end of the archive', async () => {
  const bytes = await archiveOf([['zeros', new Uint8Array(20_000)]]);
  expect(walk(bytes.subarray(0, 12_000)).ended).toBe(false);
});

test('what is no archive is said to be broken', () => {
  expect(walk(new Uint8Array(2_000).fill(65)).broken).toContain('not a tar archive');
});
