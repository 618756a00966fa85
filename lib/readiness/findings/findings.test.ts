import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PHASES } from '../../cases/case.ts';
import { CHECKS } from '../checks/index.ts';
import { FINDERS } from './index.server.ts';
import { playbookFinding } from './playbooks.ts';

test('every finder is listed under the key of its check', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /\.server\.ts$/.test(name) && !/^index/.test(name));
  expect(Object.keys(FINDERS).map((key) => `${key}.server.ts`)).toEqual(files);
  const keys = CHECKS.map(({ key }) => key);
  expect(Object.keys(FINDERS).filter((key) => !keys.includes(key))).toEqual([]);
});

const NOW = new Date('2026-11-17T09:00:00Z');
const current = {
  version: 2,
  reviewedAt: '2026-10-21T08:00:00Z',
  reviewedVersion: 2,
  nextDueAt: '2027-01-19T08:00:00Z',
  stale: false,
};
const never = { version: 0, reviewedAt: null, reviewedVersion: null, nextDueAt: null, stale: true };
const five = (each: typeof current | typeof never, first: typeof current | typeof never = each) =>
  PHASES.map((phase, index) => ({ title: phase, review: index === 0 ? first : each }));

test.each([
  ['all are current', five(current), 'pass', '5 of 5', 'reviewed 2026-10-21, next by 2027-01-19'],
  ['one is overdue', five(current, { ...current, stale: true }), 'partial', '4 of 5', 'reviewed 2026-10-21, overdue'],
  [
    'one was changed since',
    five(current, { ...current, version: 3, stale: true }),
    'partial',
    '4 of 5',
    'reviewed 2026-10-21 as version 2; version 3 is in force',
  ],
  ['one was never reviewed', five(current, never), 'partial', '4 of 5', 'never reviewed'],
  ['none was', five(never), 'fail', '0 of 5', 'never reviewed'],
])('playbooks of which %s', (_, reviews, status, words, first) => {
  const finding = playbookFinding(reviews, NOW);
  expect(finding.status).toBe(status);
  expect(finding.words).toContain(words);
  expect(finding.objects[0]?.words).toBe(first);
});
