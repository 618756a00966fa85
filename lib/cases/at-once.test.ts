import { afterAll, expect, test } from 'vitest';
import { recordIntent, recordOutcome } from '../action-log/log.server.ts';
import { settleCase } from '../containment/settle-case.server.ts';
import { db } from '../db/client.server.ts';
import { startChecklist } from '../playbooks/start.server.ts';
import { lastTold, makeRun, makeSuspect, overridesOf, toldSince } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { followActions } from '../timeline/follow.server.ts';
import { addNote } from '../timeline/note.server.ts';
import { addAsset } from './assets.server.ts';
import { changePhase, changeSeverity } from './change.server.ts';
import { offerCommand, withdrawOffer } from './command.server.ts';
import { viewCase } from './read.server.ts';
import { assignRole, unassignRole } from './roles.server.ts';
import { addTask, endTask } from './tasks.server.ts';

const database = await testDatabase();
followActions();
afterAll(() => database.close());

test('many people and Bulkhead itself write to one case at once: nobody waits for ever, and what is told last is so', async () => {
  const ines = await signedIn('commander');
  const tomasz = await signedIn('commander', 'Tomasz Wren');
  const by = { person: ines };
  const { caseId } = await storedCase(ines.id);
  const suspect = await makeSuspect(caseId, 'pay-1');
  await makeRun(suspect, { result: { outcome: 'verified' } });
  await db.$transaction((tx) => startChecklist(tx, caseId));
  const overrides = await overridesOf(caseId);
  const before = await lastTold();

  const act = async (n: number) => {
    const context = { person: ines, clusterId: null, caseId, words: `call ${n}` };
    const { actionId } = await recordIntent({ ...context, request: null });
    await recordOutcome({ actionId, outcome: 'succeeded', answer: null });
  };
  const work = async (n: number) => {
    const task = valueIn(await addTask({ caseId, title: `task ${n}`, ownerId: tomasz.id, dueAt: null }, by));
    if (n % 2) valueIn(await endTask({ caseId, taskId: task.id, as: 'done' }, by));
  };
  const rounds = Array.from({ length: 6 }, (_, n) => n);
  await Promise.all([
    ...rounds.map(work),
    ...rounds.map(act),
    ...rounds.map(() => settleCase(caseId)),
    ...rounds.map((n) => addNote({ caseId, occurredAt: '2026-11-25T03:00:00Z', text: `note ${n}` }, by)),
    ...rounds.map((n) =>
      addAsset({ caseId, kind: 'node', name: `worker-${n}`, state: 'suspected', reason: 'Near' }, by),
    ),
    ...rounds.map(async (n) => {
      const part = { caseId, personId: tomasz.id, role: n % 2 ? 'deputy' : 'scribe' } as const;
      await assignRole(part, by);
      await unassignRole(part, by);
    }),
    ...rounds.map((n) => changeSeverity({ caseId, severity: n % 2 ? 'high' : 'critical', reason: 'Seen anew' }, by)),
    ...rounds.map((n) =>
      changePhase({ caseId, phase: n % 2 ? 'review' : 'forensics', reason: 'As it goes', overrides }, by),
    ),
    (async () => {
      const { offerId } = valueIn(await offerCommand({ caseId, toId: tomasz.id, note: '' }, by));
      valueIn(await withdrawOffer({ caseId, offerId }, by));
    })(),
  ]);

  const now = await viewCase(db, caseId);
  expect(now).toMatchObject({ tasks: { open: 3 }, members: [], handOver: null });
  const last = (await toldSince('case.changed', before)).at(-1)?.case;
  // entries and actions are told by events of their own
  expect({ ...last, counts: null }).toEqual({ ...now, counts: null });
});
