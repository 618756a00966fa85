'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useWhyNot } from '@/components/shell/room';
import { EntryOrigin, EntrySentence } from '@/components/timeline/entry-sentence';
import { SOURCE } from '@/components/timeline/entry-words';
import { NoteForm } from '@/components/timeline/note-form';
import { useTimeline, useTimelineCount } from '@/components/timeline/use-timeline';
import { ArmButton } from '@/components/ui/arm-button';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { countWords, plural } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { ErrorNote, Loading } from '@/components/ui/states';
import { Time, TPlus } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import type { ContainmentView, IsolationMode, Plan } from '@/lib/containment/step';
import { AllSteps, Asked } from './phone-ask';
import { useContainment, usePlan } from './use-case';
import { useSend } from './use-send';
import { type Waiting, waitingStep } from './waiting';

/** A phone at 3 a.m.: read the case, approve the one step that waits, write down what happened. The rest is one link away. */
export function PhoneRoom({ view }: { view: CaseView }) {
  const containment = useContainment(view.number, view.id);
  const waiting = containment.data && !view.closedAt ? waitingStep(containment.data) : null;
  return (
    <div className="phone-room">
      {containment.error ? (
        <ErrorNote title={containment.error.message} detail="The case and its timeline are still current." />
      ) : !containment.data ? (
        <Loading words="Reading the steps" rows={3} />
      ) : waiting && !waiting.running ? (
        <Approve key={`${waiting.suspectId} ${waiting.step.step}`} view={view} waiting={waiting} />
      ) : (
        <Idle view={view} waiting={waiting} containment={containment.data} />
      )}
    </div>
  );
}

/** The step with its objects, what was checked, and the button that sends it: first arms, then sends, as everywhere. */
function Approve({ view, waiting }: { view: CaseView; waiting: Waiting }) {
  const [mode, setMode] = useState<IsolationMode>('replace');
  const { step } = waiting.step;
  const plan = usePlan(
    view.number,
    { suspectId: waiting.suspectId, step, mode: step === 'quarantine' ? mode : null, undoOf: null },
    true,
  );
  const { busy, failure, send } = useSend();
  return (
    <>
      <Asked
        view={view}
        waiting={waiting}
        plan={plan.data}
        error={plan.error}
        onAgain={() => void plan.refetch()}
        mode={mode}
        onMode={setMode}
        failure={failure}
      />
      <Latest view={view} />
      <div className="phone-bar">
        <AddNote view={view} />
        <Send plan={plan.data} step={step} busy={busy} view={view} onSend={(shown) => void send(shown)} />
      </div>
    </>
  );
}

interface SendProps {
  plan: Plan | undefined;
  step: Plan['step'];
  busy: boolean;
  view: CaseView;
  onSend: (plan: Plan) => void;
}

function Send({ plan, step, busy, view, onSend }: SendProps) {
  const why = {
    quarantine: useWhyNot('containment.quarantine'),
    capture: useWhyNot('containment.capture'),
    scaleToZero: useWhyNot('containment.scale-to-zero'),
  }[step];
  const held = why ?? (plan ? plan.blocked : 'Asking the API server what it would do');
  if (step === 'capture')
    return (
      <Button look="solid" disabledReason={held ?? (busy ? 'Starting' : null)} onClick={() => plan && onSend(plan)}>
        {plan ? `Capture with ${plural(plan.collectors.length, 'collector')}` : 'Capture'}
      </Button>
    );
  const changes = plural(plan?.requests.length ?? 0, 'change');
  return (
    <ArmButton
      armedWords={`Press again to send ${changes}`}
      onSend={() => plan && onSend(plan)}
      busyWords={busy ? 'Sending' : null}
      disabledReason={held ?? (plan?.requests.length === 0 ? 'Nothing is left to send in this way' : null)}
      target={plan?.hash ?? ''}
    >
      {plan ? `Send ${changes} to ${view.clusterName}` : 'Send'}
    </ArmButton>
  );
}

interface IdleProps {
  view: CaseView;
  waiting: Waiting | null;
  containment: readonly ContainmentView[];
}

/** Nothing to approve: what Bulkhead is at, or which gate holds up the next step. */
function Idle({ view, waiting, containment }: IdleProps) {
  const gate = containment.flatMap(({ gates }) => gates).find(({ state }) => state === 'closed');
  return (
    <>
      <section className="phone-ask" aria-label="Waiting for you">
        <h2>
          {view.closedAt
            ? 'This case is closed'
            : waiting
              ? `Bulkhead is at it: ${waiting.step.chip.words}`
              : 'No step waits for you'}
        </h2>
        <p className="text-fg-2">
          {view.closedAt
            ? 'Nothing can be added until a commander reopens it.'
            : waiting
              ? 'What comes of it appears here.'
              : (gate?.words ?? `Next: ${view.nextStep}, ${view.nextWho}.`)}
        </p>
        <AllSteps />
      </section>
      <Latest view={view} />
      <div className="phone-bar">
        <AddNote view={view} />
        <Link className="btn" href={`/cases/${view.number}/tasks`}>
          {view.tasks.open > 0 ? plural(view.tasks.open, 'open task') : 'Tasks & assets'}
        </Link>
      </div>
    </>
  );
}

const SHOWN = 8;

function Latest({ view }: { view: CaseView }) {
  const { data, error } = useTimeline(view.number, view.id);
  const count = useTimelineCount(view.number, view.id, view.counts.timeline);
  return (
    <section aria-label="Latest">
      <div className="pane-h min-h-12">
        <h2>Latest</h2>
        <span className="n">{countWords(count)}</span>
        <span className="flex-1" />
        <Link href={`/cases/${view.number}/timeline`}>Whole timeline</Link>
      </div>
      {error ? <ErrorNote title={error.message} /> : null}
      {data || error ? null : <Loading words="Reading the timeline" rows={3} />}
      <ol aria-label="Latest entries" aria-live="polite" aria-relevant="additions">
        {(data ?? []).slice(0, SHOWN).map((entry) => (
          <li key={entry.id} className="phone-entry">
            <div>
              <Time at={entry.occurredAt} />
              <small>
                <TPlus at={entry.occurredAt} from={view.detectedAt} />
              </small>
            </div>
            <Icon name={SOURCE[entry.source].icon} />
            <div className="min-w-0">
              <EntrySentence entry={entry} />
              <div className="meta">
                <EntryOrigin entry={entry} number={view.number} />
              </div>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function AddNote({ view }: { view: CaseView }) {
  const [open, setOpen] = useState(false);
  const why = useWhyNot('timeline.note') ?? (view.closedAt ? 'The case is closed' : null);
  return (
    <>
      <Button disabledReason={why} onClick={() => setOpen(true)}>
        Add note
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={`Note in case ${view.number}`} sheet>
        <NoteForm
          number={view.number}
          caseId={view.id}
          focus={1}
          shortcut={false}
          onAdded={() => setOpen(false)}
          onLeave={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
