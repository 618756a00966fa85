'use client';

import { useState } from 'react';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { ScaleOutcome } from '@/lib/containment/step';
import { PlanPreview } from './plan-preview';
import type { StepProps } from './room';
import { ActionLinks, RunProgress } from './run-progress';
import { StepSection } from './step-section';
import { UndoPreview } from './undo-preview';
import { usePlan } from './use-case';
import { useSend } from './use-send';

/** Step 3: the workload to zero, never the pod deleted. What will end is listed by name first. */
export function ScaleStep({ view, suspect, step, gateOpen, next }: StepProps) {
  const [looking, setLooking] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const why = useWhyNot('containment.scale-to-zero');
  const { busy, failure, send } = useSend();
  const running = step.run?.state === 'running';
  const done = step.run?.state === 'succeeded';
  const planning = !running && !done && (next || looking) && !view.closedAt;
  const plan = usePlan(view.number, { suspectId: suspect.id, step: 'scaleToZero', mode: null, undoOf: null }, planning);
  const owner = suspect.ownerChain.at(-1);
  return (
    <StepSection
      no={3}
      title="Scale to zero"
      step={step}
      state={done ? 'done' : gateOpen ? 'open' : 'waits'}
      hint={
        done && step.run ? (
          <ActionLinks run={step.run} number={view.number} />
        ) : owner ? (
          `${owner.kind} ${owner.name}`
        ) : (
          'This pod has no owner'
        )
      }
      actions={
        step.undoable && step.run ? (
          <Button look="quiet" aria-expanded={undoing} onClick={() => setUndoing((on) => !on)}>
            <Icon name="undo" small />
            Undo
          </Button>
        ) : done || next ? null : (
          <Button look="quiet" aria-expanded={looking} onClick={() => setLooking((on) => !on)}>
            Preview
          </Button>
        )
      }
    >
      {step.run && !done ? <RunProgress run={step.run} /> : null}
      {step.scale && step.run ? <Left outcome={step.scale} /> : null}
      {undoing && step.run ? (
        <UndoPreview
          view={view}
          suspectId={suspect.id}
          step="scaleToZero"
          runId={step.run.id}
          onDone={() => setUndoing(false)}
        />
      ) : null}
      {failure ? <ErrorNote {...failure} /> : null}
      {planning ? (
        <PlanPreview
          plan={plan.data}
          error={plan.error}
          onAgain={() => void plan.refetch()}
          clusterName={view.clusterName}
          why={why ?? (gateOpen ? null : 'Its gate is closed')}
          busy={busy}
          solid={next}
          onSend={(shown) => void send(shown)}
        />
      ) : null}
    </StepSection>
  );
}

const LEFT: Record<ScaleOutcome['outcome'], { glyph: 'ok' | 'run' | 'unknown'; words: string }> = {
  'at-zero': { glyph: 'ok', words: 'No pod of the workload is left' },
  ending: { glyph: 'run', words: 'Pods of the workload are still ending' },
  unknown: { glyph: 'unknown', words: 'What is left could not be read' },
};

function Left({ outcome }: { outcome: ScaleOutcome }) {
  const { glyph, words } = LEFT[outcome.outcome];
  return (
    <ul className="facts mt-1">
      <li>
        <StatusGlyph kind={glyph} label={words} />
        <span>
          {words}, read anew at <Time at={outcome.checkedAt} />
          {outcome.remaining.length > 0 ? (
            <>
              : <HostileText mono={false} text={outcome.remaining.join(', ')} />
            </>
          ) : null}
        </span>
      </li>
      {outcome.survivors.length > 0 ? (
        <li>
          <StatusGlyph kind="ok" label="lives on" />
          <span>
            Detached and alive: <HostileText mono={false} text={outcome.survivors.join(', ')} />
          </span>
        </li>
      ) : null}
    </ul>
  );
}
