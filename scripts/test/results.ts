/** What a part of the tests came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** The one line that a test command ends with. */
export const lastLine = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;

/** Reads that line back, from the end of what a test command printed; null when it does not end with one. */
export function readLastLine(output: string): Counts | null {
  const match = /(?:^|\n)(\d+) passed, (\d+) failed\s*$/.exec(output);
  return match ? { passed: Number(match[1]), failed: Number(match[2]), skipped: 0 } : null;
}

/** A run passes when something passed and nothing failed. */
export const allPassed = ({ passed, failed }: Counts): boolean => passed > 0 && failed === 0;

/**
 * What counts when the report and the exit code are put together. A run that broke off, reported nothing, or ran no test
 * is one failure: nothing was shown.
 */
export function settle(reported: Counts | null, exitCode: number | null): Counts {
  if (!reported) return { ...NOTHING, failed: 1 };
  const silent = reported.passed + reported.failed === 0;
  const broke = exitCode !== 0 && reported.failed === 0;
  return silent || broke ? { ...reported, failed: reported.failed + 1 } : reported;
}

/** From Vitest's JSON report. A file that could not be loaded has no tests to count, and is one failure. */
export function vitestCounts(report: unknown): Counts | null {
  if (!isRecord(report) || !Array.isArray(report.testResults)) return null;
  return report.testResults.filter(isRecord).reduce<Counts>((sum, file) => {
    const tests = Array.isArray(file.assertionResults) ? file.assertionResults.filter(isRecord) : [];
    const count = (...states: string[]) => tests.filter(({ status }) => states.includes(String(status))).length;
    const failed = count('failed');
    return add(sum, {
      passed: count('passed'),
      failed: failed === 0 && file.status === 'failed' ? 1 : failed,
      skipped: count('skipped', 'pending', 'todo', 'disabled'),
    });
  }, NOTHING);
}

/** From Playwright's JSON report. A test that passed only when tried again is a failure; so is an error outside a test. */
export function playwrightCounts(report: unknown): Counts | null {
  if (!isRecord(report) || !isRecord(report.stats)) return null;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const errors = Array.isArray(report.errors) ? report.errors.length : 0;
  return { passed: number(expected), failed: number(unexpected) + number(flaky) + errors, skipped: number(skipped) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
