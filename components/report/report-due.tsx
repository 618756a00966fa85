'use client';

import { useTimeWords } from '@/components/ui/time';
import type { CaseSummary } from '@/lib/cases/case';
import { dueState, dueWords } from './due-words';

interface ReportDueProps {
  case: Pick<CaseSummary, 'reportDueAt'>;
  /** words alone, for a cell whose column says what is due */
  bare?: boolean;
}

const LOOK: Record<string, string> = { ahead: 'chip', soon: 'chip chip-3', late: 'chip chip-2' };
const BARE_LOOK: Record<string, string> = { ahead: 'text-fg-3', soon: 'text-fg-2', late: 'text-s2-fg' };

/** When the next status report is due: "due in 12 min", "late by 3 min". Nothing once the case is closed. */
export function ReportDue({ case: { reportDueAt }, bare = false }: ReportDueProps) {
  const at = reportDueAt === null ? Number.NaN : Date.parse(reportDueAt);
  const words = useTimeWords((now) => (Number.isNaN(at) ? '' : dueWords(at, now, bare)));
  const state = useTimeWords((now) => dueState(at, now));
  if (reportDueAt === null || words === '') return null;
  const title = `Next status report: ${reportDueAt} (UTC)`;
  if (bare)
    return (
      <span className={BARE_LOOK[state]} title={title}>
        {words}
      </span>
    );
  return (
    <span className={LOOK[state]} title={title}>
      <svg className="icon icon-s" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.5" />
        <path d="M8 4.8V8l2.2 1.6" />
      </svg>
      <span className="sr-only">Next status report </span>
      {words}
    </span>
  );
}
