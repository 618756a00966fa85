import { afterAll, expect, test } from 'vitest';
import { listAssets } from '../cases/assets.server.ts';
import { closeCase } from '../cases/close.server.ts';
import { listLeftBehind } from '../cases/left-behind.server.ts';
import { viewCase } from '../cases/read.server.ts';
import { db } from '../db/client.server.ts';
import { overridesOf } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { openPaymentCase, openRoom, POD, valueIn } from '../testing/room.ts';
import { planStep } from './plan.server.ts';
import { sendStep, undoStep } from './send.server.ts';

const database = await testDatabase();
const room = await openRoom();
const { api, by } = room;
afterAll(async () => {
  room.cluster.cache.stop();
  api.stop();
  await database.close();
});

test('a detached pod is left behind until it is dealt with, and closing asks for it', async () => {
  api.exec = (argv) =>
    argv.includes('/proc/net/tcp')
      ? { stdout: '  sl  local_address rem_address   st\n', exitCode: 0 }
      : { stdout: '', exitCode: 1 };
  const { caseId, suspectId } = await openPaymentCase(room);
  const labels = () => api.objects.get(POD)?.metadata?.labels;
  const before = { ...labels() };
  const step = { caseId, suspectId, step: 'quarantine', mode: 'replace' } as const;
  const { hash } = valueIn(await planStep({ ...step, undoOf: null })).plan;
  const run = valueIn(await sendStep({ ...step, planHash: hash }, by));
  const left = await listLeftBehind(caseId);
  expect(left.map(({ kind, runId, certain }) => [kind, runId, certain])).toEqual(
    ['policy', 'label', 'detached-pod'].map((kind) => [kind, run.id, true]),
  );
  expect((await listAssets(caseId)).find(({ kind }) => kind === 'pod')?.state).toBe('contained');

  const input = { caseId, result: 'Rebuilt', overrides: await overridesOf(caseId), leftBehind: [] };
  expect(await closeCase(input, by)).toMatchObject({ failure: { code: 'left-behind' } });

  const undo = { ...step, mode: null, undoOf: run.id };
  const undoHash = valueIn(await planStep(undo)).plan.hash;
  valueIn(await undoStep({ caseId, suspectId, runId: run.id, planHash: undoHash }, by));
  expect(await listLeftBehind(caseId)).toEqual([]);
  expect(labels()).toEqual(before);
  expect((await listAssets(caseId)).find(({ kind }) => kind === 'pod')?.state).toBe('suspected');
  valueIn(await closeCase({ ...input, overrides: await overridesOf(caseId) }, by));
  expect((await viewCase(db, caseId))?.closedAt).not.toBeNull();
});
