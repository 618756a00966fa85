'use client';

import { useState } from 'react';
import { changePhase } from '@/app/actions/cases';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { remainingWords } from '@/components/ui/format';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { Pop } from '@/components/ui/pop';
import { ErrorNote } from '@/components/ui/states';
import { useTimeWords } from '@/components/ui/time';
import type { CaseView, Phase } from '@/lib/cases/case';
import type { Failure } from '@/lib/failure';
import { DONE_WHEN, PHASE_NAME, type PhaseSpan, phaseSpans } from './phases';

/** The five phases as compartments with the time spent in each. Each opens its criteria and, for a commander, the way in. */
export function Phases({ view }: { view: CaseView }) {
  return (
    <nav className="hull" aria-label="Phases">
      {phaseSpans(view).map((span) => (
        <Compartment key={span.phase} span={span} view={view} />
      ))}
    </nav>
  );
}

function Compartment({ span, view }: { span: PhaseSpan; view: CaseView }) {
  const [open, setOpen] = useState(false);
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
      <ul className="facts mt-1">
        {DONE_WHEN[span.phase].map((words) => (
          <li key={words}>
            <StatusGlyph kind="waits" />
            {words}
          </li>
        ))}
      </ul>
      {span.state === 'now' ? null : <MoveTo phase={span.phase} view={view} onDone={() => setOpen(false)} />}
    </Pop>
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

function MoveTo({ phase, view, onDone }: { phase: Phase; view: CaseView; onDone: () => void }) {
  const why = useWhyNot('case.change');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const move = async () => {
    setBusy(true);
    const result = await changePhase({ caseId: view.id, phase });
    setBusy(false);
    if (result.ok) onDone();
    else setFailure(result.failure);
  };
  return (
    <div className="mt-2">
      {failure ? <ErrorNote {...failure} /> : null}
      <Button
        onClick={move}
        disabledReason={why ?? (busy ? 'Being changed' : view.closedAt ? 'The case is closed' : null)}
      >
        Move to {PHASE_NAME[phase]}
      </Button>
    </div>
  );
}
