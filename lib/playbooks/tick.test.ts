import { afterAll, expect, test } from 'vitest';
import { planStep } from '../containment/plan.server.ts';
import { sendStep, undoStep } from '../containment/send.server.ts';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { commander, openPaymentCase, openRoom, valueIn } from '../testing/room.ts';
import { listTimeline } from '../timeline/read.server.ts';
import type { ChecklistStepView, ChecklistView } from './checklist.ts';
import { fill } from './fill.ts';
import type { SetStep } from './inputs.ts';
import { addStep, assignStep, overrideCriterion, setCriterion, setStep } from './tick.server.ts';
import { viewChecklist } from './view.server.ts';

const database = await testDatabase();
const room = await openRoom();
const { cluster, api, by } = room;
api.exec = (argv) =>
  argv.includes('/proc/net/tcp')
    ? { stdout: '  sl  local_address rem_address   st\n', exitCode: 0 }
    : { stdout: '', exitCode: 1 };
afterAll(async () => {
  cluster.cache.stop();
  api.stop();
  await database.close();
});

async function checklistOf(caseId: string): Promise<ChecklistView> {
  const view = await viewChecklist(caseId);
  if (!view) throw new Error('no such case');
  return view;
}
async function stepOf(caseId: string, key: string): Promise<ChecklistStepView> {
  const found = (await checklistOf(caseId)).phases.flatMap(({ steps }) => steps).find((step) => step.key === key);
  if (!found) throw new Error(`no step ${key}`);
  return found;
}
async function criterionOf(caseId: string, key: string) {
  const found = (await checklistOf(caseId)).phases.flatMap(({ criteria }) => criteria).find((one) => one.key === key);
  if (!found) throw new Error(`no criterion ${key}`);
  return found;
}
const sentences = async (caseId: string) => (await listTimeline(caseId)).map(({ sentence }) => sentence);
const set = async (caseId: string, key: string, to: SetStep['to']) =>
  setStep({ caseId, stepId: (await stepOf(caseId, key)).id, to }, by);
const done = (note: string) => ({ state: 'done', note, artifactId: null }) as const;

test('a quarantine ticks its step with its actions as proof, and unticks it when it is undone', async () => {
  const { caseId, suspectId } = await openPaymentCase(room);
  expect(await stepOf(caseId, 'quarantine')).toMatchObject({
    state: 'open',
    proof: { words: 'finance/payment-abc without a verified quarantine' },
  });
  const mode = 'in-place';
  const { plan } = valueIn(await planStep({ caseId, suspectId, step: 'quarantine', mode, undoOf: null }));
  const run = valueIn(await sendStep({ caseId, suspectId, step: 'quarantine', mode, planHash: plan.hash }, by));
  expect(run.actions.length).toBeGreaterThan(0);
  expect(await stepOf(caseId, 'quarantine')).toMatchObject({
    state: 'done',
    proof: { actions: run.actions, by: 'Ines Okafor', words: 'Quarantine verified' },
  });
  expect((await criterionOf(caseId, 'isolation-verified')).state).toBe('met');

  const undo = valueIn(await planStep({ caseId, suspectId, step: 'quarantine', mode: null, undoOf: run.id })).plan;
  valueIn(await undoStep({ caseId, suspectId, runId: run.id, planHash: undo.hash }, by));
  expect((await stepOf(caseId, 'quarantine')).state).toBe('open');
  expect((await criterionOf(caseId, 'isolation-verified')).state).toBe('open');
});

test('a person ticks with a note: who, when and what is on the timeline; ticking twice tells of the first', async () => {
  const { caseId } = await openPaymentCase(room);
  valueIn(await set(caseId, 'newest-pods', done('all from Helm')));
  expect(await stepOf(caseId, 'newest-pods')).toMatchObject({
    state: 'done',
    proof: { words: 'all from Helm', by: 'Ines Okafor' },
  });
  expect(await sentences(caseId)).toContain('Step done: Look at the 20 newest pods. all from Helm');
  const second = await setStep(
    { caseId, stepId: (await stepOf(caseId, 'newest-pods')).id, to: done('me too') },
    { person: await commander() },
  );
  expect(second).toMatchObject({
    ok: false,
    failure: { code: 'already-so', detail: 'Ines Okafor said so. Nothing was changed.' },
  });
  valueIn(await set(caseId, 'newest-pods', { state: 'open' }));
  expect((await stepOf(caseId, 'newest-pods')).proof).toBeNull();
  expect(await sentences(caseId)).toContain('Step open again: Look at the 20 newest pods');
});

test('what Bulkhead sees itself nobody ticks by hand; it can be skipped with a reason', async () => {
  const { caseId } = await openPaymentCase(room);
  expect(await set(caseId, 'snapshot', done('did it'))).toMatchObject({ ok: false, failure: { code: 'ticks-itself' } });
  valueIn(await set(caseId, 'snapshot', { state: 'skipped', reason: 'the node is gone already' }));
  expect(await stepOf(caseId, 'snapshot')).toMatchObject({
    state: 'skipped',
    proof: { words: 'the node is gone already' },
  });
});

test('whoever begins a step owns it; an artifact of another case proves nothing here', async () => {
  const { caseId } = await openPaymentCase(room);
  valueIn(await set(caseId, 'audit', { state: 'doing' }));
  expect((await stepOf(caseId, 'audit')).owner?.name).toBe('Ines Okafor');
  const foreign = { state: 'done', note: '', artifactId: '01990000-0000-7000-8000-000000000000' } as const;
  expect(await set(caseId, 'audit', foreign)).toMatchObject({ ok: false, failure: { code: 'no-such-artifact' } });
});

test('who is given a step is told, and so is who had it', async () => {
  const { caseId } = await openPaymentCase(room);
  const ada = await commander();
  const { id: stepId } = await stepOf(caseId, 'rotate-secrets');
  valueIn(await assignStep({ caseId, stepId, ownerId: ada.id }, by));
  expect((await stepOf(caseId, 'rotate-secrets')).owner?.id).toBe(ada.id);
  valueIn(await assignStep({ caseId, stepId, ownerId: null }, by));
  const told = await db.liveEvent.findMany({ where: { type: 'person.told' }, orderBy: { id: 'asc' } });
  expect(told.map(({ payload }) => (payload as { words: string }).words.replace(/case \d+/, 'case n'))).toEqual([
    'Yours in case n, Shell in payment: Rotate every reachable secret',
    'No longer yours in case n, Shell in payment: Rotate every reachable secret',
  ]);
  await db.person.update({ where: { id: ada.id }, data: { disabledAt: new Date() } });
  expect(await assignStep({ caseId, stepId, ownerId: ada.id }, by)).toMatchObject({
    ok: false,
    failure: { code: 'person-disabled' },
  });
});

test('a step of its own is in this case alone, at the end of its phase', async () => {
  const { caseId } = await openPaymentCase(room);
  const other = await openPaymentCase(room);
  const step = { caseId, phase: 'recovery', title: 'Tell the bank', doneWhen: 'they know', who: 'Liaison' } as const;
  valueIn(await addStep(step, by));
  valueIn(await addStep({ ...step, title: 'Tell the card schemes' }, by));
  const recovery = (view: ChecklistView) => view.phases.find(({ phase }) => phase === 'recovery')?.steps ?? [];
  expect(recovery(await checklistOf(caseId)).slice(-2)).toMatchObject([
    { title: 'Tell the bank', own: true, who: 'Liaison', state: 'open' },
    { title: 'Tell the card schemes', own: true },
  ]);
  expect(recovery(await checklistOf(other.caseId)).some(({ own }) => own)).toBe(false);
});

test('a criterion that nobody can compute is judged by a person; an override stays', async () => {
  const { caseId } = await openPaymentCase(room);
  const { id: criterionId } = await criterionOf(caseId, 'image-trusted');
  valueIn(await setCriterion({ caseId, criterionId, to: { state: 'met', note: 'cosign output in the ticket' } }, by));
  expect(await criterionOf(caseId, 'image-trusted')).toMatchObject({
    state: 'met',
    proof: { words: 'cosign output in the ticket' },
  });
  const computed = await criterionOf(caseId, 'workload-at-zero');
  expect(await setCriterion({ caseId, criterionId: computed.id, to: { state: 'met', note: 'x' } }, by)).toMatchObject({
    ok: false,
    failure: { code: 'ticks-itself' },
  });
  const shut = await criterionOf(caseId, 'way-in-shut');
  valueIn(await overrideCriterion({ caseId, criterionId: shut.id, reason: 'the service is retired' }, by));
  expect(await setCriterion({ caseId, criterionId: shut.id, to: { state: 'open' } }, by)).toMatchObject({
    ok: false,
    failure: { code: 'override-stays' },
  });
});

test('a closed case is frozen: nothing is ticked, and its checklist can still be read', async () => {
  const { caseId } = await openPaymentCase(room);
  const { id: stepId } = await stepOf(caseId, 'newest-pods');
  await db.case.update({ where: { id: caseId }, data: { closedAt: new Date() } });
  expect(await setStep({ caseId, stepId, to: done('late') }, by)).toMatchObject({
    ok: false,
    failure: { code: 'case-closed' },
  });
  expect((await stepOf(caseId, 'newest-pods')).state).toBe('open');
});

test('a case closed before there were checklists has none, and says so by having no step', async () => {
  const { caseId } = await openPaymentCase(room);
  await db.checklistCriterion.deleteMany({ where: { caseId } });
  await db.checklistStep.deleteMany({ where: { caseId } });
  await db.case.update({ where: { id: caseId }, data: { closedAt: new Date() } });
  expect((await checklistOf(caseId)).phases.flatMap(({ steps }) => steps)).toEqual([]);
});

test("commands can be filled with the case's own names", async () => {
  const { caseId, number } = await openPaymentCase(room);
  const { subjects } = await checklistOf(caseId);
  const { commands } = await stepOf(caseId, 'quarantine');
  expect(fill(commands[0]?.run ?? '', subjects)[0]?.run).toBe(
    `kubectl label pod payment-abc -n finance bulkhead/quarantine=by-hand-${number}`,
  );
  expect(await viewChecklist('01990000-0000-7000-8000-000000000000')).toBeNull();
});
