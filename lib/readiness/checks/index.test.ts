import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STANDARDS, type Standard } from '../check.ts';
import { CHECKS } from './index.ts';

test('every file of this folder is a check of the list, and the other way round', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => !/^index|\.test\.ts$/.test(name));
  expect(CHECKS.map(({ key }) => `${key}.ts`).sort()).toEqual(files.sort());
});

test('they are numbered in their order, and all points are 100', () => {
  expect(CHECKS.map(({ number }) => number)).toEqual(CHECKS.map((_, index) => index + 1));
  expect(CHECKS.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
});

test.each(CHECKS.map((check) => [check.title, check] as const))('%s says all that a first reader needs', (_, check) => {
  expect(check.weight % 2, 'half of its points is a whole number').toBe(0);
  expect(check.question).toMatch(/\?$/);
  expect(check.how.length).toBeGreaterThanOrEqual(2);
  for (const words of [check.why, ...Object.values(check.means), ...check.how]) expect(words).toMatch(/[^.]\.$/);
  expect(check.next).not.toMatch(/\.$/);
  expect(check.references.length).toBeGreaterThan(0);
  expect(new Set(check.references.map(({ standard }) => standard)).size).toBe(check.references.length);
});

test('every standard has evidence', () => {
  const used = new Set<Standard>(CHECKS.flatMap(({ references }) => references.map(({ standard }) => standard)));
  expect([...used].sort()).toEqual(Object.keys(STANDARDS).sort());
});
