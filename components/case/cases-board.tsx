'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { casesQuery } from '@/components/shell/queries';
import { Chip } from '@/components/ui/chip';
import { SearchField } from '@/components/ui/field';
import { clockWords, plural, remainingWords } from '@/components/ui/format';
import { SeverityMark, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Seg } from '@/components/ui/seg';
import { Empty } from '@/components/ui/states';
import { TableScroll } from '@/components/ui/table';
import { Time, useTimeWords } from '@/components/ui/time';
import { useUrlState } from '@/components/url-state';
import { type CaseSummary, CONTAINMENT_GOAL_MIN, PHASES, severityNumber } from '@/lib/cases/case';
import { PHASE_NAME } from './phases';

const SHOW = ['open', 'closed', 'drills', 'all'] as const;
type Show = (typeof SHOW)[number];
const NAME: Record<Show, string> = { open: 'Open', closed: 'Closed', drills: 'Drills', all: 'All' };
const SHOWS: Record<Show, (one: CaseSummary) => boolean> = {
  open: ({ closedAt }) => closedAt === null,
  closed: ({ closedAt }) => closedAt !== null,
  drills: ({ drill }) => drill,
  all: () => true,
};

/** Not contained first, then by severity, then the older one. */
const byUrgency = (a: CaseSummary, b: CaseSummary): number =>
  Number(a.closedAt !== null) - Number(b.closedAt !== null) ||
  Number(a.containedAt !== null) - Number(b.containedAt !== null) ||
  severityNumber(a.severity) - severityNumber(b.severity) ||
  a.number - b.number;

export function CasesBoard({ initial }: { initial: CaseSummary[] }) {
  const { data: cases } = useQuery({ ...casesQuery, initialData: initial });
  const [query, setQuery] = useUrlState('q');
  const [chosen, setChosen] = useUrlState('show');
  const show = SHOW.find((each) => each === chosen) ?? 'open';
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = cases
    .filter((one) => SHOWS[show](one) && words.every((word) => haystack(one).includes(word)))
    .sort(byUrgency);
  const open = cases.filter(({ closedAt }) => closedAt === null);
  const loose = open.filter(({ containedAt }) => containedAt === null);
  return (
    <div className="pane flex-1">
      <div className="flex-none px-4 py-3">
        <h1>
          {plural(open.length, 'open case')}
          {open.length === 0 ? '' : loose.length === 0 ? ', all contained' : `, ${loose.length} not contained`}
        </h1>
        <p className="mt-0.5 text-fg-2">
          {loose[0]
            ? `Case ${loose[0].number} next: ${loose[0].nextStep}.`
            : 'A case is opened from one or several pods in triage.'}
        </p>
      </div>
      <div className="flex flex-none flex-wrap items-center gap-2.5 border-b border-line px-4 pb-2.5">
        <SearchField
          label="Filter cases"
          placeholder="number, title, commander"
          shortcut="/"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          className="w-[288px]"
        />
        <Seg
          label="Which cases"
          value={show}
          onChange={(value) => setChosen(value === 'open' ? '' : value)}
          options={SHOW.map((value) => ({ value, label: NAME[value], count: cases.filter(SHOWS[value]).length }))}
        />
      </div>
      {shown.length === 0 ? (
        <Empty title="No case here" action={<Link href="/triage">Go to triage</Link>}>
          {plural(cases.length, 'case')} {cases.length === 1 ? 'was' : 'were'} looked at.
        </Empty>
      ) : (
        <Board cases={shown} />
      )}
    </div>
  );
}

const haystack = (one: CaseSummary) =>
  `${one.number} ${one.title} ${one.commander.name} ${one.clusterName} ${PHASE_NAME[one.phase]} ${one.nextStep}`.toLowerCase();

const Board = ({ cases }: { cases: readonly CaseSummary[] }) => (
  <TableScroll label="Cases">
    <table className="table">
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">Severity</span>
          </th>
          <th scope="col">Case</th>
          <th scope="col" className="max-md:hidden">
            Phase
          </th>
          <th scope="col" className="num">
            Detected
          </th>
          <th scope="col" className="num">
            Containment
          </th>
          <th scope="col" className="max-md:hidden">
            Next
          </th>
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </tbody>
    </table>
  </TableScroll>
);

function Row({ one }: { one: CaseSummary }) {
  return (
    <tr className="row-case">
      <td>
        <SeverityMark level={severityNumber(one.severity)} size={24} />
      </td>
      <th scope="row" className="w-full max-w-0 whitespace-normal">
        <Link href={`/cases/${one.number}`} className="text-lead font-semibold text-fg">
          <HostileText mono={false} text={one.title} max={120} />
        </Link>{' '}
        {one.drill ? <Chip tone="drill">DRILL</Chip> : null}
        <span className="meta block">
          Case {one.number} · {one.clusterName} · commander <b>{one.commander.name}</b> ·{' '}
          {plural(one.suspects, 'suspect')}
        </span>
      </th>
      <td className="max-md:hidden">
        <PhaseMarks phase={one.phase} closed={one.closedAt !== null} />
        <span className="meta">{one.closedAt ? 'Closed' : PHASE_NAME[one.phase]}</span>
      </td>
      <td className="num">
        <Running since={one.detectedAt} until={one.closedAt} />
        <span className="meta block">
          <Time at={one.detectedAt} />
        </span>
      </td>
      <td className="num">
        <Goal one={one} />
      </td>
      <td className="min-w-[280px] whitespace-normal max-md:hidden">
        <span className="flex items-center gap-1.5">
          <StatusGlyph
            kind={one.isolation === 'verified' ? 'ok' : one.isolation === 'unknown' ? 'unknown' : 'waits'}
            size={14}
          />
          <HostileText mono={false} text={one.nextStep} max={90} />
        </span>
      </td>
    </tr>
  );
}

function PhaseMarks({ phase, closed }: { phase: CaseSummary['phase']; closed: boolean }) {
  const at = PHASES.indexOf(phase);
  return (
    <span className="phase-marks" aria-hidden="true">
      {PHASES.map((each, index) => (
        <i key={each} data-state={closed || index < at ? 'done' : index === at ? 'now' : undefined} />
      ))}
    </span>
  );
}

function Running({ since, until }: { since: string; until: string | null }) {
  const words = useTimeWords((now) => clockWords((until ? Date.parse(until) : now) - Date.parse(since)));
  return <span className="text-[18px] font-medium">{words}</span>;
}

const GOAL_MS = CONTAINMENT_GOAL_MIN * 60_000;

function Goal({ one }: { one: CaseSummary }) {
  const took = one.containedAt ? Date.parse(one.containedAt) - Date.parse(one.detectedAt) : null;
  const words = useTimeWords((now) => remainingWords(took ?? GOAL_MS - (now - Date.parse(one.detectedAt))));
  const late = useTimeWords((now) => ((took ?? now - Date.parse(one.detectedAt)) > GOAL_MS ? 'late' : ''));
  const tone = late ? 'text-s1-fg' : took === null ? 'text-s2-fg' : 'text-ok-fg';
  return (
    <>
      <span className={`text-[18px] font-medium ${tone}`}>{words}</span>
      <span className="meta block">
        {took === null ? (late ? 'over' : 'left of') : 'of'} {CONTAINMENT_GOAL_MIN}:00
      </span>
    </>
  );
}
