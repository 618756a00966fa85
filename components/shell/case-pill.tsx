'use client';

import Link from 'next/link';
import { SeverityMark } from '@/components/ui/glyphs';
import { ClockText } from '@/components/ui/time';
import { type CaseSummary, severityNumber } from '@/lib/cases/case';

/** The case that needs someone most: not contained first, then severity, then the older one. */
export function mostUrgent(cases: readonly CaseSummary[]): CaseSummary | null {
  const open = cases.filter(({ closedAt }) => closedAt === null);
  const rank = (one: CaseSummary) => [one.containedAt === null ? 0 : 1, severityNumber(one.severity), one.number];
  return open.toSorted((a, b) => compareRanks(rank(a), rank(b)))[0] ?? null;
}

const compareRanks = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};

const phaseWords = (phase: string) => phase.charAt(0).toUpperCase() + phase.slice(1);

/** Always in sight: the open case with its clock. */
export function CasePill({ open }: { open: CaseSummary }) {
  return (
    <Link
      href={`/cases/${open.number}`}
      className="topbar-box text-fg"
      title={`Case ${open.number}, severity ${severityNumber(open.severity)}`}
    >
      <SeverityMark level={severityNumber(open.severity)} size={16} />
      <b>Case {open.number}</b>
      <span className="hidden text-fg-2 lg:inline">{phaseWords(open.phase)}</span>
      <ClockText since={open.detectedAt} stoppedAt={open.containedAt} />
    </Link>
  );
}
