import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import type { KubeObject } from '../kubernetes/objects.ts';
import { testDatabase } from '../testing/postgres.ts';
import { APPS, NS, openPaymentCase, openRoom, POD, putPod, valueIn } from '../testing/room.ts';
import { overrideGate } from './override.server.ts';
import { planStep } from './plan.server.ts';
import { lookAtScale } from './scale-outcome.server.ts';
import { sendStep, undoStep } from './send.server.ts';
import { viewSuspect } from './view.server.ts';

const database = await testDatabase();
const room = await openRoom();
const { api, by } = room;
afterAll(async () => {
  room.cluster.cache.stop();
  api.stop();
  await database.close();
});

type Opened = Awaited<ReturnType<typeof openPaymentCase>>;
const planOf = async (opened: Opened, undoOf: string | null = null) =>
  valueIn(await planStep({ ...opened, step: 'scaleToZero', mode: null, undoOf })).plan;
const pass = async (opened: Opened) =>
  valueIn(await overrideGate({ ...opened, gate: 'scaleToZero', reason: 'evidence is safe elsewhere' }, by));
const detach = () =>
  api.put(`${NS}/pods`, {
    ...api.objects.get(POD),
    metadata: { name: 'payment-abc', namespace: 'finance', uid: 'uid-abc', labels: {} },
  });
const deployment = (): KubeObject | undefined => api.objects.get(`${APPS}/deployments/payment`);

test('the gate is closed until a commander gives a reason; then the plan names what dies and what lives on', async () => {
  detach();
  putPod(api, 'payment-abc', 'uid-abc');
  const opened = await openPaymentCase(room);
  detach();
  const before = await planOf(opened);
  expect(before.blocked).toContain('Scale to zero waits for: quarantine verified; artifacts sealed');
  expect(await sendStep({ ...opened, step: 'scaleToZero', mode: null, planHash: before.hash }, by)).toMatchObject({
    ok: false,
    failure: { code: 'blocked' },
  });
  await pass(opened);
  const plan = await planOf(opened);
  expect(plan).toMatchObject({ blocked: null, dies: ['finance/payment-def'], survives: ['finance/payment-abc'] });
  expect(plan.requests[0]).toMatchObject({
    verb: 'PATCH',
    path: `${APPS}/deployments/payment/scale`,
    body: { metadata: { uid: 'dep' }, spec: { replicas: 0 } },
  });

  api.trouble = (method, path, dryRun) => {
    if (method === 'PATCH' && path.endsWith('/scale') && !dryRun) api.remove(`${NS}/pods/payment-def`); // as the controllers will
    return null;
  };
  const run = valueIn(await sendStep({ ...opened, step: 'scaleToZero', mode: null, planHash: plan.hash }, by));
  api.trouble = () => null;
  expect(deployment()?.spec).toMatchObject({ replicas: 0 });
  const view = await viewSuspect(db, opened.suspectId);
  expect(view.steps[2]).toMatchObject({
    chip: { words: 'At zero', tone: 'ok' },
    scale: { outcome: 'at-zero', survivors: ['finance/payment-abc'] },
  });

  const undo = await planOf(opened, run.id);
  valueIn(await undoStep({ ...opened, runId: run.id, planHash: undo.hash }, by));
  expect(deployment()?.spec).toMatchObject({ replicas: 2 });
  putPod(api, 'payment-def', 'uid-def');
});

test('pods that are still there are said to be ending, and what cannot be read is unknown', async () => {
  putPod(api, 'payment-abc', 'uid-abc');
  const opened = await openPaymentCase(room);
  await pass(opened);
  const plan = await planOf(opened);
  expect(plan.dies).toEqual(['finance/payment-abc', 'finance/payment-def']);
  expect(plan.checks.map(({ words }) => words).join()).toContain(
    'Suspect finance/payment-abc still belongs to Deployment payment and ends with it',
  );
});

test('a suspect of another case that would die with the workload keeps the gate closed until its evidence is safe too', async () => {
  putPod(api, 'payment-abc', 'uid-abc');
  const mine = await openPaymentCase(room);
  await pass(mine);
  await openPaymentCase(room); // the same pod, another case, nothing captured there
  expect((await planOf(mine)).blocked).toContain('Scale to zero waits for');
  await db.case.updateMany({ where: { id: { not: mine.caseId } }, data: { closedAt: new Date() } });
  const plan = await planOf(mine);
  expect(plan.blocked).toBeNull();
  const run = valueIn(await sendStep({ ...mine, step: 'scaleToZero', mode: null, planHash: plan.hash }, by));
  expect(await lookAtScale(run.id)).toBe('ending');
  api.trouble = (method, path) => (method === 'GET' && path === `${NS}/pods` ? { status: 403 } : null);
  expect(await lookAtScale(run.id)).toBe('unknown');
  api.trouble = () => null;
});
