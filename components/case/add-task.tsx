'use client';

import { type FormEvent, useRef, useState } from 'react';
import { addTask } from '@/app/actions/tasks';
import { useDraft } from '@/components/drafts/use-draft';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { ErrorNote } from '@/components/ui/states';
import type { PersonView } from '@/lib/auth/person';
import { DueField } from './due-field';
import { useAct } from './use-act';

interface AddTaskProps {
  number: number;
  caseId: string;
  people: readonly PersonView[];
  why: string | null;
}

/** A task in one line: what, who, by when. What is typed survives a reload, and stays until the server has it as a task. */
export function AddTask({ number, caseId, people, why }: AddTaskProps) {
  const field = useRef<HTMLInputElement>(null);
  const { text: title, setText: setTitle, discard } = useDraft({ number, caseId, place: 'task' });
  const [ownerId, setOwnerId] = useState('');
  const [dueAt, setDueAt] = useState<string | null>('');
  const [added, setAdded] = useState(0); // a new field for the time after each
  const { act, busy, failure } = useAct();
  useShortcuts([{ keys: 'a', words: 'Add a task', run: () => field.current?.focus() }]);
  const held =
    why ??
    (busy
      ? 'Being recorded'
      : title.trim() === ''
        ? 'Write what is to be done'
        : dueAt === null
          ? 'When it is due is not understood'
          : null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (held) return;
    const done = await act(() =>
      addTask({ caseId, title: title.trim(), ownerId: ownerId || null, dueAt: dueAt || null }),
    );
    if (!done) return;
    discard();
    setOwnerId('');
    setDueAt('');
    setAdded((n) => n + 1);
    field.current?.focus();
  };
  return (
    <form className="grid gap-2 border-b border-line px-4 py-2.5" aria-label="Add a task" onSubmit={save}>
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex flex-wrap items-start gap-2">
        <input
          ref={field}
          className="field min-w-[200px] flex-1"
          aria-label="What is to be done"
          placeholder="What is to be done?"
          maxLength={300}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <select
          className="field w-[180px]"
          aria-label="Owner"
          value={ownerId}
          onChange={(event) => setOwnerId(event.target.value)}
        >
          <option value="">Nobody yet</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <DueField key={added} label="Due" onDue={setDueAt} />
        <Button type="submit" disabledReason={held}>
          Add task <Kbd>a</Kbd>
        </Button>
      </div>
    </form>
  );
}
