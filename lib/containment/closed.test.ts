import { afterAll, beforeEach, expect, test } from 'vitest';
import { listAssets } from '../cases/assets.server.ts';
import { listLeftBehind } from '../cases/left-behind.server.ts';
import { addSuspects } from '../cases/open.server.ts';
import { assetsOf } from '../cases/suspect-assets.ts';
import { db } from '../db/client.server.ts';
import { verifyArtifact } from '../evidence/custody.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { openPaymentCase, openRoom, putPod, until, valueIn } from '../testing/room.ts';
import { overrideGate } from './override.server.ts';
import { planStep } from './plan.server.ts';
import { retryCollector } from './retry.server.ts';
import { sendStep, undoStep } from './send.server.ts';
import { verifyAgain } from './watch-quarantine.server.ts';

const database = await testDatabase();
const room = await openRoom();
const { api, by } = room;
afterAll(async () => {
  room.cluster.cache.stop();
  api.stop();
  await database.close();
});

beforeEach(() => {
  putPod(api, 'payment-abc', 'uid-abc');
  api.exec = () => ({ stdout: '', exitCode: 1 });
});

const close = (caseId: string) => db.case.update({ where: { id: caseId }, data: { closedAt: new Date() } });
const changes = () =>
  api.requests.filter(({ method, path }) => ['POST', 'PATCH', 'DELETE'].includes(method) && !path.includes('reviews'));

async function quarantined() {
  const opened = await openPaymentCase(room);
  const step = { caseId: opened.caseId, suspectId: opened.suspectId, step: 'quarantine', mode: 'in-place' } as const;
  const planHash = valueIn(await planStep({ ...step, undoOf: null })).plan.hash;
  const run = valueIn(await sendStep({ ...step, planHash }, by));
  return { ...opened, step, planHash, runId: run.id };
}

test('nothing is begun, undone, passed, verified or collected again in a closed case, and nothing is sent', async () => {
  const { caseId, suspectId, step, runId } = await quarantined();
  const undo = valueIn(await planStep({ ...step, mode: null, undoOf: runId })).plan.hash;
  await close(caseId);
  api.requests.length = 0;
  const closed = { ok: false, failure: { code: 'case-closed' } };
  const planHash = 'b'.repeat(64);
  for (const each of ['quarantine', 'capture'] as const)
    expect((await sendStep({ ...step, step: each, planHash }, by)).ok).toBe(false);
  expect((await undoStep({ caseId, suspectId, runId, planHash: undo }, by)).ok).toBe(false);
  expect(await overrideGate({ caseId, suspectId, gate: 'scaleToZero', reason: 'There is no time' }, by)).toMatchObject(
    closed,
  );
  expect(await verifyAgain({ caseId, suspectId }, by)).toMatchObject(closed);
  expect(
    await addSuspects({ caseId, pods: [{ namespace: 'finance', name: 'payment-def', uid: 'uid-def' }] }, by),
  ).toMatchObject(closed);
  expect(changes().filter(({ dryRun }) => !dryRun)).toEqual([]);
  expect(await db.gateOverride.count({ where: { caseId } })).toBe(0);
});

test('a case that closes between the preview and the click: the step does not begin', async () => {
  const { caseId, suspectId } = await openPaymentCase(room);
  const step = { caseId, suspectId, step: 'quarantine', mode: 'in-place' } as const;
  const planHash = valueIn(await planStep({ ...step, undoOf: null })).plan.hash;
  // held back at the door while the case closes
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Suspect" WHERE id = ${suspectId}::uuid FOR UPDATE`;
    void sendStep({ ...step, planHash }, by).then((result) => results.push(result));
    await untilWaiting();
    await tx.case.update({ where: { id: caseId }, data: { closedAt: new Date() } });
  });
  await until(() => results.length > 0);
  expect(results).toMatchObject([{ ok: false, failure: { code: 'case-closed' } }]);
  expect(await db.stepRun.count({ where: { caseId } })).toBe(0);
});
const results: unknown[] = [];

/** Until another connection waits for a lock. */
const untilWaiting = () =>
  until(async () => {
    const { rows } = await database.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows.length > 0;
  });

test('an artifact of a closed case is not collected again; its custody goes on', async () => {
  const { caseId, suspectId, runId } = await quarantined();
  const artifact = await db.artifact.create({
    data: {
      caseId,
      suspectId,
      stepRunId: runId,
      number: 1,
      collector: 'manifest',
      title: 'Manifest',
      command: 'x',
      contentType: 'text/plain',
      state: 'failed',
      collectedById: by.person.id,
    },
  });
  await close(caseId);
  const retry = { caseId, artifactId: artifact.id, unbounded: false };
  expect(await retryCollector(retry, by)).toMatchObject({ failure: { code: 'case-closed' } });
  expect(await db.artifact.count({ where: { caseId } })).toBe(1);
  await verifyArtifact({ artifactId: artifact.id }, by);
});

test('a case knows from the start what the attacker may have, and after a quarantine what it leaves behind', async () => {
  const { caseId } = await quarantined();
  const suspect = await db.suspect.findFirstOrThrow({ where: { caseId } });
  expect((await listAssets(caseId)).map(({ kind, name }) => ({ kind, name }))).toEqual(
    expect.arrayContaining(assetsOf({ ...suspect, images: [] }).map(({ kind, name }) => ({ kind, name }))),
  );
  expect((await listLeftBehind(caseId)).map(({ kind, certain }) => [kind, certain])).toEqual(
    expect.arrayContaining([
      ['policy', true],
      ['label', true],
    ]),
  );
});
