'use client';

import { useState } from 'react';
import { keepReport, sendReport } from '@/app/actions/reports';
import { useAct } from '@/components/case/use-act';
import { useCase } from '@/components/case/use-case';
import { useStreamUp } from '@/components/live/live-provider';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Empty, ErrorNote, Loading, Stale } from '@/components/ui/states';
import { Time, useTimeWords } from '@/components/ui/time';
import { type CaseView, severityNumber } from '@/lib/cases/case';
import { type ActionResult, succeeded } from '@/lib/failure';
import { asMarkdown, asText, headingOf } from '@/lib/reports/message';
import type { ReportText, ReportView } from '@/lib/reports/report';
import { isEmpty, tooMuch } from '@/lib/reports/report-text';
import { CopyReport } from './copy-report';
import { Deliveries, SentReports } from './deliveries';
import { ReportBody } from './report-body';
import { ReportEditor } from './report-editor';
import { SendReport } from './send-report';
import { useReportText } from './use-report-text';
import { useChannels, useReportDraft, useReports, useTakeReport } from './use-reports';

interface ReportPanelProps {
  number: number;
  caseId: string;
}

/** The status report of a case: drafted from the record, edited by people, kept, copied or sent; and what went out. */
export function ReportPanel({ number, caseId }: ReportPanelProps) {
  const { data: view, error: caseError } = useCase(number);
  const { data: reports, error } = useReports(number, caseId);
  if (caseError || error) return <ErrorNote title={(caseError ?? error)?.message ?? ''} next="It is tried again." />;
  if (!view || !reports) return <Loading words="Reading the status reports" rows={6} />;
  return <Report key={caseId} view={view} reports={reports} />;
}

function Report({ view, reports }: { view: CaseView; reports: readonly ReportView[] }) {
  const { number, id: caseId } = view;
  const up = useStreamUp();
  const open = reports.find(({ sentAt }) => sentAt === null) ?? null;
  const sent = reports.filter(({ sentAt }) => sentAt !== null);
  const lastAt = Date.parse(sent[0]?.sentAt ?? '');
  const fresh = useTimeWords((now) => (now - lastAt < NEWS_MS ? 'news' : '')) !== '';
  const frozen = view.closedAt ? 'The case is closed: it is frozen until it is reopened' : null;
  const drafting = useReportDraft(number, caseId, !open && !frozen);
  const channels = useChannels();
  const shown = open ?? drafting.data ?? null;
  const edit = useReportText({ number, caseId, open, shown });
  const [asked, setAsked] = useState(false);
  const editing = !frozen && shown !== null && (asked || edit.typed);
  const content = editing ? edit.content : shown?.content;
  const take = useTakeReport(caseId);
  const { act, busy, failure } = useAct();
  const mayNot = useWhyNot('report.write');
  const away = up ? null : 'Bulkhead does not answer';
  const wrong = content && (tooMuch(content) ?? (isEmpty(content) ? 'The report says nothing' : null));
  const held = mayNot ?? frozen ?? away ?? wrong ?? null;

  const onScreen = (said: ReportText) => ({
    caseId,
    reportId: open?.id ?? null,
    baseVersion: open?.version ?? null,
    content: said,
    upTo: editing ? edit.upTo : (shown?.upTo ?? ''),
  });
  const store = async (change: (said: ReportText) => Promise<ActionResult<ReportView>>) => {
    if (!content) return;
    const done = await act(async () => {
      const result = await change(content);
      if (result.ok) take(result.value);
      return result.ok ? succeeded(null) : result;
    });
    if (!done) return;
    edit.done();
    setAsked(false);
  };
  const draftAnew = async () => {
    const { data } = await drafting.refetch();
    if (data && open) edit.replace(data.content, data.upTo);
    else if (data) edit.done();
  };

  return (
    <div className="report">
      {away && shown ? <Stale>Not connected. This is as it was known last; nothing can be sent.</Stale> : null}
      <div className="report-text flex items-start gap-2 pb-0">
        <p className="meta flex-1">
          <About open={open} upTo={editing ? edit.upTo : (shown?.upTo ?? null)} frozen={frozen} />
        </p>
        {shown && !frozen && !editing ? (
          <span className="flex flex-none gap-1">
            <Button look="quiet" onClick={() => void draftAnew()} disabledReason={away}>
              Draft anew
            </Button>
            <Button onClick={() => setAsked(true)} disabledReason={mayNot ?? away}>
              Edit
            </Button>
          </span>
        ) : null}
      </div>
      {fresh ? <LatestSent report={sent[0]} /> : null}
      {editing ? (
        <ReportEditor
          edit={edit}
          open={open}
          asked={asked}
          held={busy ? 'Being saved' : held}
          onSave={() => void store((said) => keepReport(onScreen(said)))}
          onLeave={() => {
            edit.done();
            setAsked(false);
          }}
        />
      ) : shown && !frozen ? (
        <div className="report-text pt-0">
          <ReportBody content={shown.content} label="Draft of the status report" />
        </div>
      ) : drafting.error ? (
        <ErrorNote
          title={drafting.error.message}
          action={<Button onClick={() => void draftAnew()}>Draft again</Button>}
        />
      ) : frozen ? null : (
        <Loading words="Drafting from the timeline" rows={6} />
      )}
      {failure ? <ErrorNote {...failure} /> : null}
      {frozen && !sent[0] ? <Empty title="No status report was sent">The case was closed without one.</Empty> : null}
      {fresh ? null : <LatestSent report={sent[0]} />}
      <SentReports reports={sent} />
      <p className="meta border-t border-line px-4 py-2.5">
        The whole case as a file: <a href={`/api/cases/${number}/report-file?format=pdf`}>PDF</a>,{' '}
        <a href={`/api/cases/${number}/report-file?format=md`}>Markdown</a>
      </p>
      {content && !frozen ? (
        <div className="report-foot">
          <SendReport
            channels={channels.data ?? []}
            last={sent[0] ?? null}
            busy={busy}
            held={held ?? (edit.overtaken ? 'Put both versions together first' : null)}
            target={JSON.stringify(content)}
            onSend={(to) => void store((said) => sendReport({ ...onScreen(said), ...to }))}
          >
            <Copying view={view} open={open} content={content} upTo={onScreen(content).upTo} />
          </SendReport>
        </div>
      ) : null}
    </div>
  );
}

/** After this what became of a report is no news any more, and stands below the next draft. */
const NEWS_MS = 10 * 60_000;

const LatestSent = ({ report }: { report: ReportView | undefined }) =>
  report ? (
    <section aria-label="Latest sent report" className="report-latest">
      <h3>
        Report {report.number}, sent <Time at={report.sentAt ?? ''} />
      </h3>
      <Deliveries report={report} />
    </section>
  ) : null;

interface AboutProps {
  open: ReportView | null;
  upTo: string | null;
  frozen: string | null;
}

function About({ open, upTo, frozen }: AboutProps) {
  if (frozen) return `${frozen}.`;
  if (!upTo) return 'Nothing is on screen yet.';
  return (
    <>
      {open ? `Report ${open.number}, kept by ${open.createdBy.name} and not sent. ` : ''}
      Draft from the timeline up to <Time at={upTo} />. You edit, then send. What was sent is kept.
    </>
  );
}

interface CopyingProps {
  view: CaseView;
  open: ReportView | null;
  content: ReportText;
  upTo: string;
}

function Copying({ view, open, content, upTo }: CopyingProps) {
  const me = useRoom().person;
  const heading = () =>
    headingOf({
      caseNumber: view.number,
      title: view.title,
      severity: severityNumber(view.severity),
      phase: view.phase,
      drill: view.drill,
      reportNumber: open?.number ?? null,
      upTo,
      by: me.name,
      url: `${window.location.origin}/cases/${view.number}`,
    });
  return <CopyReport text={() => asText(heading(), content)} markdown={() => asMarkdown(heading(), content)} />;
}
