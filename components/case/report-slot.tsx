'use client';

import { ReportPanel } from '@/components/report/report-panel';
import type { CaseView } from '@/lib/cases/case';

/** The status report of a case, where it stands beside the board or in a sheet. */
export const ReportSlot = ({ one }: { one: Pick<CaseView, 'number' | 'id' | 'reportDueAt'> }) => (
  <ReportPanel number={one.number} caseId={one.id} />
);
