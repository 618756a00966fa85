'use client';

import { useState } from 'react';
import { overrideCriterion, setCriterion } from '@/app/actions/checklist';
import { PhaseDialog } from '@/components/case/case-dialogs';
import { PHASE_NAME } from '@/components/case/phases';
import { ReasonField, reasonLacks } from '@/components/case/reason-field';
import { useAct } from '@/components/case/use-act';
import { useWhyNot } from '@/components/shell/room';
import { ArmButton } from '@/components/ui/arm-button';
import { Button } from '@/components/ui/button';
import { TextArea } from '@/components/ui/field';
import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Pop } from '@/components/ui/pop';
import { ErrorNote } from '@/components/ui/states';
import { type CaseView, PHASES } from '@/lib/cases/case';
import { MIN_REASON } from '@/lib/containment/step';
import type { CriterionView, PhaseChecklist } from '@/lib/playbooks/checklist';
import { ProofLine } from './proof';
import { CRITERION_GLYPH, PHASE_ENDS } from './words';

/** What ends the present phase, each to be met or overridden here, and the way into the next one. */
export function PhaseFoot({ view, phase }: { view: CaseView; phase: PhaseChecklist }) {
  const [moving, setMoving] = useState(false);
  const may = useWhyNot('case.change');
  const next = PHASES[PHASES.indexOf(phase.phase) + 1];
  const why = may ?? (view.closedAt ? 'The case is closed' : null);
  return (
    <section className="phase-foot" aria-label={PHASE_ENDS[phase.phase]}>
      <span className="text-fg-3">{PHASE_ENDS[phase.phase]}</span>
      <ul className="contents">
        {phase.criteria.map((criterion) => (
          <li key={criterion.id}>
            <CriterionButton view={view} criterion={criterion} />
          </li>
        ))}
      </ul>
      <span className="flex-1" />
      {next ? (
        <>
          <Button disabledReason={why} onClick={() => setMoving(true)}>
            End phase, go to {PHASE_NAME[next]}
          </Button>
          <PhaseDialog view={view} to={next} open={moving} onClose={() => setMoving(false)} />
        </>
      ) : null}
    </section>
  );
}

function CriterionButton({ view, criterion }: { view: CaseView; criterion: CriterionView }) {
  const [open, setOpen] = useState(false);
  const trigger = (
    <button type="button" className="criterion">
      <StatusGlyph {...CRITERION_GLYPH[criterion.state]} size={14} />
      <HostileText mono={false} text={criterion.words} />
    </button>
  );
  return (
    <Pop trigger={trigger} label={criterion.words} open={open} onOpenChange={setOpen} side="top">
      <div className="grid w-[360px] max-w-full gap-2">
        <h3>
          <HostileText mono={false} text={criterion.words} />
        </h3>
        {criterion.proof ? (
          <p className="text-fg-2">
            {criterion.state === 'open' ? 'Not met: ' : criterion.state === 'overridden' ? 'Overridden: ' : ''}
            <ProofLine proof={criterion.proof} number={view.number} whole />
          </p>
        ) : null}
        {criterion.auto ? <p className="meta">Bulkhead judges this from its own records.</p> : null}
        <CriterionForm view={view} criterion={criterion} onDone={() => setOpen(false)} />
      </div>
    </Pop>
  );
}

function CriterionForm({ view, criterion, onDone }: { view: CaseView; criterion: CriterionView; onDone: () => void }) {
  const [text, setText] = useState('');
  const { act, busy, failure } = useAct();
  const closed = view.closedAt ? 'The case is closed' : busy ? 'Being recorded' : null;
  const whyTick = useWhyNot('checklist.tick') ?? closed;
  const whyOverride = useWhyNot('checklist.override') ?? closed;
  const of = { caseId: view.id, criterionId: criterion.id };
  const send = async (change: Parameters<typeof act>[0]) => {
    if (await act(change)) onDone();
  };
  const note = text.trim();
  if (criterion.state !== 'open')
    return criterion.state === 'met' && !criterion.auto ? (
      <>
        {failure ? <ErrorNote {...failure} /> : null}
        <Button
          disabledReason={whyTick}
          onClick={() => void send(() => setCriterion({ ...of, to: { state: 'open' } }))}
        >
          Open it again
        </Button>
      </>
    ) : null;
  return (
    <>
      {criterion.auto ? (
        <ReasonField label="Why it is passed without being met" value={text} onChange={setText} least={MIN_REASON} />
      ) : (
        <TextArea
          label="What shows it, or why it is passed without being met"
          rows={2}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex flex-wrap gap-2">
        {criterion.auto ? null : (
          <Button
            disabledReason={whyTick ?? (note === '' ? 'Write what shows it' : null)}
            onClick={() => void send(() => setCriterion({ ...of, to: { state: 'met', note } }))}
          >
            It is met
          </Button>
        )}
        <ArmButton
          look="outline"
          big={false}
          writes={false}
          armedWords="Press again to override"
          busyWords={busy ? 'Recording' : null}
          disabledReason={whyOverride ?? reasonLacks(text, MIN_REASON)}
          onSend={() => void send(() => overrideCriterion({ ...of, reason: note }))}
        >
          Override as commander
        </ArmButton>
      </div>
    </>
  );
}
