import { StatusGlyph, type StatusKind } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Time } from '@/components/ui/time';
import { KIND_NAME } from '@/lib/reports/channel';
import type { DeliveryView, ReportView } from '@/lib/reports/report';
import { ReportBody } from './report-body';

const OUTCOME: Record<DeliveryView['outcome'], { glyph: StatusKind; words: string; look: string }> = {
  'under-way': { glyph: 'run', words: 'under way', look: 'text-run-fg' },
  succeeded: { glyph: 'ok', words: 'got it', look: 'text-ok-fg' },
  failed: { glyph: 'failed', words: 'did not get it', look: 'text-s1-fg' },
  unknown: { glyph: 'unknown', words: 'unknown', look: 'text-s4-fg' },
};

/** What went out, to whom, and what became of it; each as it was sent. */
export const SentReports = ({ reports }: { reports: readonly ReportView[] }) =>
  reports.length === 0 ? null : (
    <section aria-label="Sent reports" className="border-t border-line px-4 py-2.5">
      <h3>Sent</h3>
      {reports.map((report) => (
        <details key={report.id}>
          <summary className="cursor-pointer py-1 text-fg-2">
            Report {report.number}, <Time at={report.sentAt ?? report.createdAt} /> by{' '}
            {report.sentBy?.name ?? 'unknown'}
          </summary>
          <div className="report-text px-0">
            <ReportBody content={report.content} label={`Report ${report.number}`} />
          </div>
        </details>
      ))}
    </section>
  );

/** What became of each sending of one report. */
export const Deliveries = ({ report }: { report: ReportView }) => (
  <ul aria-label={`Who got report ${report.number}`} className="grid gap-1">
    {report.deliveries.length === 0 ? <li className="meta">Told by hand; the timeline says to whom.</li> : null}
    {report.deliveries.map(({ id, channel, kind, outcome, words }) => (
      <li key={id} className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2">
        <StatusGlyph kind={OUTCOME[outcome].glyph} size={14} />
        <span className="min-w-0">
          <b>
            <HostileText mono={false} text={channel} max={60} />
          </b>{' '}
          ({KIND_NAME[kind]}) <span className={OUTCOME[outcome].look}>{OUTCOME[outcome].words}</span>
          {outcome === 'under-way' || outcome === 'succeeded' ? null : (
            <span className="meta block wrap-anywhere">
              <HostileText mono={false} text={words} max={300} />
            </span>
          )}
        </span>
      </li>
    ))}
  </ul>
);
