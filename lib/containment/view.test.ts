import { afterAll, expect, test } from 'vitest';
import { db, inTransaction, pool } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { openPaymentCase, openRoom, until } from '../testing/room.ts';
import { lockSuspectOf, publishContainment, viewSuspect } from './view.server.ts';

const database = await testDatabase();
const room = await openRoom();
afterAll(async () => {
  room.cluster.cache.stop();
  room.api.stop();
  await database.close();
});

type Opened = Awaited<ReturnType<typeof openPaymentCase>>;

const begun = ({ caseId, suspectId }: Opened, step: 'quarantine' | 'scaleToZero') =>
  db.stepRun.create({
    data: { caseId, suspectId, step, planHash: step, plan: {}, startedById: room.person.id },
    select: { id: true },
  });

test('two steps of a suspect written at once: the view that is told last knows of both', async () => {
  const opened = await openPaymentCase(room);
  const first = await begun(opened, 'scaleToZero');
  const second = await begun(opened, 'quarantine');
  const write = (runId: string, before: () => Promise<unknown>) =>
    inTransaction(async (tx) => {
      await lockSuspectOf(tx, runId);
      await tx.stepRun.update({ where: { id: runId }, data: { state: 'failed' } });
      await publishContainment(tx, opened.caseId, opened.suspectId);
      await before();
    });
  let other: Promise<void> | null = null;
  await write(first.id, async () => {
    let ended = false;
    other = write(second.id, async () => undefined).finally(() => {
      ended = true;
    });
    await until(async () => ended || (await someoneWaits()));
  });
  await other;
  const told = await db.liveEvent.findMany({ where: { type: 'containment.changed' }, orderBy: { id: 'asc' } });
  expect(told).toHaveLength(2);
  const now = await viewSuspect(db, opened.suspectId);
  expect(now.steps.map(({ run }) => run?.state)).toEqual(['failed', undefined, 'failed']);
  expect(told.at(-1)?.payload).toMatchObject({ containment: { steps: JSON.parse(JSON.stringify(now.steps)) } });
});

async function someoneWaits(): Promise<boolean> {
  const { rows } = await pool().query(
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
  );
  return rows.length > 0;
}

test.each([
  ['running', 'Sending', 'run'],
  ['succeeded', 'Sent, being checked', 'run'],
  ['unknown', 'Outcome unknown', 'unknown'],
  ['failed', 'Failed', 'failed'],
] as const)('scale to zero that is %s and was not looked at yet says: %s', async (state, words, tone) => {
  const opened = await openPaymentCase(room);
  const { id } = await begun(opened, 'scaleToZero');
  await db.stepRun.update({ where: { id }, data: { state } });
  expect((await viewSuspect(db, opened.suspectId)).steps[2]?.chip).toEqual({ words, tone });
});
