import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { lastTold, sentences, toldSince } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { AddTask } from './inputs.ts';
import { viewCase } from './read.server.ts';
import { addTask, changeTask, endTask, listTasks, reopenTask } from './tasks.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander', 'Ines Okafor');
const mei = await signedIn('analyst', 'Mei Lindqvist');
const tomasz = await signedIn('manager', 'Tomasz Wren');
const by = { person: ines };
const task = { title: 'Rotate the stripe key', ownerId: mei.id, dueAt: '2026-11-25T06:00:00+01:00' };

test('a task has an owner who is told, a time with its zone, and moves the counts of its case', async () => {
  const { caseId, number } = await storedCase(ines.id);
  const before = await lastTold();
  const added = valueIn(await addTask({ caseId, ...task }, by));
  expect(added).toMatchObject({
    title: 'Rotate the stripe key',
    owner: { name: 'Mei Lindqvist' },
    dueAt: '2026-11-25T05:00:00.000Z',
    state: 'open',
    createdBy: { name: 'Ines Okafor' },
  });
  expect(await toldSince('task.changed', before)).toMatchObject([{ task: { id: added.id } }]);
  expect(await toldSince('person.told', before)).toMatchObject([
    { personId: mei.id, words: `Yours in case ${number}, Shell in payment: Rotate the stripe key` },
  ]);
  expect((await toldSince('case.changed', before)).at(-1)?.case.tasks).toMatchObject({ open: 1, withoutOwner: 0 });
  expect(await sentences(caseId)).toEqual(['Task added: Rotate the stripe key, for Mei Lindqvist']);
});

test('given to another, both are told; what is left out stays', async () => {
  const { caseId } = await storedCase(ines.id);
  const { id: taskId } = valueIn(await addTask({ caseId, ...task }, by));
  const before = await lastTold();
  expect(valueIn(await changeTask({ caseId, taskId, ownerId: tomasz.id }, by))).toMatchObject({
    owner: { name: 'Tomasz Wren' },
    title: 'Rotate the stripe key',
    dueAt: '2026-11-25T05:00:00.000Z',
  });
  expect((await toldSince('person.told', before)).map(({ personId }) => personId)).toEqual([mei.id, tomasz.id]);
  expect(valueIn(await changeTask({ caseId, taskId, ownerId: null, dueAt: null }, by))).toMatchObject({
    owner: null,
    dueAt: null,
  });
  expect((await viewCase(db, caseId))?.tasks).toEqual({ open: 1, withoutOwner: 1, overdue: 0 });
});

test('done and dropped are two things; ended twice says so; opened again it is nobody’s end', async () => {
  const { caseId } = await storedCase(ines.id);
  const one = valueIn(await addTask({ caseId, ...task }, by));
  const two = valueIn(await addTask({ caseId, title: 'Ask the desk', ownerId: null, dueAt: null }, by));
  const before = await lastTold();
  expect(valueIn(await endTask({ caseId, taskId: one.id, as: 'done' }, by))).toMatchObject({
    state: 'done',
    endedBy: { name: 'Ines Okafor' },
  });
  expect(await toldSince('person.told', before)).toMatchObject([
    { personId: mei.id, words: 'Ines Okafor marked your task done: Rotate the stripe key' },
  ]);
  valueIn(await endTask({ caseId, taskId: two.id, as: 'dropped' }, by));
  expect(await endTask({ caseId, taskId: two.id, as: 'done' }, by)).toMatchObject({
    failure: { code: 'task-ended', title: 'The task is dropped already' },
  });
  expect(await changeTask({ caseId, taskId: two.id, title: 'x' }, by)).toMatchObject({
    failure: { code: 'task-ended' },
  });
  expect((await viewCase(db, caseId))?.tasks.open).toBe(0);
  expect(valueIn(await reopenTask({ caseId, taskId: two.id }, by))).toMatchObject({
    state: 'open',
    endedAt: null,
    endedBy: null,
  });
  expect((await sentences(caseId)).slice(2)).toEqual([
    'Task done: Rotate the stripe key',
    'Task dropped: Ask the desk',
    'Task open again: Ask the desk',
  ]);
});

test('open ones come first by when they are due, ended ones last', async () => {
  const { caseId } = await storedCase(ines.id);
  const add = async (title: string, dueAt: string | null) =>
    valueIn(await addTask({ caseId, title, ownerId: null, dueAt }, by)).id;
  await add('whenever', null);
  await add('late', '2026-11-25T01:00:00Z');
  await endTask({ caseId, taskId: await add('ended', '2026-11-24T01:00:00Z'), as: 'done' }, by);
  await add('later', '2036-11-25T02:00:00Z');
  expect((await listTasks(caseId)).map(({ title }) => title)).toEqual(['late', 'later', 'whenever', 'ended']);
  expect((await viewCase(db, caseId))?.tasks).toEqual({ open: 3, withoutOwner: 3, overdue: 1 });
});

test.each([
  ['in a closed case', { closedAt: new Date() }, {}, 'case-closed'],
  ['for nobody', {}, { ownerId: '01990000-0000-7000-8000-000000000000' }, 'no-such-person'],
])('no task is added %s', async (_, ofCase, ofTask, code) => {
  const { caseId } = await storedCase(ines.id, ofCase);
  expect(await addTask({ caseId, ...task, ...ofTask }, by)).toMatchObject({ failure: { code } });
  expect(await db.task.count({ where: { caseId } })).toBe(0);
});

test('a task of another case is not there', async () => {
  const [one, other] = [await storedCase(ines.id), await storedCase(ines.id)];
  const { id: taskId } = valueIn(await addTask({ caseId: one.caseId, ...task }, by));
  for (const change of [
    changeTask({ caseId: other.caseId, taskId, title: 'x' }, by),
    endTask({ caseId: other.caseId, taskId, as: 'done' }, by),
    reopenTask({ caseId: other.caseId, taskId }, by),
  ])
    expect(await change).toMatchObject({ failure: { code: 'no-such-task' } });
});

test('two at once: the counts that are told last are those of both', async () => {
  const { caseId } = await storedCase(ines.id);
  await Promise.all([1, 2, 3, 4, 5].map((n) => addTask({ caseId, ...task, title: `task ${n}` }, by)));
  expect((await toldSince('case.changed')).findLast((one) => one.case.id === caseId)?.case.tasks.open).toBe(5);
});

test.each([
  ['2026-11-25T06:00:00', false],
  ['tomorrow', false],
  ['2026-11-25T06:00:00Z', true],
])('due %s names its zone: %s', (dueAt, valid) =>
  expect(AddTask.safeParse({ caseId: mei.id, ...task, dueAt }).success).toBe(valid),
);

test('a title is kept without what a database cannot hold', () =>
  expect(AddTask.parse({ caseId: mei.id, ...task, title: ' a\0b ' }).title).toBe('a\uFFFDb'));
