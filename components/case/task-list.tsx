'use client';

import { useState } from 'react';
import { changeTask, endTask, reopenTask } from '@/app/actions/tasks';
import { dueWords } from '@/components/report/due-words';
import { useWhyNot } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { plural } from '@/components/ui/format';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { Time, useTimeWords } from '@/components/ui/time';
import type { PersonView } from '@/lib/auth/person';
import type { CaseView } from '@/lib/cases/case';
import type { TaskView } from '@/lib/cases/task';
import { visible } from '@/lib/text/visible';
import { AddTask } from './add-task';
import { DueField } from './due-field';
import { endedTasks, openTasks } from './task-order';
import { useAct } from './use-act';
import { active, usePeople } from './use-people';
import { useTasks } from './use-tasks';

/** What is to be done and by whom; what nobody has stands in amber. j and k move, d says done. */
export function TaskList({ view }: { view: CaseView }) {
  const tasks = useTasks(view.number, view.id);
  const people = active(usePeople());
  const may = useWhyNot('case.task');
  const why = may ?? (view.closedAt ? 'The case is closed' : null);
  const { act, busy, failure } = useAct();
  const [at, setAt] = useState<number | null>(null); // until the keyboard moves, no row is at the cursor
  const open = openTasks(tasks.data ?? []);
  const ended = endedTasks(tasks.data ?? []);
  const cursor = at === null ? null : Math.min(at, open.length - 1);
  const current = cursor === null ? undefined : open[cursor];
  const end = (task: TaskView, as: 'done' | 'dropped') =>
    void act(() => endTask({ caseId: view.id, taskId: task.id, as }));
  useShortcuts([
    { keys: 'j', words: 'Next task', run: () => setAt((i) => Math.min(open.length - 1, (i ?? -1) + 1)) },
    { keys: 'k', words: 'Previous task', run: () => setAt((i) => Math.max(0, (i ?? 1) - 1)) },
    { keys: 'd', words: 'Task done', run: () => current && why === null && end(current, 'done') },
  ]);
  return (
    <section aria-label="Tasks" className="flex-none">
      <div className="pane-h">
        <h2>Tasks</h2>
        <span className="n">{tasks.data ? `${open.length} open` : ''}</span>
        {open.some(({ owner }) => owner === null) ? (
          <span className="text-s2-fg">{open.filter(({ owner }) => owner === null).length} without owner</span>
        ) : null}
      </div>
      <AddTask number={view.number} caseId={view.id} people={people} why={why} />
      {failure ? <ErrorNote {...failure} /> : null}
      {tasks.error ? <ErrorNote title={tasks.error.message} detail="The case itself is still current." /> : null}
      {!tasks.data && !tasks.error ? <Loading words="Reading the tasks" rows={3} /> : null}
      {tasks.data && open.length === 0 ? (
        <Empty title="No open task">
          {ended.length === 0 ? 'Nobody wrote one down yet.' : `${plural(ended.length, 'task')} ended.`} What the
          playbook asks for stands in the checklist, not here.
        </Empty>
      ) : null}
      {open.length > 0 ? (
        <table className="table">
          <caption className="sr-only">Open tasks, what is due first on top</caption>
          <thead>
            <tr>
              <th scope="col">Task</th>
              <th scope="col" className="w-[190px] max-sm:hidden">
                Owner
              </th>
              <th scope="col" className="w-[190px] max-sm:hidden">
                Due
              </th>
              <th scope="col" className="w-[150px] max-sm:hidden">
                <span className="sr-only">Changes</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {open.map((task, index) => (
              <TaskRow
                key={task.id}
                task={task}
                people={people}
                why={why}
                busy={busy}
                atCursor={index === cursor}
                onEnd={end}
                onChange={(change) => act(() => changeTask({ caseId: view.id, taskId: task.id, ...change }))}
              />
            ))}
          </tbody>
        </table>
      ) : null}
      {ended.length > 0 ? (
        <Ended
          tasks={ended}
          why={why}
          onReopen={(task) => void act(() => reopenTask({ caseId: view.id, taskId: task.id }))}
        />
      ) : null}
    </section>
  );
}

interface TaskRowProps {
  task: TaskView;
  people: readonly PersonView[];
  why: string | null;
  busy: boolean;
  atCursor: boolean;
  onEnd: (task: TaskView, as: 'done' | 'dropped') => void;
  onChange: (change: { ownerId?: string | null; dueAt?: string | null }) => Promise<boolean>;
}

function TaskRow({ task, people, why, busy, atCursor, onEnd, onChange }: TaskRowProps) {
  const held = why ?? (busy ? 'Being recorded' : null);
  const owner = <Owner task={task} people={people} why={why} onChange={(ownerId) => void onChange({ ownerId })} />;
  const due = <Due task={task} why={why} onChange={(dueAt) => onChange({ dueAt })} />;
  const ends = (
    <span className="inline-flex items-center gap-1">
      <Button disabledReason={held} onClick={() => onEnd(task, 'done')}>
        <Icon name="tick" small />
        Done
      </Button>
      <Button look="quiet" disabledReason={held} onClick={() => onEnd(task, 'dropped')}>
        Drop
      </Button>
    </span>
  );
  return (
    <tr className="row-2" data-cursor={atCursor}>
      <th scope="row" className="whitespace-normal!">
        <HostileText mono={false} text={task.title} max={300} />
        <span className="meta block">
          from {task.createdBy.name}, <Time at={task.createdAt} />
        </span>
        <span className="my-1 grid gap-2 sm:hidden">
          <span className="flex flex-wrap gap-2">
            {owner}
            {due}
          </span>
          {ends}
        </span>
      </th>
      <td className="max-sm:hidden">{owner}</td>
      <td className="max-sm:hidden">{due}</td>
      <td className="num max-sm:hidden">{ends}</td>
    </tr>
  );
}

interface OwnerProps {
  task: TaskView;
  people: readonly PersonView[];
  why: string | null;
  onChange: (ownerId: string | null) => void;
}

function Owner({ task, people, why, onChange }: OwnerProps) {
  const unknown = task.owner && !people.some(({ id }) => id === task.owner?.id) ? task.owner : null;
  if (why)
    return (
      <span title={why} className={task.owner ? '' : 'text-s2-fg'}>
        {task.owner?.name ?? 'Nobody yet'}
      </span>
    );
  return (
    <select
      className={`field min-w-[150px] max-w-full ${task.owner ? '' : 'text-s2-fg'}`}
      aria-label={`Owner of ${visible(task.title)}`}
      value={task.owner?.id ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">Nobody yet</option>
      {unknown ? <option value={unknown.id}>{unknown.name}</option> : null}
      {people.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

interface DueProps {
  task: TaskView;
  why: string | null;
  onChange: (dueAt: string | null) => Promise<boolean>;
}

/** The time, and how far it is; late in amber. Opens as a field in its place. */
function Due({ task, why, onChange }: DueProps) {
  const [editing, setEditing] = useState(false);
  const [typed, setTyped] = useState<string | null>('');
  const save = async (dueAt: string | null) => {
    if (await onChange(dueAt)) setEditing(false);
  };
  if (editing)
    return (
      <form
        className="flex flex-wrap items-center gap-1"
        aria-label={`When ${visible(task.title)} is due`}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed) void save(typed);
        }}
        onKeyDown={(event) => event.key === 'Escape' && setEditing(false)}
      >
        <DueField label={`When ${visible(task.title)} is due`} onDue={setTyped} focused />
        <Button type="submit" disabledReason={typed ? null : 'Write when'}>
          Set
        </Button>
        {task.dueAt ? (
          <Button look="quiet" onClick={() => void save(null)}>
            No time
          </Button>
        ) : null}
      </form>
    );
  return (
    <Button
      look="quiet"
      className="px-0!"
      disabledReason={why}
      aria-label={`Due of ${visible(task.title)}: ${task.dueAt ?? 'no time'}. Change`}
      onClick={() => setEditing(true)}
    >
      {task.dueAt ? <DueAt at={task.dueAt} /> : <span className="text-fg-3">No time</span>}
    </Button>
  );
}

export function DueAt({ at }: { at: string }) {
  const words = useTimeWords((now) => dueWords(Date.parse(at), now, true));
  const late = useTimeWords((now) => (Date.parse(at) <= now ? 'late' : ''));
  return (
    <span className={late ? 'text-s2-fg' : ''}>
      <Time at={at} />, {words}
    </span>
  );
}

interface EndedProps {
  tasks: readonly TaskView[];
  why: string | null;
  onReopen: (task: TaskView) => void;
}

const Ended = ({ tasks, why, onReopen }: EndedProps) => (
  <details className="border-b border-line px-4 py-2">
    <summary className="text-fg-2">{plural(tasks.length, 'task')} done or dropped</summary>
    <ul className="mt-1">
      {tasks.map((task) => (
        <li key={task.id} className="flex flex-wrap items-center gap-x-3 py-0.5">
          <StatusGlyph kind={task.state === 'done' ? 'ok' : 'not-evaluated'} size={14} label={task.state} />
          <span className="min-w-0 flex-1">
            <HostileText mono={false} text={task.title} max={300} />{' '}
            <span className="meta">
              {task.state} by {task.endedBy?.name ?? 'unknown'}
              {task.endedAt ? (
                <>
                  , <Time at={task.endedAt} />
                </>
              ) : null}
            </span>
          </span>
          <Button look="quiet" disabledReason={why} onClick={() => onReopen(task)}>
            Open again
          </Button>
        </li>
      ))}
    </ul>
  </details>
);
