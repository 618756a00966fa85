import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf, once } from './stamp.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'stamp-test-'));
  mkdirSync(path.join(root, 'lib/deep'), { recursive: true });
  writeFileSync(path.join(root, 'lib/a.ts'), 'one');
  writeFileSync(path.join(root, 'lib/deep/b.ts'), 'two');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (name: string) => path.join(root, name);
const hash = (leaveOut?: (name: string) => boolean) => hashOf(['lib', 'gone.ts'], { root, leaveOut });

test.each<[string, boolean, () => void]>([
  ['a changed file', true, () => writeFileSync(at('lib/deep/b.ts'), 'three')],
  ['a new file', true, () => writeFileSync(at('lib/c.ts'), '')],
  ['a removed file', true, () => rmSync(at('lib/a.ts'))],
  [
    'text that moved from one file to the next',
    true,
    () => {
      writeFileSync(at('lib/a.ts'), 'onet');
      writeFileSync(at('lib/deep/b.ts'), 'wo');
    },
  ],
  ['a file that was absent', true, () => writeFileSync(at('gone.ts'), '')],
  ['another time of the same file', false, () => utimesSync(at('lib/a.ts'), 1, 1)],
])('%s changes the hash: %s', (_, changes, act) => {
  const before = hash();
  act();
  expect(hash() !== before).toBe(changes);
});

test('what is left out changes nothing', () => {
  const leaveOut = (name: string) => name.endsWith('.test.ts');
  const before = hash(leaveOut);
  writeFileSync(at('lib/a.test.ts'), 'test');
  expect(hash(leaveOut)).toBe(before);
});

test('work is done once for a key, again for another, and again when it was cut off', () => {
  const stamp = at('.cache/stamp');
  let times = 0;
  const work = () => void times++;
  expect([once(stamp, 'a', work), once(stamp, 'a', work), once(stamp, 'b', work)]).toEqual([true, false, true]);
  expect(times).toBe(2);
  expect(() =>
    once(stamp, 'c', () => {
      throw new Error('cut off');
    }),
  ).toThrow('cut off');
  expect(once(stamp, 'b', work)).toBe(true);
  expect(readFileSync(stamp, 'utf8')).toBe('b');
});
