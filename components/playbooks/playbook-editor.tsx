'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, TextArea } from '@/components/ui/field';
import { Icon } from '@/components/ui/glyphs';
import { ErrorNote, Stale } from '@/components/ui/states';
import type { Playbook } from '@/lib/playbooks/playbook';
import { Differences } from './differences';
import { emptyStep, faultsOf, moved, newKey } from './edit';
import { AutoSelect, StepEditor } from './step-editor';
import type { Editor } from './use-editor';

const STEPS_MAX = 40;
const CRITERIA_MAX = 12;

interface PlaybookEditorProps {
  editor: Editor;
  /** number of the version that this becomes */
  version: number;
  /** why this person may not edit, or null */
  whyNot: string | null;
  onDiscard: (() => void) | null;
}

/** The draft as a form. Saved when somebody says so; until then it lies in this browser. */
export function PlaybookEditor({ editor, version, whyNot, onDiscard }: PlaybookEditorProps) {
  const { content, set } = editor;
  const faults = editor.dirty ? faultsOf(content) : [];
  if (editor.theirs) return <BothSides editor={editor} />;
  return (
    <form
      aria-label="Draft"
      onSubmit={(event) => {
        event.preventDefault();
        editor.save();
      }}
    >
      {editor.overtaken ? (
        <Stale>
          This draft was saved in another place meanwhile; yours is not lost.{' '}
          <button type="button" className="link underline" onClick={() => void editor.compare()}>
            Compare both
          </button>
        </Stale>
      ) : null}
      {editor.aside ? (
        <Stale>
          What you had typed before you took the other text is kept in this browser.{' '}
          <button type="button" className="link underline" onClick={editor.bringBack}>
            Bring it back
          </button>{' '}
          <button type="button" className="link underline" onClick={editor.forgetAside}>
            Forget it
          </button>
        </Stale>
      ) : null}
      <div className="editor-bar">
        <Button
          type="submit"
          look="solid"
          disabledReason={
            whyNot ??
            faults[0] ??
            (editor.dirty ? (editor.sending ? 'It is being saved' : null) : 'Nothing was changed')
          }
        >
          Save draft of version {version}
        </Button>
        {editor.dirty ? (
          <Button look="quiet" onClick={editor.revert}>
            Undo what was not saved
          </Button>
        ) : null}
        {onDiscard && !editor.dirty ? (
          <Button look="quiet" disabledReason={whyNot} onClick={onDiscard}>
            Discard the draft
          </Button>
        ) : null}
        <span role="status" className="meta">
          {editor.dirty
            ? 'Not saved yet; kept in this browser'
            : editor.edition > 0
              ? `Saved, edition ${editor.edition}`
              : 'No draft yet'}
        </span>
      </div>
      {editor.failure ? <ErrorNote {...editor.failure} /> : null}
      {faults.length > 0 ? (
        <ul className="px-4 py-2 text-s1-fg" aria-label="What is missing">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      ) : null}
      <div className="grid gap-3 px-4 py-3">
        <Field
          label="Title"
          maxLength={120}
          value={content.title}
          onChange={(event) => set({ ...content, title: event.target.value })}
        />
        <TextArea
          label="Aim"
          rows={2}
          maxLength={500}
          value={content.aim}
          onChange={(event) => set({ ...content, aim: event.target.value })}
        />
        <Steps content={content} set={set} />
        <Criteria content={content} set={set} />
      </div>
    </form>
  );
}

interface PartProps {
  content: Playbook;
  set: (content: Playbook) => void;
}

function Steps({ content, set }: PartProps) {
  const [open, setOpen] = useState<string | null>(null);
  const { steps } = content;
  const add = () => {
    const step = emptyStep(content);
    set({ ...content, steps: [...steps, step] });
    setOpen(step.key);
  };
  return (
    <section aria-labelledby="steps-title">
      <h3 id="steps-title">Steps, in their order</h3>
      <ol className="mt-1">
        {steps.map((step, index) => (
          <li key={step.key} className="border-t border-line">
            <div className="flex items-center gap-1">
              <button
                type="button"
                className="flex min-h-9 min-w-0 flex-1 items-center gap-2 text-left font-semibold"
                aria-expanded={open === step.key}
                onClick={() => setOpen(open === step.key ? null : step.key)}
              >
                <Icon name={open === step.key ? 'down' : 'right'} small />
                <span className="text-fg-3">{index + 1}</span>
                {step.title || 'Without a title'}
              </button>
              <OrderButtons
                name={step.title || `step ${index + 1}`}
                index={index}
                count={steps.length}
                onMove={(to) => set({ ...content, steps: moved(steps, index, to) })}
                onRemove={() => set({ ...content, steps: steps.filter((one) => one !== step) })}
              />
            </div>
            {open === step.key ? (
              <StepEditor
                step={step}
                onChange={(changed) => set({ ...content, steps: steps.map((one) => (one === step ? changed : one)) })}
              />
            ) : null}
          </li>
        ))}
      </ol>
      <Button disabledReason={steps.length >= STEPS_MAX ? `At most ${STEPS_MAX} steps` : null} onClick={add}>
        Add a step
      </Button>
    </section>
  );
}

function Criteria({ content, set }: PartProps) {
  const { criteria } = content;
  const put = (index: number, change: Partial<(typeof criteria)[number]>) =>
    set({ ...content, criteria: criteria.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  const add = () => {
    const key = newKey(
      `criterion ${criteria.length + 1}`,
      criteria.map((one) => one.key),
    );
    set({ ...content, criteria: [...criteria, { key, words: '', auto: null }] });
  };
  return (
    <section aria-labelledby="criteria-title" className="grid gap-2">
      <h3 id="criteria-title">What ends this phase</h3>
      <ol className="grid gap-2">
        {criteria.map(({ key, words, auto }, index) => (
          <li key={key} className="criterion-fields">
            <Field
              label={`Criterion ${index + 1}`}
              maxLength={200}
              value={words}
              onChange={(event) => put(index, { words: event.target.value })}
            />
            <AutoSelect label="Met when" value={auto} onChange={(next) => put(index, { auto: next })} />
            <OrderButtons
              name={`criterion ${index + 1}`}
              index={index}
              count={criteria.length}
              onMove={(to) => set({ ...content, criteria: moved(criteria, index, to) })}
              onRemove={() => set({ ...content, criteria: criteria.filter((one) => one.key !== key) })}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button
          disabledReason={criteria.length >= CRITERIA_MAX ? `At most ${CRITERIA_MAX} criteria` : null}
          onClick={add}
        >
          Add a criterion
        </Button>
      </div>
    </section>
  );
}

interface OrderButtonsProps {
  name: string;
  index: number;
  count: number;
  onMove: (to: number) => void;
  onRemove: () => void;
}

const OrderButtons = ({ name, index, count, onMove, onRemove }: OrderButtonsProps) => (
  <span className="flex flex-none">
    <Button
      look="quiet"
      aria-label={`Move ${name} up`}
      disabledReason={index === 0 ? 'It is the first' : null}
      onClick={() => onMove(index - 1)}
    >
      <Icon name="up" small />
    </Button>
    <Button
      look="quiet"
      aria-label={`Move ${name} down`}
      disabledReason={index === count - 1 ? 'It is the last' : null}
      onClick={() => onMove(index + 1)}
    >
      <Icon name="down" small />
    </Button>
    <Button
      look="quiet"
      aria-label={`Remove ${name}`}
      disabledReason={count === 1 ? 'One must be left' : null}
      onClick={onRemove}
    >
      <Icon name="close" small />
    </Button>
  </span>
);

/** Two texts of one draft: both in sight, and neither goes away by what is pressed here. */
const BothSides = ({ editor }: { editor: Editor }) =>
  editor.theirs ? (
    <section aria-label="Two texts of this draft">
      <ErrorNote
        tone="caution"
        title="Two people have edited this draft"
        detail="Nothing was overwritten. Below is how your text differs from the one that was saved meanwhile."
        action={
          <div className="flex flex-wrap gap-2">
            <Button
              look="solid"
              onClick={() => editor.saveMine()}
              disabledReason={editor.sending ? 'It is being saved' : null}
            >
              Save mine after theirs
            </Button>
            <Button onClick={editor.takeTheirs}>Take theirs, keep mine aside</Button>
          </div>
        }
      />
      <Differences before={editor.theirs.content} after={editor.content} names={['what was saved', 'yours']} />
    </section>
  ) : null;
