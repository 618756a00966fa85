'use client';

import Link from 'next/link';
import { ReportDue } from '@/components/report/report-due';
import { Chip } from '@/components/ui/chip';
import { clockWords, plural, timeWords, wholeAgeWords } from '@/components/ui/format';
import { SeverityMark, StatusGlyph, type StatusKind } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { useTimeWords } from '@/components/ui/time';
import { type CaseSummary, PHASES, severityNumber } from '@/lib/cases/case';
import { visible } from '@/lib/text/visible';
import { containmentWords, TONE_CLASS, taskWords } from './board-model';
import { PHASE_NAME } from './phases';

interface RowProps {
  one: CaseSummary;
  /** aria-rowindex, where not all rows are in the document */
  index?: number;
  /** what is typed in the filter: where it occurs in the title is marked */
  find: string;
}

const NEXT_GLYPH: Record<CaseSummary['isolation'], { kind: StatusKind; label: string }> = {
  'not-contained': { kind: 'waits', label: 'waits' },
  applied: { kind: 'caution', label: 'not verified' },
  unknown: { kind: 'unknown', label: 'unknown' },
  verified: { kind: 'ok', label: 'isolated and checked' },
};

/** An open case: how bad, how far, how long, what next and who has it. On a phone the same in two lines. */
export function OpenRow({
  one,
  find,
  selected,
  onSelect,
}: RowProps & { selected: boolean; onSelect: (number: number) => void }) {
  const next = NEXT_GLYPH[one.isolation];
  return (
    <tr
      className="row-case"
      aria-selected={selected}
      data-number={one.number}
      onPointerDown={() => onSelect(one.number)}
    >
      <td>
        <SeverityMark level={severityNumber(one.severity)} size={28} />
      </td>
      <th scope="row">
        <Title one={one} find={find} />
        <span className="meta block truncate max-sm:hidden">
          Case {one.number} · {one.clusterName} · commander <b>{one.commander.name}</b>
          {one.suspects > 1 ? ` · ${plural(one.suspects, 'suspect')}` : ''}
        </span>
        <span className="meta line-clamp-2 whitespace-normal sm:hidden">
          {one.number} · {PHASE_NAME[one.phase]} · <NextWords one={one} />
        </span>
      </th>
      <td className="max-md:hidden">
        <PhaseMarks one={one} />
        <span className="meta">{PHASE_NAME[one.phase]}</span>
      </td>
      <td className="num max-sm:hidden">
        <Running since={one.detectedAt} />
        <span className="meta block">ago</span>
      </td>
      <td className="num">
        <Containment one={one} className="text-[18px] font-medium" withNote />
      </td>
      <td className="max-sm:hidden">
        <span className="flex items-start gap-1.5 [&>svg]:mt-0.5">
          <StatusGlyph kind={next.kind} size={14} label={next.label} />
          <span className="line-clamp-2 whitespace-normal" title={visible(one.nextStep)}>
            <HostileText mono={false} text={one.nextStep} max={120} />
          </span>
        </span>
        <span className="meta block truncate pl-5">{one.nextWho}</span>
      </td>
      <td className="max-md:hidden">
        <Tasks one={one} />
        <span className="meta block">
          <ReportDue case={one} bare />
        </span>
      </td>
    </tr>
  );
}

/** A closed case: when, how long it took, and what came of it. */
export function ClosedRow({ one, index, find }: RowProps) {
  return (
    <tr aria-rowindex={index} data-number={one.number}>
      <td>
        <SeverityMark level={severityNumber(one.severity)} size={18} />
      </td>
      <th scope="row">
        <Title one={one} find={find} quiet />
        <span className="meta block truncate sm:hidden">
          {one.number} · <HostileText mono={false} text={one.result ?? 'no result given'} max={80} />
        </span>
      </th>
      <td className="max-md:hidden">
        <PhaseMarks one={one} />
      </td>
      <td className="num text-fg-3 max-sm:hidden">
        <Day at={one.detectedAt} />
      </td>
      <td className="num text-fg-2">
        <Containment one={one} />
      </td>
      <td className="text-fg-2 max-sm:hidden" title={one.result ?? undefined}>
        <HostileText mono={false} text={one.result ?? 'no result given'} max={120} />
      </td>
      <td className="text-fg-3 max-md:hidden">{one.commander.name}</td>
    </tr>
  );
}

const Title = ({ one, find, quiet = false }: { one: CaseSummary; find: string; quiet?: boolean }) => (
  <span className="flex items-center gap-2">
    <Link
      href={`/cases/${one.number}`}
      prefetch={false}
      title={visible(one.title)}
      className={`truncate text-fg hover:underline ${quiet ? '' : 'text-lead font-semibold'}`}
    >
      <HostileText mono={false} text={one.title} max={200} find={find} />
    </Link>
    {one.drill ? (
      <span className="max-sm:sr-only">
        <Chip tone="drill">DRILL</Chip>
      </span>
    ) : null}
  </span>
);

const NextWords = ({ one }: { one: CaseSummary }) => (
  <>
    <HostileText mono={false} text={one.nextStep} max={80} />, {one.nextWho}
  </>
);

export function PhaseMarks({ one }: { one: Pick<CaseSummary, 'phase' | 'closedAt'> }) {
  const at = PHASES.indexOf(one.phase);
  return (
    <span
      className="phase-marks"
      role="img"
      aria-label={one.closedAt ? 'Closed' : `Phase ${at + 1} of ${PHASES.length}, ${PHASE_NAME[one.phase]}`}
    >
      {PHASES.map((each, index) => (
        <i key={each} data-state={one.closedAt || index < at ? 'done' : index === at ? 'now' : undefined} />
      ))}
    </span>
  );
}

function Running({ since }: { since: string }) {
  return <span className="text-[18px] font-medium">{useTimeWords((now) => longClock(now - Date.parse(since)))}</span>;
}

const LONG_MS = 100 * 3_600_000;

/** A clock, until nobody counts seconds any more. */
const longClock = (ms: number): string => (ms < LONG_MS ? clockWords(ms) : wholeAgeWords(ms));

function Containment({
  one,
  className = '',
  withNote = false,
}: {
  one: CaseSummary;
  className?: string;
  withNote?: boolean;
}) {
  const words = useTimeWords((now) => containmentWords(one, now).words);
  const note = useTimeWords((now) => containmentWords(one, now).note);
  const tone = useTimeWords((now) => TONE_CLASS[containmentWords(one, now).tone]);
  return (
    <>
      <span className={`${className} ${tone}`}>{words}</span>
      {withNote ? <span className="meta block">{note}</span> : null}
    </>
  );
}

const Tasks = ({ one }: { one: CaseSummary }) => {
  const { words, tone } = taskWords(one.tasks);
  return (
    <Link href={`/cases/${one.number}/tasks`} prefetch={false} className={TONE_CLASS[tone] || 'text-fg'}>
      {words}
    </Link>
  );
};

/** "6 Nov", or the time when it is today. */
function Day({ at }: { at: string }) {
  const words = useTimeWords((now, zone) => timeWords(Date.parse(at), now, zone).replace(/(\S) \d\d:\d\d:\d\d$/, '$1'));
  return (
    <time dateTime={at} title={`${at} (UTC)`}>
      {words}
    </time>
  );
}
