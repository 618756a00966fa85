import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { startChecklist } from '../playbooks/start.server.ts';
import { lastTold, makeRun, makeSuspect, overridesOf, sentences, toldSince } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { quarantineRun } from '../testing/runs.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { closeCase, reopenCase } from './close.server.ts';
import { offerCommand } from './command.server.ts';
import { CloseCase } from './inputs.ts';
import { listLeftBehind } from './left-behind.server.ts';
import { viewCase } from './read.server.ts';
import { addTask } from './tasks.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander');
const by = { person: ines };
const RESULT = 'Rebuilt, 12 secrets rotated';

async function ready() {
  const { caseId } = await storedCase(ines.id);
  await db.$transaction((tx) => startChecklist(tx, caseId));
  return { caseId, result: RESULT, overrides: await overridesOf(caseId), leftBehind: [] as string[] };
}
const isClosed = async (caseId: string) => (await viewCase(db, caseId))?.closedAt !== null;

test('a case closes with its criteria met or overridden, and says what came of it', async () => {
  const input = await ready();
  const before = await lastTold();
  valueIn(await closeCase(input, by));
  expect(await viewCase(db, input.caseId)).toMatchObject({ result: RESULT, nextStep: 'Closed', reportDueAt: null });
  expect((await sentences(input.caseId)).at(-1)).toBe(`Case closed: ${RESULT}`);
  expect((await toldSince('case.listed', before)).at(-1)?.case.closedAt).not.toBeNull();
});

test('with one criterion open it stays open, whole', async () => {
  const input = await ready();
  expect(await closeCase({ ...input, overrides: input.overrides.slice(1) }, by)).toMatchObject({
    failure: { code: 'criteria-open' },
  });
  expect(await isClosed(input.caseId)).toBe(false);
  expect(await db.checklistCriterion.count({ where: { caseId: input.caseId, state: 'overridden' } })).toBe(0);
});

test('while a step runs or an artifact is collected it is not closed', async () => {
  const input = await ready();
  const suspect = await makeSuspect(input.caseId, 'pay-1');
  const run = await makeRun(suspect, { step: 'capture', state: 'running' });
  const still = { failure: { code: 'still-running' } };
  expect(await closeCase(input, by)).toMatchObject(still);
  await db.stepRun.update({ where: { id: run.id }, data: { state: 'succeeded' } });
  const artifact = await db.artifact.create({
    data: {
      caseId: input.caseId,
      suspectId: suspect.id,
      stepRunId: run.id,
      number: 1,
      collector: 'logs',
      title: 'Log',
      command: 'x',
      contentType: 'text/plain',
      collectedById: ines.id,
    },
  });
  expect(await closeCase(input, by)).toMatchObject(still);
  await db.artifact.update({ where: { id: artifact.id }, data: { state: 'failed' } });
  valueIn(await closeCase({ ...input, overrides: await overridesOf(input.caseId) }, by));
});

test('what is left behind in the cluster is asked for, and what stays is on the timeline', async () => {
  const input = await ready();
  const suspect = await makeSuspect(input.caseId, 'web-1');
  await makeRun(suspect, { plan: quarantineRun(suspect, { mode: 'replace', takenOff: { app: 'web' } }) });
  const overrides = await overridesOf(input.caseId);
  const refused = await closeCase({ ...input, overrides }, by);
  expect(refused).toMatchObject({
    failure: { code: 'left-behind', title: '3 things are left behind in the cluster' },
  });
  if (!refused.ok) expect(refused.failure.detail).toContain('Pod finance/web-1 runs on, detached from its workload');
  const left = await listLeftBehind(input.caseId);
  valueIn(await closeCase({ ...input, overrides, leftBehind: left.map(({ id }) => id) }, by));
  const entry = await db.timelineEntry.findFirstOrThrow({
    where: { caseId: input.caseId, sentence: { startsWith: 'Case closed' } },
  });
  expect(entry.detail).toMatchObject({ leftBehind: left.map(({ words }) => words) });
});

test('closed twice is refused; an offer that nobody answered ends with the case', async () => {
  const input = await ready();
  const tomasz = await signedIn('commander', 'Tomasz Wren');
  valueIn(await offerCommand({ caseId: input.caseId, toId: tomasz.id, note: '' }, by));
  valueIn(await closeCase(input, by));
  expect(await closeCase(input, by)).toMatchObject({ failure: { code: 'case-closed' } });
  expect((await viewCase(db, input.caseId))?.handOver).toBeNull();
});

test('of two who close at once, one does', async () => {
  const input = await ready();
  const results = await Promise.all([closeCase(input, by), closeCase(input, by)]);
  expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect((await sentences(input.caseId)).filter((each) => each.startsWith('Case closed'))).toHaveLength(1);
});

test('what is added while a case is being closed is in it, or is refused', async () => {
  const input = await ready();
  const add = (n: number) => addTask({ caseId: input.caseId, title: `task ${n}`, ownerId: null, dueAt: null }, by);
  const [added] = await Promise.all([Promise.all([1, 2, 3].map(add)), closeCase(input, by)]);
  for (const one of added) if (!one.ok) expect(one.failure.code).toBe('case-closed');
  expect(await db.task.count({ where: { caseId: input.caseId } })).toBe(added.filter(({ ok }) => ok).length);
});

test('a closed case is opened again with a reason; what was said stays on its timeline', async () => {
  const input = await ready();
  valueIn(await closeCase(input, by));
  valueIn(await reopenCase({ caseId: input.caseId, reason: 'The image is back' }, by));
  expect(await viewCase(db, input.caseId)).toMatchObject({ closedAt: null, result: null });
  expect((await sentences(input.caseId)).slice(-2)).toEqual([
    `Case closed: ${RESULT}`,
    'Case reopened: The image is back',
  ]);
  expect(await reopenCase({ caseId: input.caseId, reason: 'Again' }, by)).toMatchObject({
    failure: { code: 'not-closed' },
  });
  valueIn(await addTask({ caseId: input.caseId, title: 'Look again', ownerId: null, dueAt: null }, by));
});

test('who commands is told when another closes or reopens the case', async () => {
  const input = await ready();
  const tomasz = { person: await signedIn('commander', 'Tomasz Wren') };
  const before = await lastTold();
  valueIn(await closeCase(input, tomasz));
  valueIn(await reopenCase({ caseId: input.caseId, reason: 'The image is back' }, tomasz));
  expect((await toldSince('person.told', before)).map(({ personId, words }) => [personId, words.slice(0, 20)])).toEqual(
    [
      [ines.id, 'Tomasz Wren closed c'],
      [ines.id, 'Tomasz Wren reopened'],
    ],
  );
});

test('a result is typed', () => expect(CloseCase.safeParse({ caseId: ines.id, result: ' ok ' }).success).toBe(false));
