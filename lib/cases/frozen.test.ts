import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import type { ActionResult } from '../failure.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { addAsset, changeAsset } from './assets.server.ts';
import { changeCadence, changePhase, changeSeverity } from './change.server.ts';
import { closeCase } from './close.server.ts';
import { answerOffer, offerCommand, takeCommand, withdrawOffer } from './command.server.ts';
import { assignRole, unassignRole } from './roles.server.ts';
import { addTask, changeTask, endTask, reopenTask } from './tasks.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander');
const tomasz = await signedIn('commander', 'Tomasz Wren');
const by = { person: ines };
const reason = 'It is so';

interface Filled {
  caseId: string;
  taskId: string;
  assetId: string;
  offerId: string;
}

/** A case with one of everything. */
async function filled(): Promise<Filled> {
  const { caseId } = await storedCase(ines.id);
  const offer = valueIn(await offerCommand({ caseId, toId: tomasz.id, note: '' }, by));
  const task = valueIn(await addTask({ caseId, title: 'x', ownerId: null, dueAt: null }, by));
  const asset = valueIn(await addAsset({ caseId, kind: 'node', name: 'worker-1', state: 'suspected', reason }, by));
  await assignRole({ caseId, personId: tomasz.id, role: 'deputy' }, by);
  return { caseId, taskId: task.id, assetId: asset.id, offerId: offer.offerId };
}

const WRITES: Record<string, (of: Filled) => Promise<ActionResult<unknown>>> = {
  changePhase: ({ caseId }) => changePhase({ caseId, phase: 'review', reason, overrides: [] }, by),
  changeSeverity: ({ caseId }) => changeSeverity({ caseId, severity: 'low', reason }, by),
  changeCadence: ({ caseId }) => changeCadence({ caseId, every: 15 }, by),
  closeCase: ({ caseId }) => closeCase({ caseId, result: 'Rebuilt', overrides: [], leftBehind: [] }, by),
  assignRole: ({ caseId }) => assignRole({ caseId, personId: ines.id, role: 'scribe' }, by),
  unassignRole: ({ caseId }) => unassignRole({ caseId, personId: tomasz.id, role: 'deputy' }, by),
  offerCommand: ({ caseId }) => offerCommand({ caseId, toId: tomasz.id, note: '' }, by),
  answerOffer: ({ caseId, offerId }) => answerOffer({ caseId, offerId, accept: true }, { person: tomasz }),
  withdrawOffer: ({ caseId, offerId }) => withdrawOffer({ caseId, offerId }, by),
  takeCommand: ({ caseId }) => takeCommand({ caseId, fromId: ines.id, reason }, { person: tomasz }),
  addTask: ({ caseId }) => addTask({ caseId, title: 'y', ownerId: null, dueAt: null }, by),
  changeTask: ({ caseId, taskId }) => changeTask({ caseId, taskId, title: 'z' }, by),
  endTask: ({ caseId, taskId }) => endTask({ caseId, taskId, as: 'done' }, by),
  reopenTask: ({ caseId, taskId }) => reopenTask({ caseId, taskId }, by),
  addAsset: ({ caseId }) => addAsset({ caseId, kind: 'node', name: 'worker-2', state: 'cleared', reason }, by),
  changeAsset: ({ caseId, assetId }) => changeAsset({ caseId, assetId, state: 'cleared', reason }, by),
};

/** All that a case holds, as the database has it. */
const all = async (caseId: string) =>
  JSON.stringify(
    await db.case.findUnique({
      where: { id: caseId },
      include: { tasks: true, assets: true, members: true, handOvers: true, entries: { orderBy: { id: 'asc' } } },
    }),
  );

test.each(Object.keys(WRITES))('%s leaves a closed case as it is', async (name) => {
  const of = await filled();
  await db.case.update({ where: { id: of.caseId }, data: { closedAt: new Date() } });
  const before = await all(of.caseId);
  expect(await WRITES[name]?.(of)).toMatchObject({ ok: false, failure: { code: 'case-closed' } });
  expect(await all(of.caseId)).toBe(before);
});

test.each(Object.keys(WRITES))('%s of a case that nobody has says so', async (name) => {
  const of = { ...(await filled()), caseId: ines.id };
  expect(await WRITES[name]?.(of)).toMatchObject({ ok: false, failure: { code: 'no-such-case' } });
});
