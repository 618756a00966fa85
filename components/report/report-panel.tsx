'use client';

import { useCase } from '@/components/case/use-case';
import { useRoom } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/glyphs';
import { Empty, ErrorNote, Loading, Stale } from '@/components/ui/states';
import { Time, useTimeWords } from '@/components/ui/time';
import { type CaseView, severityNumber } from '@/lib/cases/case';
import { asMarkdown, asText, headingOf } from '@/lib/reports/message';
import type { ReportText, ReportView } from '@/lib/reports/report';
import { CopyButton } from './copy-button';
import { Deliveries, SentReports } from './deliveries';
import { ReportBody } from './report-body';
import { ReportEditor } from './report-editor';
import { SendReport } from './send-report';
import { type ReportOnScreen, useReport } from './use-report';
import { useChannels, useReports } from './use-reports';

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
  const report = useReport(view, reports);
  const { sent, frozen, shown, failure, content } = report;
  const heading = useAsSent(view, report);
  const lastAt = Date.parse(sent[0]?.sentAt ?? '');
  const fresh = useTimeWords((now) => (now - lastAt < NEWS_MS ? 'news' : '')) !== '';
  return (
    <div className="report">
      {report.away && shown ? <Stale>Not connected. This is as it was known last; nothing can be sent.</Stale> : null}
      <Head report={report} />
      {fresh ? <LatestSent report={sent[0]} /> : null}
      <Text report={report} />
      {failure ? <ErrorNote {...failure} /> : null}
      {frozen && !sent[0] ? <Empty title="No status report was sent">The case was closed without one.</Empty> : null}
      {fresh ? null : <LatestSent report={sent[0]} />}
      <SentReports reports={sent} />
      <div className="meta border-t border-line px-4 py-2.5">
        {content ? (
          <p>
            <CopyButton what={() => asMarkdown(heading(), content)} as="Markdown" inline>
              Copy as Markdown
            </CopyButton>
          </p>
        ) : null}
        <p>
          The whole case as a file: <a href={`/api/cases/${view.number}/report-file?format=pdf`}>PDF</a>,{' '}
          <a href={`/api/cases/${view.number}/report-file?format=md`}>Markdown</a>
        </p>
      </div>
      {content ? <Foot view={view} report={report} content={content} /> : null}
    </div>
  );
}

const Head = ({ report }: { report: ReportOnScreen }) => (
  <div className="report-text flex items-start gap-2 pb-0">
    <p className="meta flex-1">
      <About open={report.open} upTo={report.upTo} frozen={report.frozen} />
    </p>
    {report.shown && !report.editing ? (
      <span className="flex flex-none gap-1">
        <Button look="quiet" onClick={() => void report.draftAnew()} disabledReason={report.away}>
          Draft anew
        </Button>
        <Button onClick={report.ask} disabledReason={report.mayNot ?? report.away}>
          Edit
        </Button>
      </span>
    ) : null}
  </div>
);

function Text({ report }: { report: ReportOnScreen }) {
  const { shown, editing, frozen, draftError, held, busy } = report;
  if (editing)
    return (
      <ReportEditor
        edit={report.edit}
        open={report.open}
        asked={report.asked}
        held={busy ? 'Being saved' : held}
        onSave={() => void report.save()}
        onLeave={report.leave}
      />
    );
  const failed = draftError ? (
    <ErrorNote
      title={draftError.message}
      action={<Button onClick={() => void report.draftAnew()}>Draft again</Button>}
    />
  ) : null;
  if (shown)
    return (
      <>
        <div className="report-text pt-0">
          <ReportBody content={shown.content} label="Draft of the status report" />
        </div>
        {failed}
      </>
    );
  return frozen ? null : (failed ?? <Loading words="Drafting from the timeline" rows={6} />);
}

interface FootProps {
  view: CaseView;
  report: ReportOnScreen;
  content: ReportText;
}

function Foot({ view, report, content }: FootProps) {
  const channels = useChannels();
  const heading = useAsSent(view, report);
  return (
    <div className="report-foot">
      <SendReport
        channels={channels.data ?? []}
        last={report.sent[0] ?? null}
        busy={report.busy}
        held={report.held ?? (report.edit.overtaken ? 'Put both versions together first' : null)}
        target={JSON.stringify(content)}
        onSend={(to) => void report.send(to)}
      >
        <CopyButton what={() => asText(heading(), content)} as="text">
          <Icon name="copy" small /> Copy
        </CopyButton>
      </SendReport>
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
  upTo: string;
  frozen: string | null;
}

function About({ open, upTo, frozen }: AboutProps) {
  if (frozen) return `${frozen}.`;
  if (upTo === '') return 'Nothing is on screen yet.';
  return (
    <>
      {open ? `Report ${open.number}, kept by ${open.createdBy.name} and not sent. ` : ''}
      Draft from the timeline up to <Time at={upTo} />. You edit, then send. What was sent is kept.
    </>
  );
}

/** The report as it would be sent, with what stands above it. */
function useAsSent(view: CaseView, report: ReportOnScreen) {
  const me = useRoom().person;
  return () =>
    headingOf({
      caseNumber: view.number,
      title: view.title,
      severity: severityNumber(view.severity),
      phase: view.phase,
      drill: view.drill,
      reportNumber: report.open?.number ?? null,
      upTo: report.upTo,
      by: me.name,
      url: `${window.location.origin}/cases/${view.number}`,
    });
}
