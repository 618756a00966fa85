'use client';

import { useEffect, useRef, useState } from 'react';
import { assignStep, setStep } from '@/app/actions/checklist';
import { useAct } from '@/components/case/use-act';
import { useCase, useChecklist } from '@/components/case/use-case';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { plural } from '@/components/ui/format';
import { Seg } from '@/components/ui/seg';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { useUrlState } from '@/components/url-state';
import type { CaseView } from '@/lib/cases/case';
import type { ChecklistView } from '@/lib/playbooks/checklist';
import { AddStepDialog } from './add-step';
import { ChecklistTable } from './checklist-table';
import { type Counts, countsOf, isSettled, neighbour, nextStep, SHOWS, type Show, shownPhases, toggled } from './model';
import { PhaseFoot } from './phase-foot';
import { StepPane } from './step-pane';

/** All five phases of a case: who does what, with which command, and what shows that it is done. */
export function ChecklistRoom({ number, initial }: { number: number; initial: CaseView }) {
  const { data: view = initial } = useCase(number, initial);
  const checklist = useChecklist(number, view.id);
  if (!checklist.data)
    return checklist.error ? (
      <ErrorNote title={checklist.error.message} detail="What was ticked is kept." />
    ) : (
      <Loading words="Reading the checklist" rows={8} />
    );
  if (checklist.data.phases.every(({ steps }) => steps.length === 0))
    return (
      <Empty title="This case has no checklist">
        It was closed before there were checklists. Reopened, it gets the playbooks as they are then.
      </Empty>
    );
  return (
    <>
      {checklist.error ? (
        <ErrorNote tone="caution" title={checklist.error.message} detail="What is on screen is what was known last." />
      ) : null}
      <Checklist view={view} checklist={checklist.data} />
    </>
  );
}

function Checklist({ view, checklist }: { view: CaseView; checklist: ChecklistView }) {
  const me = useRoom().person.id;
  const may = useWhyNot('checklist.tick');
  const why = may ?? (view.closedAt ? 'The case is closed' : null);
  const [showText, setShow] = useUrlState('show');
  const [unfold, setUnfold] = useUrlState('unfold');
  const [chosen, setChosen] = useUrlState('step');
  const [adding, setAdding] = useState(false);
  const paneRef = useRef<HTMLElement>(null);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const { act, failure } = useAct();
  const show = SHOWS.find((one) => one === showText) ?? 'all';
  const all = checklist.phases.flatMap(({ steps }) => steps);
  const step = all.find(({ id }) => id === chosen) ?? nextStep(checklist, view.phase);
  const phases = shownPhases(checklist, { show, me, now: view.phase, unfold, selected: chosen });
  const present = checklist.phases.find(({ phase }) => phase === view.phase);
  const go = (by: 1 | -1) => setChosen(neighbour(phases, step?.id ?? '', by));
  const of = step && why === null ? { caseId: view.id, stepId: step.id } : null;
  useScrolledTo(chosen);
  useShortcuts([
    { keys: 'j', words: 'Next step', run: () => go(1) },
    { keys: 'k', words: 'Previous step', run: () => go(-1) },
    { keys: 'Enter', words: 'Go to the step', run: () => paneRef.current?.focus() },
    {
      keys: 'x',
      words: 'Say that it is done, or open it again',
      run: () => {
        if (step && isSettled(step) && of) void act(() => setStep({ ...of, to: { state: 'open' } }));
        else noteRef.current?.focus();
      },
    },
    { keys: 'd', words: 'Begin the step', run: () => of && void act(() => setStep({ ...of, to: { state: 'doing' } })) },
    { keys: 'm', words: 'Take the step', run: () => of && void act(() => assignStep({ ...of, ownerId: me })) },
    { keys: 'a', words: 'Add a step', run: () => why === null && setAdding(true) },
    { keys: '[', words: 'View before', run: () => setShow(otherShow(show, -1)) },
    { keys: ']', words: 'View after', run: () => setShow(otherShow(show, 1)) },
    { keys: 'Escape', words: 'Close the step', run: () => setChosen('') },
  ]);
  return (
    <div className="checklist-split" data-open={chosen !== '' || undefined}>
      <div className="pane">
        <Head
          counts={countsOf(all, me)}
          show={show}
          onShow={(next) => setShow(next === 'all' ? '' : next)}
          versions={checklist.phases.map(({ version }) => version)}
          whyAdd={why}
          onAdd={() => setAdding(true)}
        />
        {failure ? <ErrorNote {...failure} /> : null}
        {phases.length === 0 ? (
          <NothingHere show={show} />
        ) : (
          <ChecklistTable
            view={view}
            phases={phases}
            subjects={checklist.subjects}
            selected={step?.id ?? ''}
            onSelect={setChosen}
            onToggle={show === 'all' ? (phase) => setUnfold(toggled(phases, phase)) : null}
          />
        )}
        {present ? <PhaseFoot view={view} phase={present} /> : null}
      </div>
      {step ? (
        <StepPane
          view={view}
          step={step}
          subjects={checklist.subjects}
          why={why}
          paneRef={paneRef}
          noteRef={noteRef}
          onUse={() => chosen === '' && setChosen(step.id)}
          onClose={() => setChosen('')}
        />
      ) : null}
      <AddStepDialog view={view} open={adding} onClose={() => setAdding(false)} onAdded={setChosen} />
    </div>
  );
}

const otherShow = (show: Show, by: 1 | -1): string => {
  const next = SHOWS[(SHOWS.indexOf(show) + by + SHOWS.length) % SHOWS.length] ?? 'all';
  return next === 'all' ? '' : next;
};

/** The row of the chosen step is brought into sight, once for each choice. */
function useScrolledTo(chosen: string) {
  useEffect(() => {
    if (chosen === '') return;
    document.querySelector('.table-checklist [aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
}

interface HeadProps {
  counts: Counts;
  show: Show;
  onShow: (show: Show) => void;
  versions: readonly number[];
  whyAdd: string | null;
  onAdd: () => void;
}

function Head({ counts, show, onShow, versions, whyAdd, onAdd }: HeadProps) {
  return (
    <div className="pane-h flex-wrap py-1.5">
      <h2>
        {counts.settled} of {plural(counts.total, 'step')} done
      </h2>
      <span className="meta min-w-0 flex-1 max-sm:order-last max-sm:basis-full">
        {counts.skipped > 0 ? `${counts.skipped} of them skipped · ` : ''}this case&apos;s own copy of{' '}
        {versions.some((version) => version > 0)
          ? `the playbooks, versions ${versions.join(', ')}`
          : "Bulkhead's playbooks"}
      </span>
      <Seg
        label="Which steps"
        value={show}
        onChange={onShow}
        options={[
          { value: 'all', label: 'All' },
          { value: 'mine', label: 'Mine', count: counts.mine },
          { value: 'open', label: 'Open', count: counts.open },
        ]}
      />
      <Button disabledReason={whyAdd} onClick={onAdd}>
        Add step
      </Button>
    </div>
  );
}

const NothingHere = ({ show }: { show: Show }) =>
  show === 'mine' ? (
    <Empty title="No open step is yours">
      Steps that are settled, or that others have, are left out. “All” shows them.
    </Empty>
  ) : (
    <Empty title="No step is open">Each is done, or skipped with a reason. “All” shows them.</Empty>
  );
