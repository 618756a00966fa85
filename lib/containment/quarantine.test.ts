import { afterAll, beforeEach, expect, test } from 'vitest';
import { verifyChain } from '../action-log/log.server.ts';
import { viewCase } from '../cases/read.server.ts';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { openPaymentCase, openRoom, POD, POLICIES, putPod, until, valueIn } from '../testing/room.ts';
import { followActions } from '../timeline/follow.server.ts';
import { listTimeline } from '../timeline/read.server.ts';
import { planStep } from './plan.server.ts';
import { sendStep, undoStep } from './send.server.ts';
import { viewSuspect } from './view.server.ts';
import { verifyAgain, verifyNamespace, watchQuarantines } from './watch-quarantine.server.ts';

const database = await testDatabase();
const room = await openRoom();
const { api, by } = room;
followActions();
watchQuarantines(room.cluster);
afterAll(async () => {
  room.cluster.cache.stop();
  api.stop();
  await database.close();
});

const WEB = {
  metadata: { name: 'allow-egress-web', namespace: 'finance' },
  spec: { podSelector: { matchLabels: { app: 'payment' } }, policyTypes: ['Egress'], egress: [{}] },
};

beforeEach(() => {
  api.trouble = () => null;
  for (const key of [...api.objects.keys()].filter((one) => one.startsWith(POLICIES))) api.remove(key);
  putPod(api, 'payment-abc', 'uid-abc');
  api.put(POLICIES, WEB);
  api.exec = (argv) =>
    argv.includes('/proc/net/tcp')
      ? { stdout: '  sl  local_address rem_address   st\n', exitCode: 0 }
      : { stdout: '', exitCode: 1 };
  api.requests.length = 0;
});

const changes = () =>
  api.requests.filter(
    ({ method, dryRun, path }) =>
      ['POST', 'PATCH', 'DELETE'].includes(method) && !dryRun && !path.includes('accessreviews'),
  );
type Opened = Awaited<ReturnType<typeof openPaymentCase>>;
const planOf = async (
  { caseId, suspectId }: Opened,
  mode: 'replace' | 'in-place' = 'replace',
  undoOf: string | null = null,
) => valueIn(await planStep({ caseId, suspectId, step: 'quarantine', mode, undoOf })).plan;
const send = ({ caseId, suspectId }: Opened, planHash: string, mode: 'replace' | 'in-place' = 'replace') =>
  sendStep({ caseId, suspectId, step: 'quarantine', mode, planHash }, by);

test('a quarantined suspect is verified, and the timeline, the log and the case say so', async () => {
  const opened = await openPaymentCase(room);
  const plan = await planOf(opened);
  expect(
    plan.requests.map(({ verb, target, dryRun }) => [verb, target.replace(/q-.*/, 'q-…'), dryRun.outcome]),
  ).toEqual([
    ['POST', 'networkpolicies/bulkhead-q-…', 'accepted'],
    ['PATCH', 'pods/payment-abc', 'accepted'],
    ['PATCH', 'pods/payment-abc', 'accepted'],
  ]);
  expect(changes()).toEqual([]);
  const run = valueIn(await send(opened, plan.hash));
  expect(run).toMatchObject({ state: 'succeeded', error: null });
  expect(run.actions).toHaveLength(3);
  const view = await viewSuspect(db, opened.suspectId);
  expect(view.steps[0]?.chip).toEqual({ words: 'Verified', tone: 'ok' });
  expect(view.gates[0]?.state).toBe('open');
  const labels = api.objects.get(POD)?.metadata?.labels ?? {};
  expect(Object.keys(labels)).toEqual(['bulkhead/quarantine']);
  expect((await viewCase(db, opened.caseId))?.containedAt).not.toBeNull();
  expect((await listTimeline(opened.caseId)).map(({ sentence }) => sentence)).toContain(
    'Contained: every suspect is quarantined and verified',
  );
  expect((await verifyChain()).broken).toBeNull();
});

test('two clicks at once act once, and both see the same run', async () => {
  const opened = await openPaymentCase(room);
  const { hash } = await planOf(opened);
  const [first, second] = (await Promise.all([send(opened, hash), send(opened, hash)])).map(valueIn);
  expect(first?.id).toBe(second?.id);
  expect(changes().map(({ method }) => method)).toEqual(['POST', 'PATCH', 'PATCH']);
});

test('a plan that is no longer true is not sent', async () => {
  const opened = await openPaymentCase(room);
  const { hash } = await planOf(opened);
  api.put(POLICIES, {
    ...WEB,
    metadata: { name: 'another', namespace: 'finance' },
    spec: { ...WEB.spec, podSelector: { matchLabels: { tier: 'x' } } },
  });
  putPod(api, 'payment-abc', 'uid-other');
  expect(await send(opened, hash)).toMatchObject({ ok: false, failure: { code: 'replaced' } });
  putPod(api, 'payment-abc', 'uid-abc');
  api.put(`${POLICIES.replace('networkpolicies', '')}networkpolicies`, WEB);
  expect(await send(opened, '0'.repeat(64))).toMatchObject({ ok: false, failure: { code: 'plan-changed' } });
  expect(changes()).toEqual([]);
});

test('in place, a policy that selects by the labels of the workload still leaks, and the gate stays closed', async () => {
  const opened = await openPaymentCase(room);
  const plan = await planOf(opened, 'in-place');
  valueIn(await send(opened, plan.hash, 'in-place'));
  const view = await viewSuspect(db, opened.suspectId);
  expect(view.steps[0]?.verification).toMatchObject({
    outcome: 'leaking',
    leaks: [{ policy: 'allow-egress-web', direction: 'egress', byLabels: ['app'] }],
  });
  expect(view.gates[0]?.state).toBe('closed');
  expect(view.gates[0]?.words).toContain('allow-egress-web');
  const { hash } = await planOf(opened); // dealt with by taking the labels off
  valueIn(await send(opened, hash));
  expect((await viewSuspect(db, opened.suspectId)).steps[0]?.chip.words).toBe('Verified');
});

test('a policy of the very name, made by someone else, stays byte for byte as it is, after quarantine and undo', async () => {
  const opened = await openPaymentCase(room);
  const name = (await planOf(opened)).requests[0]?.target.split('/')[1] ?? '';
  const foreign = api.put(POLICIES, {
    metadata: { name, namespace: 'finance' },
    spec: { podSelector: { matchLabels: { a: 'b' } }, ingress: [{}] },
  });
  const before = JSON.stringify(foreign);
  const plan = await planOf(opened);
  expect(plan.requests[0]?.target).not.toContain(name);
  const run = valueIn(await send(opened, plan.hash));
  const undo = await planOf(opened, 'replace', run.id);
  valueIn(
    await undoStep({ caseId: opened.caseId, suspectId: opened.suspectId, runId: run.id, planHash: undo.hash }, by),
  );
  expect(JSON.stringify(api.objects.get(`${POLICIES}/${name}`))).toBe(before);
  expect([...api.objects.keys()].filter((key) => key.startsWith(POLICIES)).sort()).toEqual([
    `${POLICIES}/allow-egress-web`,
    `${POLICIES}/${name}`,
  ]);
  expect(api.objects.get(POD)?.metadata?.labels).toEqual({ app: 'payment', 'pod-template-hash': 'abc' });
  const view = await viewSuspect(db, opened.suspectId);
  expect(view.steps[0]).toMatchObject({ undoable: false, verification: null });
  expect((await viewCase(db, opened.caseId))?.containedAt).toBeNull();
});

test.each([
  ['403 says which right is missing', { status: 403, message: 'no' }, 'failed', /May not patch pods in finance/],
  ['409 says that it changed', { status: 409, message: 'modified' }, 'failed', /modified/],
  ['429 says that nothing was changed', { status: 429 }, 'failed', /429/],
  ['a cut before it arrived is unknown, not failed', 'cut', 'unknown', /Do not repeat/],
  ['500 is unknown', { status: 500 }, 'unknown', /Do not repeat/],
] as const)('%s', async (_, trouble, state, words) => {
  const opened = await openPaymentCase(room);
  const { hash } = await planOf(opened);
  api.trouble = (method, _path, dryRun) => (method === 'PATCH' && !dryRun ? trouble : null);
  const run = valueIn(await send(opened, hash));
  expect(run.state).toBe(state);
  expect(run.error).toMatch(words);
  expect(run.error).toContain('Done before it: networkpolicies/');
  expect(run.requests.map((one) => one.state)).toEqual(['succeeded', state, 'waiting']);
  expect((await viewSuspect(db, opened.suspectId)).steps[0]?.chip.tone).not.toBe('ok');
});

test('an answer that was lost on the way is looked up: the policy is there once, and the step goes on', async () => {
  const opened = await openPaymentCase(room);
  const { hash } = await planOf(opened);
  api.trouble = (method, path, dryRun) =>
    method === 'POST' && !dryRun && path === POLICIES ? 'carry-out-and-cut' : null;
  const run = valueIn(await send(opened, hash));
  expect(run.state).toBe('succeeded');
  expect(changes().filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('when the fresh read fails, nothing is claimed', async () => {
  const opened = await openPaymentCase(room);
  valueIn(await send(opened, (await planOf(opened)).hash));
  api.trouble = (method, path) => (method === 'GET' && path === POLICIES ? { status: 403 } : null);
  const verification = valueIn(await verifyAgain({ caseId: opened.caseId, suspectId: opened.suspectId }, by));
  expect(verification.outcome).toBe('unknown');
  expect(verification.checks[0]?.words).toContain('may not list networkpolicies');
  expect((await viewSuspect(db, opened.suspectId)).gates[0]?.state).toBe('closed');
});

test('a quarantine that somebody breaks is noticed without being asked, and the case is no longer contained', async () => {
  const opened = await openPaymentCase(room);
  valueIn(await send(opened, (await planOf(opened)).hash));
  api.put(POLICIES, {
    metadata: { name: 'open-all', namespace: 'finance' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{}] },
  });
  await until(async () => (await viewSuspect(db, opened.suspectId)).steps[0]?.verification?.outcome === 'leaking');
  await until(async () => (await viewCase(db, opened.caseId))?.containedAt === null);
  const sentences = (await listTimeline(opened.caseId)).map(({ sentence }) => sentence);
  expect(sentences.some((one) => one.includes('does not hold: policy open-all'))).toBe(true);
});

test('a read-only cluster: the plan says so, and the server refuses', async () => {
  const opened = await openPaymentCase(room);
  await db.cluster.update({ where: { id: room.cluster.id }, data: { actionsEnabled: false } });
  const plan = await planOf(opened);
  expect(plan.blocked).toContain('Actions are off');
  expect(await send(opened, plan.hash)).toMatchObject({ ok: false, failure: { code: 'blocked' } });
  expect(changes()).toEqual([]);
  await db.cluster.update({ where: { id: room.cluster.id }, data: { actionsEnabled: true } });
});

test('an established connection over which packets still arrive is no quarantine', async () => {
  const opened = await openPaymentCase(room);
  let segments = 100;
  const row = '   0: 0A00000A:8235 4200 01';
  api.exec = (argv) => {
    if (argv.includes('/proc/net/snmp'))
      return { stdout: `Tcp: RtoMin InSegs\nTcp: 200 ${(segments += 3)}\n`, exitCode: 0 };
    return {
      stdout: `  sl  local_address rem_address   st tx_queue:rx_queue tr:tm->when retrnsmt\n${row.replace('4200', '427100CB:115C')} 00000000:00000000 00:00000000 00000000\n`,
      exitCode: 0,
    };
  };
  valueIn(await send(opened, (await planOf(opened)).hash));
  const { verification } = (await viewSuspect(db, opened.suspectId)).steps[0] ?? {};
  expect(verification?.outcome).toBe('leaking');
  expect(verification?.checks.map(({ words }) => words).join()).toContain('203.0.113.66:4444');
});

const tableWith = (rest: string) =>
  `  sl  local_address rem_address   st tx_queue:rx_queue tr:tm->when retrnsmt\n   0: 0A00000A:8235 427100CB:115C 01 ${rest}\n`;

test('an open connection that nobody can judge keeps the gate closed, until a look finds it cut; the watch never decides it', async () => {
  const opened = await openPaymentCase(room);
  let rest = '00000000:00000000 00:00000000 00000000';
  api.exec = (argv) =>
    argv.includes('/proc/net/tcp') ? { stdout: tableWith(rest), exitCode: 0 } : { stdout: '', exitCode: 1 };
  valueIn(await send(opened, (await planOf(opened)).hash));
  const now = async () => viewSuspect(db, opened.suspectId);
  const quarantine = async () => (await now()).steps[0];
  expect((await quarantine())?.verification?.outcome).toBe('unknown');
  expect((await now()).gates[0]).toMatchObject({
    state: 'closed',
    words: expect.stringContaining('203.0.113.66:4444'),
  });
  expect((await viewCase(db, opened.caseId))?.containedAt).toBeNull();

  const before = (await quarantine())?.verification?.checkedAt ?? '';
  await verifyNamespace(room.cluster.id, 'finance');
  const watched = (await quarantine())?.verification;
  expect(watched?.checkedAt).not.toBe(before);
  expect(watched?.outcome).toBe('unknown');

  rest = '00000148:00000000 01:00000258 00000007';
  valueIn(await verifyAgain({ caseId: opened.caseId, suspectId: opened.suspectId }, by));
  expect((await quarantine())?.verification?.outcome).toBe('verified');
  await verifyNamespace(room.cluster.id, 'finance');
  expect((await quarantine())?.verification?.outcome).toBe('verified');
});

test('a container that nobody can look into is not called quarantined', async () => {
  const opened = await openPaymentCase(room);
  api.exec = (argv) => ({ failToStart: `exec: "${argv[0]}": executable file not found in $PATH` });
  valueIn(await send(opened, (await planOf(opened)).hash));
  const view = await viewSuspect(db, opened.suspectId);
  expect(view.steps[0]?.verification?.outcome).toBe('unknown');
  expect(view.gates[0]).toMatchObject({ state: 'closed', words: expect.stringContaining('executable file not found') });
});
