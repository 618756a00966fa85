'use client';

import Link from 'next/link';
import { useState } from 'react';
import { changePhase, changeSeverity, closeCase, reopenCase } from '@/app/actions/cases';
import { Field } from '@/components/ui/field';
import { plural } from '@/components/ui/format';
import { SeverityMark } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote, Loading } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { type CaseView, PHASES, type Phase, SEVERITIES, type Severity, severityNumber } from '@/lib/cases/case';
import type { LeftBehind } from '@/lib/cases/left-behind';
import { criteriaHold, openCriteria, overridesOf, phasesLeft, type Reasons } from './criteria';
import { CriteriaForm } from './criteria-form';
import { FormDialog } from './form-dialog';
import { PHASE_NAME } from './phases';
import { ReasonField, reasonLacks } from './reason-field';
import { useAct } from './use-act';
import { useChecklist, useLeftBehind } from './use-case';

interface CaseDialogProps {
  view: CaseView;
  open: boolean;
  onClose: () => void;
}

const SEVERITY_WORDS: Record<Severity, string> = {
  critical: 'Critical: attacker active',
  high: 'High: likely breach',
  moderate: 'Moderate: needs a look',
  low: 'Low: for the record',
};

export function SeverityDialog({ view, open, onClose }: CaseDialogProps) {
  const [chosen, setChosen] = useState<Severity | null>(null);
  const [reason, setReason] = useState('');
  const { act, busy, failure } = useAct();
  const severity = chosen ?? view.severity;
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Change the severity of case ${view.number}`}
      submit={severity === view.severity ? 'Change the severity' : `Change the severity to ${severityNumber(severity)}`}
      busy={busy}
      held={severity === view.severity ? 'Choose another severity' : reasonLacks(reason)}
      failure={failure}
      onSubmit={async () => {
        if (!(await act(() => changeSeverity({ caseId: view.id, severity, reason: reason.trim() })))) return;
        setChosen(null);
        setReason('');
        onClose();
      }}
    >
      <fieldset className="grid gap-1">
        <legend className="meta mb-1">Severity</legend>
        {SEVERITIES.map((each) => (
          <label key={each} className="flex min-h-(--hit) items-center gap-2.5">
            <input
              type="radio"
              name="severity"
              value={each}
              checked={severity === each}
              onChange={() => setChosen(each)}
              className="accent-(--focus)"
            />
            <SeverityMark level={severityNumber(each)} />
            {SEVERITY_WORDS[each]}
            {each === view.severity ? <span className="meta">now</span> : null}
          </label>
        ))}
      </fieldset>
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}

/** Into another phase. Forwards, what ends the phases on the way is met or overridden; back, a reason is enough. */
export function PhaseDialog({ view, to, open, onClose }: CaseDialogProps & { to: Phase }) {
  const [reason, setReason] = useState('');
  const [reasons, setReasons] = useState<Reasons>({});
  const { act, busy, failure } = useAct();
  const checklist = useChecklist(view.number, view.id, { enabled: open });
  const phases = phasesLeft(view.phase, to);
  const unmet = checklist.data ? openCriteria(checklist.data, phases) : [];
  const unread = phases.length > 0 && !checklist.data ? 'The criteria are being read' : null;
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Move case ${view.number} to ${PHASE_NAME[to]}`}
      submit={`Move to ${PHASE_NAME[to]}`}
      cancel={`Stay in ${PHASE_NAME[view.phase]}`}
      busy={busy}
      held={unread ?? criteriaHold(unmet, reasons) ?? reasonLacks(reason)}
      failure={failure}
      onSubmit={async () => {
        const overrides = overridesOf(unmet, reasons);
        if (!(await act(() => changePhase({ caseId: view.id, phase: to, reason: reason.trim(), overrides })))) return;
        setReason('');
        setReasons({});
        onClose();
      }}
    >
      {phases.length === 0 ? (
        <p className="text-fg-2">Back to {PHASE_NAME[to]}. The time in each phase goes on being counted.</p>
      ) : (
        <CriteriaForm view={view} phases={phases} reasons={reasons} onReasons={setReasons} />
      )}
      <ReasonField label={`Why to ${PHASE_NAME[to]} now, kept for good`} value={reason} onChange={setReason} first />
    </FormDialog>
  );
}

/** Closing freezes the case: what it came to, what is not met and passed, and what is left in the cluster. */
export function CloseDialog({ view, open, onClose }: CaseDialogProps) {
  const [result, setResult] = useState('');
  const [reasons, setReasons] = useState<Reasons>({});
  const [stays, setStays] = useState<readonly string[]>([]);
  const { act, busy, failure } = useAct();
  const checklist = useChecklist(view.number, view.id, { enabled: open });
  const left = useLeftBehind(view.number, open);
  const unmet = checklist.data ? openCriteria(checklist.data, PHASES) : [];
  const unseen = (left.data ?? []).filter(({ id }) => !stays.includes(id)).length;
  const held =
    (checklist.data && left.data ? null : 'What is open is being read') ??
    (result.trim().length < 3 ? 'Say what came of it' : null) ??
    criteriaHold(unmet, reasons) ??
    (unseen > 0 ? `${plural(unseen, 'thing')} left in the cluster: undo, or say that it stays` : null);
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Close case ${view.number}`}
      submit={`Close case ${view.number}`}
      cancel="Keep it open"
      busy={busy}
      held={held}
      failure={failure}
      onSubmit={async () => {
        const of = {
          caseId: view.id,
          result: result.trim(),
          overrides: overridesOf(unmet, reasons),
          leftBehind: [...stays],
        };
        if (await act(() => closeCase(of))) onClose();
        else void left.refetch();
      }}
    >
      <p className="text-fg-2">A closed case is frozen: nobody adds to it until a commander reopens it.</p>
      <Field
        label="Result, in a few words"
        placeholder="Rebuilt, 12 secrets rotated"
        maxLength={300}
        value={result}
        data-first-focus
        onChange={(event) => setResult(event.target.value)}
      />
      <CriteriaForm view={view} phases={PHASES} reasons={reasons} onReasons={setReasons} />
      <section aria-label="Left behind in the cluster">
        <h3 className="text-fg-2">Left behind in {view.clusterName}</h3>
        {left.error ? <ErrorNote title={left.error.message} detail="What is left behind is not known." /> : null}
        {left.data ? (
          <LeftList left={left.data} stays={stays} onStays={setStays} number={view.number} />
        ) : left.error ? null : (
          <Loading words="Looking at what the steps left" rows={2} />
        )}
      </section>
      {view.tasks.open > 0 ? (
        <p className="text-s2-fg">
          {plural(view.tasks.open, 'task is', 'tasks are')} open and will stay as{' '}
          {view.tasks.open === 1 ? 'it is' : 'they are'}.
        </p>
      ) : null}
    </FormDialog>
  );
}

interface LeftListProps {
  left: readonly LeftBehind[];
  stays: readonly string[];
  onStays: (ids: readonly string[]) => void;
  number: number;
}

function LeftList({ left, stays, onStays, number }: LeftListProps) {
  if (left.length === 0) return <p>Nothing: no step was sent, or each was undone.</p>;
  return (
    <>
      <ul>
        {left.map((one) => (
          <li key={one.id}>
            <label className="flex items-start gap-2.5 py-1">
              <input
                type="checkbox"
                className="check mt-[3px]"
                checked={stays.includes(one.id)}
                onChange={(event) =>
                  onStays(event.target.checked ? [...stays, one.id] : stays.filter((id) => id !== one.id))
                }
              />
              <span>
                <HostileText mono={false} text={one.words} />
                {one.certain ? '' : ', as far as is known'}
                <span className="meta block">Stays as it is</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p className="meta">
        Or undo it first, in the <Link href={`/cases/${number}`}>room of the case</Link>.
      </p>
    </>
  );
}

export function ReopenDialog({ view, open, onClose }: CaseDialogProps) {
  const [reason, setReason] = useState('');
  const { act, busy, failure } = useAct();
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Reopen case ${view.number}`}
      submit={`Reopen case ${view.number}`}
      cancel="Leave it closed"
      busy={busy}
      held={reasonLacks(reason)}
      failure={failure}
      onSubmit={async () => {
        if (!(await act(() => reopenCase({ caseId: view.id, reason: reason.trim() })))) return;
        setReason('');
        onClose();
      }}
    >
      {view.closedAt ? (
        <p className="text-fg-2">
          Closed <Time at={view.closedAt} />: “<HostileText mono={false} text={view.result ?? 'no result given'} />
          ”. That stays on the timeline.
        </p>
      ) : null}
      <ReasonField value={reason} onChange={setReason} first />
    </FormDialog>
  );
}
