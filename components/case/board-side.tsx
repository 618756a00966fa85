'use client';

import Link from 'next/link';
import { ReportDue } from '@/components/report/report-due';
import { ReportPanel } from '@/components/report/report-panel';
import { SeverityMark } from '@/components/ui/glyphs';
import { ErrorNote, Loading } from '@/components/ui/states';
import { type CaseSummary, severityNumber } from '@/lib/cases/case';
import { RolesPanel } from './roles-panel';
import { useCase } from './use-case';

/** Of the case that the row of the board is about: its status report, and who is in the room. */
export function BoardSide({ one }: { one: CaseSummary }) {
  const { data: view, error } = useCase(one.number);
  return (
    <aside className="pane vr max-lg:hidden" aria-label={`Case ${one.number}`}>
      <div className="pane-h">
        <SeverityMark level={severityNumber(one.severity)} size={18} />
        <h2>
          <Link href={`/cases/${one.number}`} className="text-fg">
            Case {one.number}
          </Link>
          , status report
        </h2>
        <span className="flex-1" />
        <ReportDue case={one} />
      </div>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <ReportPanel key={one.id} number={one.number} caseId={one.id} />
      </div>
      <div className="max-h-[45%] flex-none overflow-y-auto border-t border-line px-4 py-2.5">
        {view ? (
          <RolesPanel view={view} />
        ) : error ? (
          <ErrorNote title={error.message} />
        ) : (
          <Loading words="Reading who is in the room" rows={2} />
        )}
      </div>
    </aside>
  );
}
