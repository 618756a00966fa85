'use client';

import { useState } from 'react';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { remainingWords } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { Pop } from '@/components/ui/pop';
import { ErrorNote, Loading } from '@/components/ui/states';
import { useTimeWords } from '@/components/ui/time';
import { type CaseView, PHASES, type Phase } from '@/lib/cases/case';
import { PhaseDialog } from './case-dialogs';
import { CriterionLine } from './criteria-form';
import { PHASE_NAME, type PhaseSpan, phaseSpans } from './phases';
import { useChecklist } from './use-case';

/** The five phases as compartments with the time spent in each. Each opens its criteria and, for a commander, the way in. */
export function Phases({ view }: { view: CaseView }) {
  const [to, setTo] = useState<Phase | null>(null);
  return (
    <>
      <nav className="hull" aria-label="Phases">
        {phaseSpans(view).map((span) => (
          <Compartment key={span.phase} span={span} view={view} onMove={() => setTo(span.phase)} />
        ))}
      </nav>
      <PhaseDialog view={view} to={to ?? view.phase} open={to !== null} onClose={() => setTo(null)} />
    </>
  );
}

function Compartment({ span, view, onMove }: { span: PhaseSpan; view: CaseView; onMove: () => void }) {
  const [open, setOpen] = useState(false);
  const why = useWhyNot('case.change') ?? (view.closedAt ? 'The case is closed' : null);
  const trigger = (
    <button
      type="button"
      data-state={span.state}
      data-phase={span.state}
      aria-current={span.state === 'now' ? 'step' : undefined}
    >
      {span.state === 'done' ? <Icon name="tick" small /> : null}
      {PHASE_NAME[span.phase]}
      <Spent span={span} closedAt={view.closedAt} />
    </button>
  );
  return (
    <Pop trigger={trigger} label={`Phase ${PHASE_NAME[span.phase]}`} open={open} onOpenChange={setOpen} align="end">
      <h3>{PHASE_NAME[span.phase]} is done when</h3>
      <Criteria view={view} phase={span.phase} enabled={open} />
      {span.state === 'now' ? null : (
        <Button
          className="mt-2"
          disabledReason={why}
          onClick={() => {
            setOpen(false);
            onMove();
          }}
        >
          {PHASES.indexOf(span.phase) < PHASES.indexOf(view.phase) ? 'Back' : 'Move'} to {PHASE_NAME[span.phase]}
        </Button>
      )}
    </Pop>
  );
}

function Criteria({ view, phase, enabled }: { view: CaseView; phase: Phase; enabled: boolean }) {
  const { data, error } = useChecklist(view.number, view.id, { enabled });
  if (error) return <ErrorNote title={error.message} />;
  if (!data) return <Loading words="Reading the criteria" rows={3} />;
  return (
    <ul className="facts mt-1">
      {data.phases
        .find((one) => one.phase === phase)
        ?.criteria.map((criterion) => (
          <li key={criterion.id}>
            <CriterionLine criterion={criterion} />
          </li>
        ))}
    </ul>
  );
}

function Spent({ span, closedAt }: { span: PhaseSpan; closedAt: string | null }) {
  const words = useTimeWords((now) => {
    const running = span.state === 'now' && span.enteredAt ? Date.parse(closedAt ?? '') || now : null;
    const ms = span.spentMs + (running !== null && span.enteredAt ? running - Date.parse(span.enteredAt) : 0);
    return span.enteredAt ? remainingWords(ms) : '';
  });
  return words ? <span className="n">{words}</span> : null;
}
