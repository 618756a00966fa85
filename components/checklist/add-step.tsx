'use client';

import { useState } from 'react';
import { addStep } from '@/app/actions/checklist';
import { FormDialog } from '@/components/case/form-dialog';
import { PHASE_NAME } from '@/components/case/phases';
import { useAct } from '@/components/case/use-act';
import { Field, Select } from '@/components/ui/field';
import { type CaseView, PHASES } from '@/lib/cases/case';
import { DOERS } from '@/lib/playbooks/playbook';

interface AddStepProps {
  view: CaseView;
  open: boolean;
  onClose: () => void;
  onAdded: (stepId: string) => void;
}

/** A step for this case alone. */
export function AddStepDialog({ view, open, onClose, onAdded }: AddStepProps) {
  const [phase, setPhase] = useState(view.phase);
  const [title, setTitle] = useState('');
  const [doneWhen, setDoneWhen] = useState('');
  const [who, setWho] = useState<(typeof DOERS)[number]>('Analyst');
  const { act, busy, failure } = useAct();
  const missing =
    title.trim() === '' ? 'Say what is to be done' : doneWhen.trim() === '' ? 'Say when it is done' : null;
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title="Add a step to this case"
      submit="Add step"
      busy={busy}
      held={missing}
      failure={failure}
      onSubmit={async () => {
        let added = '';
        const made = await act(async () => {
          const result = await addStep({ caseId: view.id, phase, title, doneWhen, who });
          if (result.ok) added = result.value.stepId;
          return result;
        });
        if (!made) return;
        setTitle('');
        setDoneWhen('');
        onClose();
        onAdded(added);
      }}
    >
      <p className="text-fg-2">It is in this case alone. The playbook stays as it is.</p>
      <Field
        label="What is to be done"
        placeholder="Tell the payment provider"
        maxLength={120}
        value={title}
        data-first-focus
        onChange={(event) => setTitle(event.target.value)}
      />
      <Field
        label="Done when"
        placeholder="they have confirmed it in writing"
        maxLength={300}
        value={doneWhen}
        onChange={(event) => setDoneWhen(event.target.value)}
      />
      <div className="grid grid-cols-2 gap-3">
        <Select
          label="Phase"
          value={phase}
          onChange={(event) => setPhase(PHASES.find((one) => one === event.target.value) ?? phase)}
        >
          {PHASES.map((one) => (
            <option key={one} value={one}>
              {PHASE_NAME[one]}
            </option>
          ))}
        </Select>
        <Select
          label="Who"
          value={who}
          onChange={(event) => setWho(DOERS.find((one) => one === event.target.value) ?? who)}
        >
          {DOERS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
      </div>
    </FormDialog>
  );
}
