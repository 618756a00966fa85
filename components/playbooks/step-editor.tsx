'use client';

import { Button } from '@/components/ui/button';
import { Field, Select, TextArea } from '@/components/ui/field';
import { Icon } from '@/components/ui/glyphs';
import { AUTO, Auto, type Command, DOERS, type Step } from '@/lib/playbooks/playbook';
import { AUTO_WORDS } from './edit';

interface StepEditorProps {
  step: Step;
  onChange: (step: Step) => void;
}

/** All fields of one step. */
export function StepEditor({ step, onChange }: StepEditorProps) {
  const set = (change: Partial<Step>) => onChange({ ...step, ...change });
  return (
    <div className="grid gap-2 pb-3">
      <div className="step-fields">
        <Field
          label="Title"
          maxLength={120}
          value={step.title}
          onChange={(event) => set({ title: event.target.value })}
        />
        <Select
          label="Who"
          value={step.who}
          onChange={(event) => set({ who: DOERS.find((one) => one === event.target.value) ?? step.who })}
        >
          {DOERS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
        <AutoSelect label="Ticks itself when" value={step.auto} onChange={(auto) => set({ auto })} />
      </div>
      <TextArea
        label="Why"
        rows={2}
        maxLength={1000}
        value={step.why}
        onChange={(event) => set({ why: event.target.value })}
      />
      <Field
        label="Done when"
        maxLength={300}
        value={step.doneWhen}
        onChange={(event) => set({ doneWhen: event.target.value })}
      />
      <Commands commands={step.commands} onChange={(commands) => set({ commands })} />
      {step.instead ? (
        <div className="grid gap-2 border-l border-line-2 pl-3">
          <Field
            label="The usual way that is wrong or harms"
            maxLength={500}
            value={step.instead.of}
            onChange={(event) => set({ instead: { because: step.instead?.because ?? '', of: event.target.value } })}
          />
          <TextArea
            label="Because"
            rows={2}
            maxLength={1000}
            value={step.instead.because}
            onChange={(event) => set({ instead: { of: step.instead?.of ?? '', because: event.target.value } })}
          />
          <div>
            <Button look="quiet" onClick={() => set({ instead: null })}>
              Remove the warning
            </Button>
          </div>
        </div>
      ) : (
        <div>
          <Button look="quiet" onClick={() => set({ instead: { of: '', because: '' } })}>
            Warn of a usual way that harms
          </Button>
        </div>
      )}
    </div>
  );
}

const COMMANDS_MAX = 10;

function Commands({ commands, onChange }: { commands: readonly Command[]; onChange: (commands: Command[]) => void }) {
  const set = (index: number, change: Partial<Command>) =>
    onChange(commands.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <>
      {commands.map((command, index) => (
        // Commands have no identity but their place while they are typed.
        <div key={String(index)} className="command-fields grid gap-1.5 border-l border-line-2 pl-3">
          <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
            <Field
              label={`Command ${index + 1}, what it is for`}
              maxLength={300}
              value={command.words}
              onChange={(event) => set(index, { words: event.target.value })}
            />
            <Button
              look="quiet"
              aria-label={`Remove command ${index + 1}`}
              onClick={() => onChange(commands.filter((_, at) => at !== index))}
            >
              <Icon name="close" small />
            </Button>
          </div>
          <TextArea
            label={`Command ${index + 1}, as it is typed; names such as {{pod}} are filled in`}
            rows={2}
            maxLength={2000}
            spellCheck={false}
            value={command.run}
            onChange={(event) => set(index, { run: event.target.value })}
          />
        </div>
      ))}
      <div>
        <Button
          look="quiet"
          disabledReason={commands.length >= COMMANDS_MAX ? `At most ${COMMANDS_MAX} commands` : null}
          onClick={() => onChange([...commands, { words: '', run: '' }])}
        >
          Add a command
        </Button>
      </div>
    </>
  );
}

interface AutoSelectProps {
  label: string;
  value: Auto | null;
  onChange: (auto: Auto | null) => void;
}

/** Ticked by a person, or by Bulkhead from its records. */
export const AutoSelect = ({ label, value, onChange }: AutoSelectProps) => (
  <Select
    label={label}
    value={value ?? ''}
    onChange={(event) => onChange(Auto.safeParse(event.target.value).data ?? null)}
  >
    <option value="">a person ticks it</option>
    {AUTO.map((one) => (
      <option key={one} value={one}>
        {AUTO_WORDS[one]}
      </option>
    ))}
  </Select>
);
