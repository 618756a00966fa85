'use client';

import { useState } from 'react';
import { keepReport, sendReport } from '@/app/actions/reports';
import { useAct } from '@/components/case/use-act';
import { useStreamUp } from '@/components/live/live-provider';
import { useWhyNot } from '@/components/shell/room';
import type { CaseView } from '@/lib/cases/case';
import { type ActionResult, succeeded } from '@/lib/failure';
import type { ReportText, ReportView } from '@/lib/reports/report';
import { isEmpty, tooMuch } from '@/lib/reports/report-text';
import { useReportText } from './use-report-text';
import { useReportDraft, useTakeReport } from './use-reports';

/** What is on screen of a case's status report, and what can be done with it. */
export function useReport(view: CaseView, reports: readonly ReportView[]) {
  const { number, id: caseId } = view;
  const open = reports.find(({ sentAt }) => sentAt === null) ?? null;
  const frozen = view.closedAt ? 'The case is closed: it is frozen until it is reopened' : null;
  const away = useStreamUp() ? null : 'Bulkhead does not answer';
  const mayNot = useWhyNot('report.write');
  const drafting = useReportDraft(number, caseId, !open && !frozen);
  const shown = frozen ? null : (open ?? drafting.data ?? null);
  const edit = useReportText({ number, caseId, open, shown });
  const [asked, setAsked] = useState(false);
  const editing = shown !== null && (asked || edit.typed);
  const content = editing ? edit.content : (shown?.content ?? null);
  const upTo = editing ? edit.upTo : (shown?.upTo ?? '');
  const take = useTakeReport(caseId);
  const { act, busy, failure } = useAct();
  const wrong = content && (tooMuch(content) ?? (isEmpty(content) ? 'The report says nothing' : null));

  const leave = () => {
    edit.done();
    setAsked(false);
  };
  const store = async (change: (content: ReportText) => Promise<ActionResult<ReportView>>) => {
    if (!content) return;
    const done = await act(async () => {
      const result = await change(content);
      if (!result.ok) return result;
      take(result.value);
      return succeeded(null);
    });
    if (done) leave();
  };
  const base = { caseId, reportId: open?.id ?? null, baseVersion: open?.version ?? null, upTo };

  return {
    open,
    sent: reports.filter(({ sentAt }) => sentAt !== null),
    frozen,
    away,
    shown,
    edit,
    editing,
    /** somebody pressed Edit here; else a draft of theirs was found */
    asked,
    ask: () => setAsked(true),
    leave,
    content,
    upTo,
    busy,
    failure,
    mayNot,
    /** why it can be neither saved nor sent now, or null */
    held: mayNot ?? frozen ?? away ?? wrong,
    draftError: drafting.error,
    draftAnew: async () => {
      const { data } = await drafting.refetch();
      if (data && open) edit.replace(data.content, data.upTo);
      else if (data) edit.done();
    },
    save: () => store((said) => keepReport({ ...base, content: said })),
    send: (to: { channelIds: string[]; byHand: string }) =>
      store((said) => sendReport({ ...base, content: said, ...to })),
  };
}

export type ReportOnScreen = ReturnType<typeof useReport>;
