import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { db, type Prisma, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { publishCase } from './changed.server.ts';
import type { AddTask, ChangeTask, EndTask, ReopenTask } from './inputs.ts';
import { inOpenCase, type OpenCaseRow } from './open-case.server.ts';
import { enabledPerson, namesOf, personRef } from './people.server.ts';
import { caseHref, caseWords, say, tell } from './say.server.ts';
import type { TaskView } from './task.ts';

type Row = Prisma.TaskGetPayload<object>;
type By = { person: SignedIn };

/** Open ones first, the earliest due first, those without a time last; then the ended ones, the latest first. */
export async function listTasks(caseId: string): Promise<TaskView[]> {
  const rows = await db.task.findMany({ where: { caseId }, orderBy: { id: 'asc' }, take: MAX_TASKS });
  return (await viewsOf(db, rows)).sort(inOrder);
}

/** Tasks that one case has at most. */
const MAX_TASKS = 1_000;

const inOrder = (a: TaskView, b: TaskView): number =>
  Number(a.endedAt !== null) - Number(b.endedAt !== null) ||
  (a.endedAt !== null && b.endedAt !== null
    ? Date.parse(b.endedAt) - Date.parse(a.endedAt)
    : due(a) - due(b) || (a.id < b.id ? -1 : 1));

const due = ({ dueAt }: TaskView): number => (dueAt === null ? 8.64e15 : Date.parse(dueAt));

export function addTask(
  { caseId, title, ownerId, dueAt }: z.infer<typeof AddTask>,
  { person }: By,
): Promise<ActionResult<TaskView>> {
  return inOpenCase(caseId, {}, async (tx, row) => {
    const owner = ownerId ? await enabledPerson(tx, ownerId) : null;
    if (owner && !owner.ok) return owner;
    if ((await tx.task.count({ where: { caseId } })) >= MAX_TASKS)
      return failed('too-many-tasks', `A case has at most ${MAX_TASKS} tasks`, 'Nothing was added.');
    const task = await tx.task.create({
      data: {
        caseId,
        title,
        ownerId,
        dueAt: dueAt ? new Date(dueAt) : null,
        createdById: person.id,
      },
    });
    await say(tx, caseId, person, `Task added: ${task.title}${owner ? `, for ${owner.value.name}` : ''}`, {
      taskId: task.id,
      dueAt: task.dueAt?.toISOString() ?? null,
    });
    return tellOwner(tx, row, task, person, ownerId !== null);
  });
}

/** Another title, owner or time. Whoever owns it now is told; so is who no longer does. */
export function changeTask(
  { caseId, taskId, title, ownerId, dueAt }: z.infer<typeof ChangeTask>,
  { person }: By,
): Promise<ActionResult<TaskView>> {
  return inOpenCase(caseId, {}, async (tx, row) => {
    const before = await lockTask(tx, caseId, taskId);
    if (!before) return noSuchTask;
    if (before.state !== 'open') return ended(before);
    if (ownerId) {
      const owner = await enabledPerson(tx, ownerId);
      if (!owner.ok) return owner;
    }
    const task = await tx.task.update({
      where: { id: taskId },
      data: {
        title,
        ownerId,
        dueAt: dueAt ? new Date(dueAt) : dueAt,
      },
    });
    if (before.ownerId && before.ownerId !== task.ownerId)
      await tell(tx, person, before.ownerId, `No longer yours in ${caseWords(row)}: ${task.title}`, caseHref(row));
    return tellOwner(tx, row, task, person, task.ownerId !== before.ownerId);
  });
}

export function endTask(
  { caseId, taskId, as }: z.infer<typeof EndTask>,
  { person }: By,
): Promise<ActionResult<TaskView>> {
  return inOpenCase(caseId, {}, async (tx, row) => {
    const before = await lockTask(tx, caseId, taskId);
    if (!before) return noSuchTask;
    if (before.state !== 'open') return ended(before);
    const task = await tx.task.update({
      where: { id: taskId },
      data: { state: as, endedAt: new Date(), endedById: person.id },
    });
    await say(tx, caseId, person, `Task ${as}: ${task.title}`, { taskId });
    if (task.ownerId)
      await tell(tx, person, task.ownerId, `${person.name} marked your task ${as}: ${task.title}`, caseHref(row));
    return tellOwner(tx, row, task, person, false);
  });
}

export function reopenTask(
  { caseId, taskId }: z.infer<typeof ReopenTask>,
  { person }: By,
): Promise<ActionResult<TaskView>> {
  return inOpenCase(caseId, {}, async (tx, row) => {
    const before = await lockTask(tx, caseId, taskId);
    if (!before) return noSuchTask;
    if (before.state === 'open') return succeeded(await viewTask(tx, before));
    const task = await tx.task.update({
      where: { id: taskId },
      data: { state: 'open', endedAt: null, endedById: null },
    });
    await say(tx, caseId, person, `Task open again: ${task.title}`, { taskId });
    return tellOwner(tx, row, task, person, true);
  });
}

const noSuchTask = failed('no-such-task', 'There is no such task in this case', 'Nothing was changed.');
const ended = ({ state, endedAt }: Row) =>
  failed(
    'task-ended',
    `The task is ${state} already`,
    `Since ${endedAt?.toISOString() ?? 'an unknown time'}. Nothing was changed.`,
    'Open it again first.',
  );

/** Held until the transaction ends: of two who change it at once, the second sees what the first did. */
async function lockTask(tx: Tx, caseId: string, taskId: string): Promise<Row | null> {
  await tx.$queryRaw`SELECT id FROM "Task" WHERE id = ${taskId}::uuid AND "caseId" = ${caseId}::uuid FOR UPDATE`;
  return tx.task.findFirst({ where: { id: taskId, caseId } });
}

/** Every browser hears of the task, and its owner of what became theirs. */
async function tellOwner(
  tx: Tx,
  row: OpenCaseRow,
  task: Row,
  person: SignedIn,
  isNew: boolean,
): Promise<ActionResult<TaskView>> {
  const view = await viewTask(tx, task);
  await publish(tx, `case:${row.id}`, { type: 'task.changed', task: view });
  if (isNew && task.ownerId)
    await tell(tx, person, task.ownerId, `Yours in ${caseWords(row)}: ${task.title}`, caseHref(row));
  await publishCase(tx, row.id);
  return succeeded(view);
}

async function viewTask(tx: Tx, row: Row): Promise<TaskView> {
  const [view] = await viewsOf(tx, [row]);
  if (!view) throw new Error('one row gives one view');
  return view;
}

async function viewsOf(tx: Tx, rows: readonly Row[]): Promise<TaskView[]> {
  const names = await namesOf(
    tx,
    rows.flatMap(({ ownerId, createdById, endedById }) => [ownerId, createdById, endedById]),
  );
  return rows.map((row) => ({
    id: row.id,
    caseId: row.caseId,
    title: row.title,
    owner: row.ownerId ? personRef(names, row.ownerId) : null,
    dueAt: row.dueAt?.toISOString() ?? null,
    state: row.state,
    createdBy: personRef(names, row.createdById),
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedById ? personRef(names, row.endedById) : null,
  }));
}
