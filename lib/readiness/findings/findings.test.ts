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
const review = (reviewedAt: string | null, nextDueAt: string | null) => ({
  reviewedAt: reviewedAt === null ? null : new Date(reviewedAt),
  nextDueAt: nextDueAt === null ? null : new Date(nextDueAt),
});
const five = (each: ReturnType<typeof review>, first = each) =>
  PHASES.map((phase, index) => ({ phase, title: phase, ...(index === 0 ? first : each) }));
const current = review('2026-10-21', '2027-01-19');

test.each([
  ['all are current', five(current), 'pass', '5 of 5', 'reviewed 2026-10-21, next by 2027-01-19'],
  [
    'one is overdue',
    five(current, review('2026-05-01', '2026-08-01')),
    'partial',
    '4 of 5',
    'reviewed 2026-05-01, overdue since 2026-08-01',
  ],
  ['one was never reviewed', five(current, review(null, null)), 'partial', '4 of 5', 'never reviewed'],
  ['none was', five(review(null, null)), 'fail', '0 of 5', 'never reviewed'],
])('playbooks of which %s', (_, reviews, status, words, first) => {
  const finding = playbookFinding(reviews, NOW);
  expect(finding.status).toBe(status);
  expect(finding.words).toContain(words);
  expect(finding.objects[0]?.words).toBe(first);
});
