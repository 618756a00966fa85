import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import type { Event } from '../kubernetes/objects.ts';
import { overridesOf } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { commander, NS, openPaymentCase, openRoom, POD, putPod, valueIn } from '../testing/room.ts';
import { takeEvent } from '../timeline/follow.server.ts';
import { addNote } from '../timeline/note.server.ts';
import { NoteInput } from '../timeline/note.ts';
import { listTimeline } from '../timeline/read.server.ts';
import { changePhase } from './change.server.ts';
import { addSuspects, openCase } from './open.server.ts';
import { listCases, viewCase } from './read.server.ts';

const database = await testDatabase();
const room = await openRoom();
const { api, by, cluster } = room;
afterAll(async () => {
  cluster.cache.stop();
  api.stop();
  await database.close();
});

const input = { clusterId: cluster.id, title: 'Shell in payment', severity: 'critical' as const, detectedAt: null };
const payment = { namespace: 'finance', name: 'payment-abc', uid: 'uid-abc' };

test('a case holds its suspects as they were: owner chain, service account, node, images', async () => {
  const { caseId, number } = valueIn(
    await openCase({ ...input, pods: [payment, { namespace: 'finance', name: 'payment-def', uid: 'uid-def' }] }, by),
  );
  const view = await viewCase(db, caseId);
  expect(view).toMatchObject({
    number,
    suspects: 2,
    phase: 'detection',
    isolation: 'not-contained',
    nextStep: 'Quarantine finance/payment-abc and 1 more',
  });
  expect(view?.suspectList[0]).toMatchObject({
    podUid: 'uid-abc',
    presence: 'present',
    node: 'worker-1',
    ownerChain: [
      { kind: 'ReplicaSet', name: 'payment-1', uid: 'rs' },
      { kind: 'Deployment', name: 'payment', uid: 'dep' },
    ],
  });
  expect((await listCases()).map((one) => one.id)).toContain(caseId);
});

test.each([
  ['its UID is another one now', { ...payment, uid: 'uid-before' }, 'pod-replaced'],
  ['it is gone', { ...payment, name: 'nobody' }, 'pod-gone'],
])('no case is opened about a pod when %s', async (_, pod, code) => {
  const before = await db.case.count();
  expect(await openCase({ ...input, pods: [pod] }, by)).toMatchObject({ ok: false, failure: { code } });
  expect(await db.case.count()).toBe(before);
});

test('a right that is missing is named', async () => {
  api.trouble = (_, path) => (path === POD ? { status: 403 } : null);
  expect(await openCase({ ...input, pods: [payment] }, by)).toMatchObject({
    ok: false,
    failure: { detail: 'May not get pods in finance. Nothing was changed.' },
  });
  api.trouble = () => null;
});

test('a phase change is on the timeline and in the history; the same suspect is added once', async () => {
  const { caseId } = await openPaymentCase(room);
  valueIn(
    await changePhase(
      { caseId, phase: 'containment', reason: 'Attack is going on', overrides: await overridesOf(caseId) },
      by,
    ),
  );
  expect((await viewCase(db, caseId))?.phaseHistory.map(({ phase }) => phase)).toEqual(['detection', 'containment']);
  expect((await listTimeline(caseId))[0]).toMatchObject({
    source: 'phase',
    sentence: 'Phase changed to Containment: Attack is going on',
    by: 'Ines Okafor',
  });
  expect(valueIn(await addSuspects({ caseId, pods: [payment] }, by))).toEqual({ added: 0 });
});

test('a note stands at its own time, with both clocks; a time that has not come is refused', async () => {
  const { caseId } = await openPaymentCase(room);
  const analyst = { person: { ...(await commander()), role: 'manager' as const } };
  const entry = valueIn(
    await addNote({ caseId, occurredAt: '2026-11-24T03:10:00+01:00', text: 'debug endpoint is on' }, analyst),
  );
  expect(entry).toMatchObject({ occurredAt: '2026-11-24T02:10:00.000Z', source: 'person', occurredFrom: 'person' });
  expect(entry.recordedAt > entry.occurredAt).toBe(true);
  const later = new Date(Date.now() + 3_600_000).toISOString();
  expect(await addNote({ caseId, occurredAt: later, text: 'x' }, analyst)).toMatchObject({
    ok: false,
    failure: { code: 'note-in-future' },
  });
});

test.each([
  ['2026-03-29 02:30:00', false],
  ['2026-03-29T02:30:00', false],
  ['2026-03-29T02:30:00Z', true],
  ['2026-03-29T02:30:00Z ', true],
  ['2026-03-29T02:30:00+02:00', true],
  ['2026-13-29T02:30:00Z', false],
])('the time %s names its zone: %s', (occurredAt, valid) => {
  expect(NoteInput.safeParse({ caseId: '01990000-0000-7000-8000-000000000000', occurredAt, text: 'x' }).success).toBe(
    valid,
  );
});

test('an event delivered twice is one entry; counted up it is updated; expired it stays and says so', async () => {
  const { caseId } = await openPaymentCase(room);
  const event = (count: number, lastTimestamp: string): Event => ({
    metadata: { name: 'e', uid: 'event-9' },
    involvedObject: { kind: 'Pod', namespace: 'finance', name: 'payment-abc', uid: 'uid-abc' },
    reason: 'BackOff',
    message: 'restarting',
    count,
    firstTimestamp: '2026-11-25T03:00:00Z',
    lastTimestamp,
  });
  const entries = async () => (await listTimeline(caseId)).filter(({ source }) => source === 'kubernetes');
  await Promise.all([1, 1, 1].map((count) => takeEvent(cluster.id, event(count, '2026-11-25T03:00:00Z'), false)));
  expect(await entries()).toMatchObject([{ count: 1, occurredFrom: 'lastTimestamp', goneFromSource: null }]);
  await takeEvent(cluster.id, event(7, '2026-11-25T03:07:00Z'), false);
  await takeEvent(cluster.id, event(7, '2026-11-25T03:07:00Z'), true);
  const [entry, ...more] = await entries();
  expect(more).toEqual([]);
  expect(entry).toMatchObject({
    count: 7,
    occurredAt: '2026-11-25T03:07:00.000Z',
    firstAt: '2026-11-25T03:00:00.000Z',
  });
  expect(entry?.goneFromSource).not.toBeNull();
  api.remove(`${NS}/pods/payment-abc`);
  putPod(api, 'payment-abc', 'uid-abc');
});
