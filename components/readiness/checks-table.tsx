'use client';

import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Ago, useTimeWords } from '@/components/ui/time';
import type { Status } from '@/lib/readiness/check';
import type { Standing } from '@/lib/readiness/score';
import type { AttestationView, Finding, PlanView } from '@/lib/readiness/view';
import { StatusMark } from './status-mark';
import { dayWords, dueWords } from './words';

export type CheckStanding = Standing<AttestationView>;

interface ChecksTableProps {
  standings: readonly CheckStanding[];
  plans: readonly PlanView[];
  findings: Readonly<Record<string, Finding>>;
  selected: string;
  onSelect: (key: string) => void;
  /** what was attested after this came while somebody looked on */
  openedAt: number;
}

export const ChecksTable = ({ standings, plans, findings, selected, onSelect, openedAt }: ChecksTableProps) => (
  <table className="table table-checks">
    <caption className="sr-only">The readiness checklist</caption>
    <thead>
      <tr>
        <th scope="col" className="num">
          #
        </th>
        <th scope="col">Check</th>
        <th scope="col">Status</th>
        <th scope="col">Points</th>
        <th scope="col">What was said</th>
        <th scope="col" className="num">
          Age
        </th>
        <th scope="col">Owner</th>
        <th scope="col">Due</th>
      </tr>
    </thead>
    <tbody>
      {standings.map((standing) => {
        const { check, status, said, because, points } = standing;
        const plan = plans.find((one) => one.check === check.key) ?? null;
        return (
          <tr
            key={check.key}
            aria-selected={check.key === selected}
            data-new={said !== null && Date.parse(said.attestedAt) > openedAt}
            onClick={() => onSelect(check.key)}
          >
            <td className="num text-fg-3">{check.number}</td>
            <th scope="row">
              <button type="button" className="font-semibold" onClick={() => onSelect(check.key)}>
                {check.title}
              </button>
            </th>
            <td>
              <StatusMark status={status} />
            </td>
            <td>
              <Points points={points} of={check.weight} partial={status === 'partial'} />
            </td>
            <td className="said">
              <SaidCell standing={standing} finding={findings[check.key] ?? null} />
            </td>
            <td className={`num ${because === 'expired' ? 'text-s2-fg' : 'text-fg-3'}`}>
              {said ? <Ago at={said.attestedAt} /> : ''}
            </td>
            <td className="text-fg-2">
              {(plan?.owner?.name ?? plan?.ownerName) || <span className="text-fg-3">nobody</span>}
            </td>
            <td>
              <Due standing={standing} dueAt={plan?.dueAt ?? null} />
            </td>
          </tr>
        );
      })}
    </tbody>
  </table>
);

/** A bar as long as the weight, filled by points. */
const Points = ({ points, of, partial }: { points: number; of: number; partial: boolean }) => (
  <span className="flex items-center gap-2">
    <span className="points-bar" style={{ width: `${of * 5}px` }} aria-hidden="true">
      <i className={partial ? 'bg-s3-fg' : 'bg-ok'} style={{ width: `${(100 * points) / of}%` }} />
    </span>
    <span className={points > 0 ? 'text-fg-2' : 'text-fg-3'}>
      {points} of {of}
    </span>
  </span>
);

function SaidCell({ standing: { said, because }, finding }: { standing: CheckStanding; finding: Finding | null }) {
  const expired = useTimeWords((now, zone) =>
    said && because === 'expired' ? `Attestation expired ${dayWords(Date.parse(said.validUntil), now, zone)}. ` : '',
  );
  return (
    <>
      <span className="line-clamp-2">
        {said === null ? <span className="text-fg-3">Nobody has attested it yet</span> : null}
        {expired}
        {said?.notes ? <HostileText mono={false} text={said.notes} max={160} /> : null}
        {said && !said.notes ? <span className="text-fg-3">{expired ? '' : 'Attested without notes'}</span> : null}
      </span>
      {finding ? <FoundLine finding={finding} status={said && because === 'said' ? said.status : 'unknown'} /> : null}
    </>
  );
}

const RANK = { pass: 3, partial: 2, fail: 1, unknown: 0 } as const;

/** What Bulkhead found; in amber when people attested more than that. */
const FoundLine = ({ finding, status }: { finding: Finding; status: Status }) =>
  RANK[status] > RANK[finding.status] && finding.status !== 'unknown' ? (
    <span className="flex items-center gap-1 text-s2-fg">
      <StatusGlyph kind="caution" size={12} label="differs" />
      Found otherwise: {finding.words}
    </span>
  ) : (
    <span className="meta block">Found: {finding.words}</span>
  );

const TONE = { late: 'text-s1-fg', soon: 'text-s2-fg', plain: 'text-fg-3' } as const;

function Due({ standing, dueAt }: { standing: CheckStanding; dueAt: string | null }) {
  const words = useTimeWords((now, zone) => dueWords(standing, dueAt, now, zone).words);
  const tone = useTimeWords((now, zone) => dueWords(standing, dueAt, now, zone).tone);
  return <span className={TONE[tone === 'late' || tone === 'soon' ? tone : 'plain']}>{words}</span>;
}
