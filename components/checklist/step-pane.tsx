'use client';

import Link from 'next/link';
import type { RefObject } from 'react';
import { assignStep } from '@/app/actions/checklist';
import { useAct } from '@/components/case/use-act';
import { active, usePeople } from '@/components/case/use-people';
import { useRoom } from '@/components/shell/room';
import { Button, buttonClass } from '@/components/ui/button';
import { Chip, type ChipTone } from '@/components/ui/chip';
import { Select } from '@/components/ui/field';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import { Kv } from '@/components/ui/kv';
import { ErrorNote } from '@/components/ui/states';
import type { CaseView } from '@/lib/cases/case';
import type { ChecklistStepView } from '@/lib/playbooks/checklist';
import type { Subject } from '@/lib/playbooks/fill';
import { FilledCommands } from './filled-commands';
import { ProofLine } from './proof';
import { TickForm } from './tick-form';
import { placeOf, STEP_GLYPH } from './words';

const TONE: Record<ChecklistStepView['state'], ChipTone> = {
  open: 'waits',
  doing: 'run',
  done: 'ok',
  skipped: 'plain',
};

interface StepPaneProps {
  view: CaseView;
  step: ChecklistStepView;
  subjects: readonly Subject[];
  why: string | null;
  paneRef: RefObject<HTMLElement | null>;
  noteRef: RefObject<HTMLTextAreaElement | null>;
  /** somebody is at work in it: it must not change under their hands */
  onUse: () => void;
  onClose: () => void;
}

/** One step in full: why, what not to do, the commands with this case's names, and what became of it. */
export function StepPane({ view, step, subjects, why, paneRef, noteRef, onUse, onClose }: StepPaneProps) {
  const place = placeOf(step, view.number);
  const settled = step.state === 'done' || step.state === 'skipped';
  return (
    <aside className="pane vr" aria-label={step.title} ref={paneRef} tabIndex={-1} onFocus={onUse}>
      <div className="pane-h">
        <h2 className="min-w-0 flex-1">
          <HostileText mono={false} text={step.title} />
        </h2>
        <Chip tone={TONE[step.state]}>{STEP_GLYPH[step.state].label}</Chip>
        <Button look="quiet" className="md:hidden" onClick={onClose}>
          Close
        </Button>
      </div>
      <div className="grid min-h-0 flex-1 content-start gap-4 overflow-y-auto px-4 py-3" data-scroll>
        {step.why ? (
          <p className="text-fg-2">
            <HostileText mono={false} text={step.why} max={1000} />
          </p>
        ) : null}
        <Kv
          facts={[
            ['Done when', <HostileText key="when" mono={false} text={step.doneWhen} max={300} />],
            ['Who', <Owner key="who" view={view} step={step} why={why} />],
            [
              step.auto && !settled ? 'Still open' : step.state === 'skipped' ? 'Skipped' : 'Proof',
              step.proof ? <ProofLine key="proof" proof={step.proof} number={view.number} whole /> : 'none yet',
            ],
          ]}
        />
        {place ? (
          <p className="text-fg-2">
            Bulkhead does this and ticks it when its records show it.{' '}
            <Link className={buttonClass({}, 'mt-1')} href={place.href}>
              {place.words}
            </Link>
          </p>
        ) : null}
        {step.instead ? (
          <section aria-label="Not the usual way" className="border-l-2 border-s2 pl-3">
            <h3 className="text-s2-fg">Not like this</h3>
            <p>
              <HostileText text={step.instead.of} max={500} />
            </p>
            <p className="text-fg-2">
              <HostileText mono={false} text={step.instead.because} max={1000} />
            </p>
          </section>
        ) : null}
        <FilledCommands step={step} subjects={subjects} />
      </div>
      <TickForm key={step.id} view={view} step={step} why={why} noteRef={noteRef} />
    </aside>
  );
}

function Owner({ view, step, why }: { view: CaseView; step: ChecklistStepView; why: string | null }) {
  const me = useRoom().person.id;
  const people = active(usePeople());
  const { act, busy, failure } = useAct();
  const give = (ownerId: string | null) => void act(() => assignStep({ caseId: view.id, stepId: step.id, ownerId }));
  const held = why ?? (busy ? 'Being recorded' : null);
  const listed = step.owner && !people.some(({ id }) => id === step.owner?.id) ? [step.owner, ...people] : people;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select
        label={`${step.who}; given to`}
        value={step.owner?.id ?? ''}
        disabled={held !== null}
        title={held ?? undefined}
        onChange={(event) => give(event.target.value || null)}
      >
        <option value="">nobody yet</option>
        {listed.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      {step.owner?.id === me ? null : (
        <Button disabledReason={held} onClick={() => give(me)}>
          Take it <Kbd>m</Kbd>
        </Button>
      )}
      {failure ? <ErrorNote {...failure} /> : null}
    </div>
  );
}
