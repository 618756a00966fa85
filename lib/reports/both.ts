import type { ReportText } from './report.ts';
import { PARTS } from './report-text.ts';

/** Two versions of one report put together: theirs, then each line of mine that theirs does not have. */
export function bothOf(theirs: ReportText, mine: ReportText): ReportText {
  const [know, did, need] = PARTS.map((part) => [
    ...theirs[part],
    ...mine[part].filter((line) => !theirs[part].includes(line)),
  ]);
  return { know: know ?? [], did: did ?? [], need: need ?? [] };
}
