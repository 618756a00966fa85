'use client';

import { useState } from 'react';
import { verifyAgain } from '@/app/actions/containment';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { IsolationMode, Verification } from '@/lib/containment/step';
import type { Failure } from '@/lib/failure';
import { CheckList } from './check-list';
import { PlanPreview } from './plan-preview';
import type { StepProps } from './room';
import { ActionLinks, RunProgress } from './run-progress';
import { StepSection } from './step-section';
import { UndoPreview } from './undo-preview';
import { usePlan } from './use-case';
import { useSend } from './use-send';

const MODES: readonly { mode: IsolationMode; name: string; words: string }[] = [
  {
    mode: 'replace',
    name: 'Isolate and replace',
    words: 'Labels by which others select it come off. A clean replica takes over; the suspect stays alive, alone.',
  },
  {
    mode: 'in-place',
    name: 'Isolate in place',
    words:
      'Only a label of ours goes on. The service loses this replica; other policies may still let packets through.',
  },
];

/** Step 1: a deny-all on the suspect alone, then a fresh read of what still lets packets through. */
export function QuarantineStep({ view, suspect, step, next }: StepProps) {
  const [mode, setMode] = useState<IsolationMode>('replace');
  const [undoing, setUndoing] = useState(false);
  const why = useWhyNot('containment.quarantine');
  const { busy, failure, send } = useSend();
  const running = step.run?.state === 'running';
  const verified = step.verification?.outcome === 'verified' && step.run?.state === 'succeeded';
  const planning = !running && !verified && !view.closedAt;
  const plan = usePlan(view.number, { suspectId: suspect.id, step: 'quarantine', mode, undoOf: null }, planning);
  return (
    <StepSection
      no={1}
      title="Quarantine"
      step={step}
      state={verified ? 'done' : 'open'}
      hint={
        verified && step.run ? (
          <ActionLinks run={step.run} number={view.number} />
        ) : (
          'No packet in or out of this pod, and we check'
        )
      }
      actions={
        <>
          {step.run && !running ? <VerifyAgain caseId={view.id} suspectId={suspect.id} /> : null}
          {step.undoable ? (
            <Button look="quiet" aria-expanded={undoing} onClick={() => setUndoing((on) => !on)}>
              <Icon name="undo" small />
              Undo
            </Button>
          ) : null}
        </>
      }
    >
      {step.run && !verified ? <RunProgress run={step.run} /> : null}
      {step.verification && step.run && !running ? <Verified verification={step.verification} /> : null}
      {undoing && step.run ? (
        <UndoPreview
          view={view}
          suspectId={suspect.id}
          step="quarantine"
          runId={step.run.id}
          onDone={() => setUndoing(false)}
        />
      ) : null}
      {failure ? <ErrorNote {...failure} /> : null}
      {planning && !undoing ? (
        <PlanPreview
          plan={plan.data}
          error={plan.error}
          onAgain={() => void plan.refetch()}
          clusterName={view.clusterName}
          why={why}
          busy={busy}
          solid={next}
          onSend={(shown) => void send(shown)}
          choices={<ModeChoice mode={mode} onChange={setMode} name={suspect.id} />}
        />
      ) : null}
    </StepSection>
  );
}

export function ModeChoice({
  mode,
  onChange,
  name,
}: {
  mode: IsolationMode;
  onChange: (mode: IsolationMode) => void;
  name: string;
}) {
  return (
    <fieldset className="mb-2">
      <legend className="meta">How</legend>
      {MODES.map((option) => (
        <label key={option.mode} className="opt">
          <input
            type="radio"
            name={`mode-${name}`}
            checked={mode === option.mode}
            onChange={() => onChange(option.mode)}
          />
          <span>
            {option.name}
            <span className="meta block">{option.words}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What the fresh read found: what was checked, and each policy that still lets packets through. */
function Verified({ verification }: { verification: Verification }) {
  return (
    <div className="mt-1 grid gap-1">
      <CheckList checks={verification.checks} columns />
      {verification.leaks.length > 0 ? (
        <ul className="facts" aria-label="What still lets packets through">
          {verification.leaks.map((leak) => (
            <li key={`${leak.policy} ${leak.direction} ${leak.allows}`}>
              <StatusGlyph kind="failed" label="leaks" />
              <span>
                Policy{' '}
                <span className="mono">
                  <HostileText mono={false} text={leak.policy} />
                </span>{' '}
                still allows <HostileText mono={false} text={leak.allows} />.{' '}
                {leak.byLabels.length > 0
                  ? `It selects the pod by ${leak.byLabels.join(', ')}, which can be taken off.`
                  : 'It selects every pod of the namespace, so no label can be taken off.'}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="meta">
        Read anew at <Time at={verification.checkedAt} />
        {verification.policiesRead === null ? '' : `, ${verification.policiesRead} policies of the namespace`}
      </p>
    </div>
  );
}

function VerifyAgain({ caseId, suspectId }: { caseId: string; suspectId: string }) {
  const [state, setState] = useState<'idle' | 'busy'>('idle');
  const [failure, setFailure] = useState<Failure | null>(null);
  const why = useWhyNot('containment.preview');
  const check = async () => {
    setState('busy');
    const result = await verifyAgain({ caseId, suspectId });
    setFailure(result.ok ? null : result.failure);
    setState('idle');
  };
  return (
    <>
      {failure ? <span className="meta text-s1-fg">{failure.title}</span> : null}
      <Button look="quiet" onClick={check} disabledReason={why ?? (state === 'busy' ? 'Reading the cluster' : null)}>
        Check again
      </Button>
    </>
  );
}
