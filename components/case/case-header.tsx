'use client';

import { usePathname } from 'next/navigation';
import { DataAge } from '@/components/case/data-age';
import { useEvidence } from '@/components/evidence/use-evidence';
import { useTimelineCount } from '@/components/timeline/use-timeline';
import { Chip } from '@/components/ui/chip';
import { SeverityMark, StatusGlyph, type StatusKind } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote, Loading } from '@/components/ui/states';
import { Tabs } from '@/components/ui/tabs';
import { Clock } from '@/components/ui/time';
import { type CaseView, CONTAINMENT_GOAL_MIN, severityNumber } from '@/lib/cases/case';
import { Phases } from './phases-bar';
import { useCase } from './use-case';

const OUTCOME: Record<CaseView['isolation'], { words: string; glyph: StatusKind; look: string }> = {
  'not-contained': { words: 'Not contained', glyph: 'failed', look: 'text-s1-fg' },
  applied: { words: 'Applied, not verified', glyph: 'caution', look: 'text-s2-fg' },
  verified: { words: 'Isolated, checked', glyph: 'ok', look: 'text-ok-fg' },
  unknown: { words: 'Unknown', glyph: 'unknown', look: 'text-s4-fg' },
};

const GOAL = `${CONTAINMENT_GOAL_MIN}:00`;

/** Always visible inside a case: how bad, whose, how long, is it still going on, where in the five phases. */
export function CaseHeader({ number, initial }: { number: number; initial: CaseView }) {
  const { data: view, error } = useCase(number, initial);
  if (!view) return error ? <ErrorNote title={error.message} /> : <Loading words={`Reading case ${number}`} rows={2} />;
  const outcome = OUTCOME[view.isolation];
  const namespaces = [...new Set(view.suspectList.map(({ namespace }) => namespace))];
  return (
    <section className="case-head" aria-label={`Case ${view.number}`}>
      <div className="flex min-w-0 items-center gap-3 px-4 pt-3 pb-2">
        <SeverityMark level={severityNumber(view.severity)} size={32} />
        <div className="min-w-0">
          <h1 className="truncate leading-[22px]">
            <HostileText mono={false} text={view.title} /> {view.drill ? <Chip tone="drill">DRILL</Chip> : null}
          </h1>
          <p className="meta truncate">
            <b>Case {view.number}</b> · Severity {severityNumber(view.severity)} · Commander{' '}
            <b>{view.commander.name}</b> ·{' '}
            <b>
              {view.clusterName} / {namespaces.join(', ')}
            </b>
            , <DataAge clusterId={view.clusterId} />
          </p>
        </div>
      </div>
      <div className="clocks">
        <Clock label="Since detection" since={view.detectedAt} stoppedAt={view.closedAt} />
        <Clock
          label={view.containedAt ? `Contained in, goal ${GOAL}` : `Until containment, goal ${GOAL}`}
          since={view.detectedAt}
          goalMs={CONTAINMENT_GOAL_MIN * 60_000}
          stoppedAt={view.containedAt}
        />
        <div className="clock min-w-[184px]">
          <div className="clock-label">Outcome so far</div>
          <p
            className={`flex h-[30px] items-center gap-2 text-[16px] font-semibold whitespace-nowrap ${outcome.look}`}
            role="status"
          >
            <StatusGlyph kind={outcome.glyph} />
            {outcome.words}
          </p>
        </div>
      </div>
      <CaseTabs view={view} />
      <Phases view={view} />
    </section>
  );
}

function CaseTabs({ view }: { view: CaseView }) {
  const path = usePathname();
  const counts = useCounts(view);
  const base = `/cases/${view.number}`;
  const tab = (href: string, label: string, count?: number) => ({
    href,
    label,
    count,
    current: href === base ? path === base : path === href || path.startsWith(`${href}/`),
  });
  return (
    <Tabs
      label="Case"
      items={[
        tab(base, 'Room'),
        tab(`${base}/timeline`, 'Timeline', counts.timeline),
        tab(`${base}/evidence`, 'Evidence', counts.evidence),
        tab(`${base}/suspects`, 'Suspects', view.suspectList.length),
        tab(`${base}/actions`, 'Actions', view.counts.actions),
      ]}
    />
  );
}

/** What the rooms have loaded is newer than the case's own counts. Asks for nothing. */
function useCounts({ id, number, counts }: CaseView): { timeline: number; evidence: number } {
  const timeline = useTimelineCount(number, id, counts.timeline);
  const { data: evidence } = useEvidence(number, id, { enabled: false });
  return { timeline, evidence: evidence?.length ?? counts.evidence };
}
