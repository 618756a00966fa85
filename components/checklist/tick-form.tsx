'use client';

import { type FormEvent, type RefObject, useState } from 'react';
import { setStep } from '@/app/actions/checklist';
import { useAct } from '@/components/case/use-act';
import { useDraft } from '@/components/drafts/use-draft';
import { useEvidence } from '@/components/evidence/use-evidence';
import { Button } from '@/components/ui/button';
import { Select, TextArea } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { ErrorNote } from '@/components/ui/states';
import type { CaseView } from '@/lib/cases/case';
import { MIN_REASON } from '@/lib/containment/step';
import { artifactLabel } from '@/lib/evidence/artifact';
import type { ChecklistStepView } from '@/lib/playbooks/checklist';
import { visible } from '@/lib/text/visible';
import { isSettled } from './model';

interface TickFormProps {
  view: CaseView;
  step: ChecklistStepView;
  /** why this person may not, or null */
  why: string | null;
  noteRef: RefObject<HTMLTextAreaElement | null>;
}

/** What a person says about a step: done with what shows it, skipped with why, under way, or open again. */
export function TickForm({ view, step, why, noteRef }: TickFormProps) {
  const { act, busy, failure } = useAct();
  const draft = useDraft({ number: view.number, caseId: view.id, place: `step:${step.id}` });
  const [artifactId, setArtifactId] = useState('');
  const of = { caseId: view.id, stepId: step.id };
  const note = draft.text.trim();
  const held = why ?? (busy ? 'Being recorded' : null);
  const settle = async (to: Parameters<typeof setStep>[0]['to']) => {
    if (held === null && (await act(() => setStep({ ...of, to })))) draft.discard();
  };
  const done = (event: FormEvent) => {
    event.preventDefault();
    if (note !== '' || artifactId !== '') void settle({ state: 'done', note, artifactId: artifactId || null });
  };
  if (isSettled(step))
    return step.auto && step.state === 'done' ? null : (
      <div className="step-foot">
        {failure ? <ErrorNote {...failure} /> : null}
        <Button disabledReason={held} onClick={() => void settle({ state: 'open' })}>
          Open it again <Kbd>x</Kbd>
        </Button>
      </div>
    );
  const byBulkhead = step.auto !== null;
  return (
    <form className="step-foot" aria-label={`Say what became of “${step.title}”`} onSubmit={done}>
      {failure ? <ErrorNote {...failure} /> : null}
      <TextArea
        ref={noteRef}
        label={byBulkhead ? 'Why it is skipped, or how it was done elsewhere' : 'What shows that it is done'}
        rows={2}
        maxLength={2000}
        value={draft.text}
        readOnly={why !== null}
        onChange={(event) => draft.setText(event.target.value)}
        hint={draft.others.length > 0 ? `${draft.others.join(', ')} types here too` : undefined}
      />
      {byBulkhead ? null : <ArtifactChoice view={view} value={artifactId} onChange={setArtifactId} />}
      <div className="flex flex-wrap gap-2">
        {byBulkhead ? null : (
          <Button
            type="submit"
            look="solid"
            disabledReason={held ?? (note === '' && artifactId === '' ? 'Write a note or choose an artifact' : null)}
          >
            Mark done
          </Button>
        )}
        {step.state === 'doing' ? (
          <Button disabledReason={held} onClick={() => void settle({ state: 'open' })}>
            Not any more
          </Button>
        ) : (
          <Button disabledReason={held} onClick={() => void settle({ state: 'doing' })}>
            Begin <Kbd>d</Kbd>
          </Button>
        )}
        <Button
          disabledReason={
            held ?? (note.length < MIN_REASON ? `Skipping needs a reason of ${MIN_REASON} characters` : null)
          }
          onClick={() => void settle({ state: 'skipped', reason: note })}
        >
          Skip with this reason
        </Button>
      </div>
    </form>
  );
}

interface ArtifactChoiceProps {
  view: CaseView;
  value: string;
  onChange: (artifactId: string) => void;
}

function ArtifactChoice({ view, value, onChange }: ArtifactChoiceProps) {
  const { data: artifacts = [] } = useEvidence(view.number, view.id);
  if (artifacts.length === 0) return null;
  return (
    <Select label="Artifact that shows it" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">none</option>
      {artifacts.map(({ id, number, title, container }) => (
        <option key={id} value={id}>
          {artifactLabel(number)} {visible(title)}
          {container ? `, ${visible(container)}` : ''}
        </option>
      ))}
    </Select>
  );
}
