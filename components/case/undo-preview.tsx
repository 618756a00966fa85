'use client';

import { useWhyNot } from '@/components/shell/room';
import { ErrorNote } from '@/components/ui/states';
import type { CaseView } from '@/lib/cases/case';
import type { StepKind } from '@/lib/containment/step';
import { PlanPreview } from './plan-preview';
import { usePlan } from './use-case';
import { useSend } from './use-send';

interface UndoPreviewProps {
  view: CaseView;
  suspectId: string;
  step: StepKind;
  runId: string;
  onDone: () => void;
}

/** The way back, with the same preview as the way there. It is made from the action's own record. */
export function UndoPreview({ view, suspectId, step, runId, onDone }: UndoPreviewProps) {
  const why = useWhyNot('containment.undo');
  const plan = usePlan(view.number, { suspectId, step, mode: null, undoOf: runId }, true);
  const { busy, failure, send } = useSend();
  return (
    <section aria-label="Undo">
      {failure ? <ErrorNote {...failure} /> : null}
      <PlanPreview
        plan={plan.data}
        error={plan.error}
        onAgain={() => void plan.refetch()}
        clusterName={view.clusterName}
        why={why}
        busy={busy}
        solid={false}
        verb="Send undo"
        onSend={async (shown) => {
          if (await send(shown)) onDone();
        }}
      />
    </section>
  );
}
