'use client';

import { ReportDue } from '@/components/report/report-due';
import type { CaseView } from '@/lib/cases/case';

/** The status report of a case, where it stands beside the board or in a sheet. */
export const ReportSlot = ({ one }: { one: Pick<CaseView, 'number' | 'id' | 'reportDueAt'> }) => (
  <p className="px-4 py-3 text-fg-2">
    Status report of case {one.number}: <ReportDue case={one} />
  </p>
);
