import { afterAll, expect, test } from 'vitest';
import { changeSeverity } from '../cases/change.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { openPaymentCase, openRoom } from '../testing/room.ts';
import { listTimeline } from '../timeline/read.server.ts';
import { overrideCriteria, unmetCriteria } from './criteria.server.ts';

const database = await testDatabase();
const room = await openRoom();
const { cluster, api, person } = room;
afterAll(async () => {
  cluster.cache.stop();
  api.stop();
  await database.close();
});

const unmet = (caseId: string, ...phases: Parameters<typeof unmetCriteria>[2]) =>
  inTransaction((tx) => unmetCriteria(tx, caseId, phases));
const override = (caseId: string, criterionId: string, reason: string, by = person) =>
  inTransaction((tx) => overrideCriteria(tx, caseId, [{ criterionId, reason }], by));

test('a new case meets what its opening names, and lists the rest with what it waits for', async () => {
  const { caseId } = await openPaymentCase(room);
  const open = await unmet(caseId, 'detection', 'containment');
  expect(open.map(({ phase, words }) => [phase, words])).toEqual([
    ['detection', 'Blast radius frozen'],
    ['containment', 'Isolated and checked (finance/payment-abc without a verified quarantine)'],
    ['containment', 'Evidence sealed (finance/payment-abc without a capture that is sealed as a whole)'],
    ['containment', 'Workload at zero (finance/payment-abc with a workload that is not at zero)'],
  ]);
});

test('an override counts, and stands on the timeline and in the action log with its reason', async () => {
  const { caseId } = await openPaymentCase(room);
  const [criterion] = await unmet(caseId, 'detection');
  if (!criterion) throw new Error('nothing is unmet');
  expect(await override(caseId, criterion.id, 'no graph on this cluster')).toEqual({ ok: true, value: null });
  expect(await unmet(caseId, 'detection')).toEqual([]);
  const words = 'Criterion of detection overridden: Blast radius frozen. no graph on this cluster';
  expect((await listTimeline(caseId)).map(({ sentence }) => sentence)).toContain(words);
  const records = await db.actionRecord.findMany({ where: { caseId, kind: 'note' } });
  expect(records.map(({ body }) => JSON.parse(body).words)).toEqual([words]);
});

test.each([
  ['without a reason of ten characters', 'too short', 'commander', 'reason-too-short'],
  ['by an analyst', 'long enough to count', 'analyst', 'not-allowed'],
] as const)('nothing is overridden %s', async (_, reason, role, code) => {
  const { caseId } = await openPaymentCase(room);
  const [criterion] = await unmet(caseId, 'detection');
  expect(await override(caseId, criterion?.id ?? '', reason, { ...person, role })).toMatchObject({
    ok: false,
    failure: { code },
  });
  expect(await unmet(caseId, 'detection')).toHaveLength(1);
});

test('a criterion of another case is not touched, nor anything beside it', async () => {
  const mine = await openPaymentCase(room);
  const other = await openPaymentCase(room);
  const [own] = await unmet(mine.caseId, 'detection');
  const [theirs] = await unmet(other.caseId, 'detection');
  const both = [own, theirs].map((one) => ({ criterionId: one?.id ?? '', reason: 'a reason long enough' }));
  expect(await inTransaction((tx) => overrideCriteria(tx, mine.caseId, both, person))).toMatchObject({
    ok: false,
    failure: { code: 'no-such-criterion' },
  });
  expect(await unmet(mine.caseId, 'detection')).toHaveLength(1);
  expect(await unmet(other.caseId, 'detection')).toHaveLength(1);
});

test('a case from before there were checklists gets its own when it is first asked', async () => {
  const { caseId } = await openPaymentCase(room);
  await db.checklistCriterion.deleteMany({ where: { caseId } });
  await db.checklistStep.deleteMany({ where: { caseId } });
  expect((await unmet(caseId, 'recovery')).length).toBeGreaterThan(2);
  expect(await db.checklistStep.count({ where: { caseId } })).toBeGreaterThan(4);
});

test('every change of a case tells those who look at its checklist', async () => {
  const { caseId } = await openPaymentCase(room);
  const before = await db.liveEvent.count({ where: { topic: `case:${caseId}`, type: 'checklist.changed' } });
  await changeSeverity({ caseId, severity: 'low', reason: 'one test pod' }, room.by);
  expect(await db.liveEvent.count({ where: { topic: `case:${caseId}`, type: 'checklist.changed' } })).toBe(before + 1);
});
