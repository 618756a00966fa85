'use client';

import type { ReactNode } from 'react';
import { plural } from '@/components/ui/format';
import { GateGlyph, Icon, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { TableScroll } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { CaseView, Phase } from '@/lib/cases/case';
import type { ChecklistStepView } from '@/lib/playbooks/checklist';
import { fill, type Subject } from '@/lib/playbooks/fill';
import { cut } from '@/lib/text/bounded';
import { countsOf, type ShownPhase } from './model';
import { ProofLine } from './proof';
import { CRITERION_GLYPH, STEP_GLYPH } from './words';

interface ChecklistTableProps {
  view: CaseView;
  phases: readonly ShownPhase[];
  subjects: readonly Subject[];
  selected: string;
  onSelect: (stepId: string) => void;
  /** null: this view unfolds what it shows */
  onToggle: ((phase: Phase) => void) | null;
}

/** Five phases as compartments, with the steps of those that are unfolded. */
export function ChecklistTable({ view, phases, subjects, selected, onSelect, onToggle }: ChecklistTableProps) {
  return (
    <TableScroll label="Steps of the five phases">
      <table className="table table-checklist">
        <thead>
          <tr>
            <th scope="col" className="cl-state">
              <span className="sr-only">State</span>
            </th>
            <th scope="col" className="cl-step">
              Step
            </th>
            <th scope="col" className="cl-who">
              Who
            </th>
            <th scope="col" className="cl-run">
              Tool or command
            </th>
            <th scope="col" className="cl-when">
              Done when
            </th>
            <th scope="col" className="cl-proof">
              Proof or note
            </th>
          </tr>
        </thead>
        {phases.map((phase) => (
          <tbody key={phase.phase}>
            <PhaseRow view={view} phase={phase} onToggle={onToggle} />
            {phase.unfolded
              ? phase.shown.map((step) => (
                  <StepRow
                    key={step.id}
                    step={step}
                    number={view.number}
                    subjects={subjects}
                    selected={step.id === selected}
                    onSelect={onSelect}
                  />
                ))
              : null}
            {phase.phase === view.phase && phase.unfolded ? null : <CriteriaRow phase={phase} />}
          </tbody>
        ))}
      </table>
    </TableScroll>
  );
}

function PhaseRow({
  view,
  phase,
  onToggle,
}: {
  view: CaseView;
  phase: ShownPhase;
  onToggle: ((phase: Phase) => void) | null;
}) {
  const { total, settled, skipped } = countsOf(phase.steps, '');
  const overridden = phase.criteria.filter(({ state }) => state === 'overridden').length;
  const name = (
    <>
      {onToggle ? <Icon name={phase.unfolded ? 'down' : 'right'} small /> : null}
      <b>{phase.title}</b>
    </>
  );
  return (
    <tr className="phase-wall" data-now={phase.phase === view.phase || undefined}>
      <th scope="rowgroup" colSpan={6}>
        <span className="flex flex-wrap items-center gap-x-2.5">
          {onToggle ? (
            <button
              type="button"
              className="flex items-center gap-1.5"
              aria-expanded={phase.unfolded}
              onClick={() => onToggle(phase.phase)}
            >
              {name}
            </button>
          ) : (
            name
          )}
          <span>
            {settled} of {plural(total, 'step')}
            {skipped > 0 ? `, ${skipped} of them skipped` : ''}
          </span>
          <span className="flex-1" />
          {overridden > 0 ? (
            <span className="flex items-center gap-1.5 text-s2-fg">
              <GateGlyph state="overridden" />
              {plural(overridden, 'override')}
            </span>
          ) : null}
          <When view={view} phase={phase} />
        </span>
      </th>
    </tr>
  );
}

function When({ view, phase }: { view: CaseView; phase: ShownPhase }): ReactNode {
  if (phase.phase === view.phase && !view.closedAt)
    return (
      <span>
        now{phase.enteredAt ? ', since ' : ''}
        {phase.enteredAt ? <Time at={phase.enteredAt} /> : null}
      </span>
    );
  if (phase.endedAt)
    return (
      <span>
        ended <Time at={phase.endedAt} />
        {phase.endedBy ? ` by ${phase.endedBy}` : ''}
      </span>
    );
  return (
    <span>{phase.enteredAt ? (view.closedAt ? 'the case was closed in it' : 'entered before') : 'not started'}</span>
  );
}

function CriteriaRow({ phase }: { phase: ShownPhase }) {
  return (
    <tr className="phase-sum">
      <td />
      <td colSpan={5}>
        <ul className="flex flex-wrap gap-x-4.5 gap-y-1" aria-label={`${phase.title} is done when`}>
          {phase.criteria.map((criterion) => (
            <li key={criterion.id} className="flex items-center gap-1.5">
              <StatusGlyph {...CRITERION_GLYPH[criterion.state]} size={13} />
              <span>
                <HostileText mono={false} text={criterion.words} />
                {criterion.state === 'overridden' ? (
                  <>
                    : <HostileText mono={false} text={criterion.reason} max={80} />
                  </>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

interface StepRowProps {
  step: ChecklistStepView;
  number: number;
  subjects: readonly Subject[];
  selected: boolean;
  onSelect: (stepId: string) => void;
}

function StepRow({ step, number, subjects, selected, onSelect }: StepRowProps) {
  return (
    <tr aria-selected={selected} data-step={step.key}>
      <td className="cl-state">
        <StatusGlyph {...STEP_GLYPH[step.state]} />
      </td>
      <th scope="row" className="cl-step">
        <button type="button" className="whole-row text-left font-semibold" onClick={() => onSelect(step.id)}>
          <HostileText mono={false} text={step.title} />
        </button>
        {step.own ? <span className="meta"> of this case</span> : null}
      </th>
      <td className="cl-who text-fg-2">
        {step.owner ? <HostileText mono={false} text={step.owner.name} /> : step.who}
      </td>
      <td className="cl-run">
        <Tool step={step} subjects={subjects} />
      </td>
      <td className="cl-when text-fg-2">
        <HostileText mono={false} text={step.doneWhen} max={300} />
      </td>
      <td className="cl-proof">
        {step.proof && step.state !== 'open' && step.state !== 'doing' ? (
          <ProofLine proof={step.proof} number={number} />
        ) : step.state === 'doing' ? (
          <span className="text-run-fg">being done</span>
        ) : null}
      </td>
    </tr>
  );
}

/** Characters of a command that a row can show; all of it stands in the pane. */
const SHOWN = 120;

/** Bulkhead itself, or the first command as it is to be typed. */
function Tool({ step, subjects }: { step: ChecklistStepView; subjects: readonly Subject[] }) {
  const line = step.commands[0] ? fill(step.commands[0].run, subjects.slice(0, 1))[0]?.run : '';
  return (
    <span className="block truncate">
      {step.auto ? <span className="text-fg-2">Bulkhead{line ? ', or ' : ''}</span> : null}
      {line ? <HostileText text={cut(line.split('\n', 1)[0] ?? '', SHOWN)} max={SHOWN} className="text-fg-2" /> : null}
    </span>
  );
}
