'use client';

import { useSearchParams } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { DataAge } from '@/components/case/data-age';
import { usePresence, useSeenIn } from '@/components/live/presence';
import { ReportDue } from '@/components/report/report-due';
import { ReportPanel } from '@/components/report/report-panel';
import { useRoom } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Chip } from '@/components/ui/chip';
import { Dialog } from '@/components/ui/dialog';
import { plural } from '@/components/ui/format';
import { SeverityMark, StatusGlyph, type StatusKind } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote, Loading } from '@/components/ui/states';
import { Clock } from '@/components/ui/time';
import { useUrlState } from '@/components/url-state';
import { type CaseView, CONTAINMENT_GOAL_MIN, severityNumber } from '@/lib/cases/case';
import { visible } from '@/lib/text/visible';
import { PhaseMarks } from './board-rows';
import { CaseMenu } from './case-menu';
import { CaseTabs } from './case-tabs';
import { ClosedBanner } from './closed-banner';
import { HandOverBanner } from './hand-over-banner';
import { PHASE_NAME } from './phases';
import { Phases } from './phases-bar';
import { RolesPanel } from './roles-panel';
import { useCase } from './use-case';
import { usePhone } from './use-phone';

const OUTCOME: Record<CaseView['isolation'], { words: string; glyph: StatusKind; look: string }> = {
  'not-contained': { words: 'Not contained', glyph: 'failed', look: 'text-s1-fg' },
  applied: { words: 'Applied, not verified', glyph: 'caution', look: 'text-s2-fg' },
  verified: { words: 'Isolated, checked', glyph: 'ok', look: 'text-ok-fg' },
  unknown: { words: 'Unknown', glyph: 'unknown', look: 'text-s4-fg' },
};

const GOAL = `${CONTAINMENT_GOAL_MIN}:00`;

/** Always visible inside a case: how bad, whose, who is here, how long, is it still going on, where in the five phases. */
export function CaseHeader({ number, initial }: { number: number; initial: CaseView }) {
  const { data: view, error } = useCase(number, initial);
  const goal = usePhone() ? '' : `, goal ${GOAL}`;
  useSeenIn(initial.id);
  if (!view) return error ? <ErrorNote title={error.message} /> : <Loading words={`Reading case ${number}`} rows={2} />;
  return (
    <>
      <section className="case-head" aria-label={`Case ${view.number}`}>
        <Heading view={view} />
        <div className="clocks">
          <Clock label="Since detection" since={view.detectedAt} stoppedAt={view.closedAt} />
          <Clock
            label={`${view.containedAt ? 'Contained in' : 'Until containment'}${goal}`}
            since={view.detectedAt}
            goalMs={CONTAINMENT_GOAL_MIN * 60_000}
            stoppedAt={view.containedAt ?? view.closedAt}
          />
          <div className="clock min-w-[184px] max-sm:hidden">
            <div className="clock-label">Outcome so far</div>
            <Outcome view={view} className="h-[30px] text-[16px]" />
          </div>
        </div>
        <div className="phone-stand sm:hidden">
          <PhaseMarks one={view} />
          <p className="flex items-center justify-between gap-3">
            <b>{PHASE_NAME[view.phase]}</b>
            <Outcome view={view} />
          </p>
        </div>
        <CaseTabs view={view} />
        <div className="min-w-0 max-sm:hidden">
          <Phases view={view} />
        </div>
      </section>
      <ClosedBanner view={view} />
      <HandOverBanner view={view} />
    </>
  );
}

const Outcome = ({ view, className = '' }: { view: CaseView; className?: string }) => {
  const { words, glyph, look } = OUTCOME[view.isolation];
  return (
    <span className={`flex items-center gap-2 font-semibold whitespace-nowrap ${look} ${className}`} role="status">
      <StatusGlyph kind={glyph} />
      {words}
    </span>
  );
};

type Sheet = 'roles' | 'report';

/** What is open beside the case; `?report` in the address opens the status report, wherever in the case. */
function useSheet(): [Sheet | null, (sheet: Sheet | null) => void] {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const asked = useSearchParams().has('report');
  const [, setAsked] = useUrlState('report');
  const change = (next: Sheet | null) => {
    if (asked) setAsked('');
    setSheet(next);
  };
  return [sheet ?? (asked ? 'report' : null), change];
}

function Heading({ view }: { view: CaseView }) {
  const [sheet, setSheet] = useSheet();
  useShortcuts([{ keys: 'r', words: 'Status report', run: () => setSheet('report') }]);
  const namespaces = [...new Set(view.suspectList.map(({ namespace }) => namespace))].map(visible).join(', ');
  return (
    <div className="flex min-w-0 items-center gap-3 px-4 pt-3 pb-2">
      <SeverityMark level={severityNumber(view.severity)} size={32} />
      <div className="min-w-0 flex-1">
        <h1 className="line-clamp-2 leading-[22px] sm:line-clamp-1" title={visible(view.title)}>
          <HostileText mono={false} text={view.title} />{' '}
          {view.drill ? (
            <span className="max-sm:hidden">
              <Chip tone="drill">DRILL</Chip>
            </span>
          ) : null}
        </h1>
        <p className="meta truncate max-sm:hidden">
          <b>Case {view.number}</b> · Severity {severityNumber(view.severity)} · Commander <b>{view.commander.name}</b>{' '}
          ·{' '}
          <Opens onOpen={() => setSheet('roles')}>
            <InTheRoom view={view} />
          </Opens>{' '}
          ·{' '}
          <b>
            {view.clusterName}
            {namespaces ? ` / ${namespaces}` : ''}
          </b>
          , <DataAge clusterId={view.clusterId} />
        </p>
        <p className="meta sm:hidden">
          Case {view.number} · {view.clusterName}
          {namespaces ? ` / ${namespaces}` : ''} ·{' '}
          <Opens onOpen={() => setSheet('roles')}>
            <CommandWords view={view} />
          </Opens>
        </p>
      </div>
      {view.reportDueAt ? (
        <button
          type="button"
          className="flex-none max-sm:hidden"
          onClick={() => setSheet('report')}
          title="Status report, r"
        >
          <ReportDue case={view} />
        </button>
      ) : null}
      <CaseMenu view={view} />
      <Dialog open={sheet === 'roles'} onClose={() => setSheet(null)} title={`Case ${view.number}, who is who`} sheet>
        <div className="px-4 py-3">
          <RolesPanel view={view} />
        </div>
      </Dialog>
      <Dialog
        open={sheet === 'report'}
        onClose={() => setSheet(null)}
        title={`Case ${view.number}, status report`}
        sheet
      >
        <ReportPanel number={view.number} caseId={view.id} />
      </Dialog>
    </div>
  );
}

const Opens = ({ onOpen, children }: { onOpen: () => void; children: ReactNode }) => (
  <button type="button" className="opens" onClick={onOpen}>
    {children}
  </button>
);

/** "In the room Ines, Tomasz": who has the case on screen now. */
function InTheRoom({ view }: { view: CaseView }) {
  const me = useRoom().person.id;
  const present = usePresence(view.number, view.id);
  const names = present.map(({ person }) => (person.id === me ? 'you' : (person.name.split(' ')[0] ?? person.name)));
  const shown = names.slice(0, 5).join(', ');
  return (
    <>
      In the room <b>{shown || 'you'}</b>
      {names.length > 5 ? ` and ${names.length - 5} more` : ''}
    </>
  );
}

/** "you command, 4 in the room" */
function CommandWords({ view }: { view: CaseView }) {
  const me = useRoom().person.id;
  const present = usePresence(view.number, view.id);
  return (
    <>
      {view.commander.id === me ? 'you command' : `${view.commander.name} commands`},{' '}
      {plural(Math.max(1, present.length), 'person', 'people')} in the room
    </>
  );
}
