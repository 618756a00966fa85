import { expect, test } from 'vitest';
import { allPassed, lastLine, playwrightCounts, readLastLine, settle, vitestCounts } from './results.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

test.each([
  ['two that passed', [file('passed', 'passed', 'passed')], { passed: 2, failed: 0, skipped: 0 }],
  ['one of each', [file('failed', 'passed', 'failed', 'skipped')], { passed: 1, failed: 1, skipped: 1 }],
  [
    'a file that could not be loaded is a failure',
    [file('failed'), file('passed', 'passed')],
    { passed: 1, failed: 1, skipped: 0 },
  ],
  ['tests passed, then a hook of the file failed', [file('failed', 'passed')], { passed: 1, failed: 1, skipped: 0 }],
  ['what waits to be written is no pass', [file('passed', 'todo', 'pending')], { passed: 0, failed: 0, skipped: 2 }],
])('Vitest: %s', (_, testResults, counts) => expect(vitestCounts({ testResults })).toEqual(counts));

test.each([
  [
    'all as expected',
    { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 1 }, errors: [] },
    { passed: 3, failed: 0, skipped: 1 },
  ],
  [
    'passed at the second try is a failure',
    { stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 0 } },
    { passed: 2, failed: 2, skipped: 0 },
  ],
  [
    'an error outside the tests counts',
    { stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{}] },
    { passed: 2, failed: 1, skipped: 0 },
  ],
])('Playwright: %s', (_, report, counts) => expect(playwrightCounts(report)).toEqual(counts));

test.each([
  ['no report: it broke off', null, 0, { passed: 0, failed: 1, skipped: 0 }],
  ['no test ran', { passed: 0, failed: 0, skipped: 4 }, 0, { passed: 0, failed: 1, skipped: 4 }],
  ['all passed, but it ended badly', { passed: 9, failed: 0, skipped: 0 }, 1, { passed: 9, failed: 1, skipped: 0 }],
  ['killed after its report', { passed: 9, failed: 0, skipped: 0 }, null, { passed: 9, failed: 1, skipped: 0 }],
  ['failures explain the exit code', { passed: 9, failed: 2, skipped: 0 }, 1, { passed: 9, failed: 2, skipped: 0 }],
  ['well', { passed: 9, failed: 0, skipped: 0 }, 0, { passed: 9, failed: 0, skipped: 0 }],
])('a run that ended: %s', (_, reported, code, counts) => expect(settle(reported, code)).toEqual(counts));

test.each([
  ['report that is none', 'a string'],
  ['empty object', {}],
])('a %s gives no counts', (_, report) => {
  expect(vitestCounts(report)).toBeNull();
  expect(playwrightCounts(report)).toBeNull();
});

test.each([
  ['the last line', 'a\nb\n12 passed, 3 failed\n', { passed: 12, failed: 3, skipped: 0 }],
  ['not an earlier one', '12 passed, 3 failed\nthen it crashed\n', null],
  ['not a part of a line', 'so 12 passed, 3 failed', null],
  ['nothing', '', null],
])('reads %s', (_, output, counts) => expect(readLastLine(output)).toEqual(counts));

test('the last line can be read back, and only passes without a failure are a pass', () => {
  const counts = { passed: 7, failed: 0, skipped: 2 };
  expect(readLastLine(`${lastLine(counts)}\n`)).toEqual({ ...counts, skipped: 0 });
  expect(allPassed(counts)).toBe(true);
  expect(allPassed({ passed: 0, failed: 0, skipped: 9 })).toBe(false);
  expect(allPassed({ passed: 7, failed: 1, skipped: 0 })).toBe(false);
});
