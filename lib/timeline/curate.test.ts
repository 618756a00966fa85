import { afterAll, beforeEach, expect, test } from 'vitest';
import type { SignedIn } from '../auth/session.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { until, valueIn } from '../testing/room.ts';
import { personOf, plainCase } from '../testing/timeline.ts';
import type { NewEntry } from './write.server.ts';

const database = await testDatabase();
const { db, inTransaction } = await import('../db/client.server.ts');
const { correctEntry, entryHistory } = await import('./correct.server.ts');
const curate = await import('./curate.server.ts');
const { addNote } = await import('./note.server.ts');
const { readPage } = await import('./page.server.ts');
const { listTimeline, viewEntry } = await import('./read.server.ts');
const { addEntry } = await import('./write.server.ts');
afterAll(() => database.close());

let mei: SignedIn;
let caseId = '';
beforeEach(async () => {
  mei = await personOf('Mei Lindqvist');
  caseId = (await plainCase(mei.id)).caseId;
});

const added = (over: Partial<NewEntry> = {}) => {
  const entry = {
    caseId,
    occurredAt: new Date('2026-11-24T03:00:00Z'),
    occurredFrom: 'time',
    source: 'alert' as const,
  };
  return inTransaction((tx) => addEntry(tx, { ...entry, sentence: 'Unexpected egress', ...over }));
};
const note = async (text: string, by = mei) =>
  valueIn(await addNote({ caseId, occurredAt: '2026-11-24T02:00:00+01:00', text }, { person: by }));
const found = async (q: string, hidden = false) =>
  valueIn(await readPage(caseId, { q, hidden, zone: 'UTC', limit: 100 })).entries.map(({ sentence }) => sentence);

test('a correction keeps what the note said, who said it and why it was changed', async () => {
  const ruth = await personOf('Ruth Adeyemi', 'commander');
  const { id } = await note('Bank informed at 2');
  const correction = {
    caseId,
    entryId: id,
    version: 1,
    occurredAt: '2026-11-24T03:10:00Z',
    reason: 'The call was later',
  };
  const saved = valueIn(await correctEntry({ ...correction, text: 'Bank informed by phone' }, { person: ruth }));
  expect(saved).toMatchObject({
    state: 'saved',
    value: { version: 2, sentence: 'Bank informed by phone', sortAt: '2026-11-24T03:10:00.000Z', by: 'Mei Lindqvist' },
  });
  expect(await entryHistory(caseId, id)).toMatchObject([
    { version: 2, text: 'Bank informed by phone', by: 'Ruth Adeyemi', reason: null },
    {
      version: 1,
      text: 'Bank informed at 2',
      by: 'Mei Lindqvist',
      reason: 'The call was later',
      occurredAt: '2026-11-24T01:00:00.000Z',
    },
  ]);
  expect(await found('has:correction phone')).toHaveLength(1);
});

test('of two corrections at once, one is saved and the other gets both texts', async () => {
  const { id } = await note('first');
  const correction = { caseId, entryId: id, version: 1, occurredAt: '2026-11-24T03:10:00Z', reason: 'typing error' };
  const both = await Promise.all(
    ['left', 'right'].map((text) => correctEntry({ ...correction, text }, { person: mei }).then(valueIn)),
  );
  const [conflict] = both.filter(({ state }) => state === 'conflict');
  const now = (await viewEntry(db, id)).sentence;
  expect(both.map(({ state }) => state).sort()).toEqual(['conflict', 'saved']);
  expect(conflict).toMatchObject({ theirs: { text: now, version: 2 }, yours: now === 'left' ? 'right' : 'left' });
});

test('what a machine said is never rewritten, and a manager rewrites only what is theirs', async () => {
  const manager = await personOf('Ines Okafor', 'manager');
  const machine = await added();
  const theirs = await note('of Mei');
  const own = await note('of the manager', manager);
  const correct = (entryId: string) =>
    correctEntry(
      { caseId, entryId, version: 1, text: 'x', occurredAt: '2026-11-24T03:00:00Z', reason: 'because' },
      { person: manager },
    );
  expect(await correct(machine.id)).toMatchObject({ failure: { code: 'not-a-note' } });
  expect(await correct(theirs.id)).toMatchObject({ failure: { code: 'not-yours' } });
  expect((await correct(own.id)).ok).toBe(true);
  expect((await viewEntry(db, machine.id)).sentence).toBe('Unexpected egress');
});

test('a history cannot be rewritten, not even past the program', async () => {
  const { id } = await note('first');
  const correction = { caseId, entryId: id, version: 1, occurredAt: '2026-11-24T03:10:00Z', reason: 'typing error' };
  valueIn(await correctEntry({ ...correction, text: 'second' }, { person: mei }));
  await expect(database.query(`UPDATE "EntryVersion" SET sentence = 'never said'`)).rejects.toThrow('append-only');
});

test('hidden noise is out of sight until it is asked for, with who hid it and why', async () => {
  const entries = await Promise.all(['a', 'b', 'c'].map((sentence) => added({ sentence })));
  const [a, b] = entries.map(({ id }) => id);
  const hide = { caseId, entryIds: [a ?? '', b ?? ''], reason: 'probe of the monitoring' };
  expect(valueIn(await curate.hideEntries(hide, { person: mei }))).toEqual({ changed: 2 });
  expect(await found('')).toEqual(['c']);
  expect((await found('', true)).sort()).toEqual(['a', 'b', 'c']);
  expect((await found('hidden')).sort()).toEqual(['a', 'b']);
  expect((await viewEntry(db, a ?? '')).hidden).toMatchObject({
    by: 'Mei Lindqvist',
    reason: 'probe of the monitoring',
  });
  valueIn(await curate.showEntries({ caseId, entryIds: [a ?? ''] }, { person: mei }));
  expect((await found('')).sort()).toEqual(['a', 'c']);
});

test('a group has a title; dissolved, its entries stand alone again', async () => {
  const ids = (await Promise.all(['a', 'b'].map((sentence) => added({ sentence })))).map(({ id }) => id);
  const { groupId } = valueIn(
    await curate.groupEntries({ caseId, entryIds: ids, title: 'Exfiltration' }, { person: mei }),
  );
  expect((await viewEntry(db, ids[0] ?? '')).group).toEqual({ id: groupId, title: 'Exfiltration' });
  expect(await found('exfiltration')).toHaveLength(2);
  expect(valueIn(await curate.ungroup({ caseId, groupId }, { person: mei }))).toEqual({ changed: 2 });
  expect((await viewEntry(db, ids[0] ?? '')).group).toBeNull();
  expect(await curate.ungroup({ caseId, groupId }, { person: mei })).toMatchObject({
    failure: { code: 'no-such-group' },
  });
});

test('hundreds at once are told by one event', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 60; n++) ids.push((await added({ sentence: `noise ${n}` })).id);
  const before = await db.liveEvent.count();
  valueIn(await curate.hideEntries({ caseId, entryIds: ids, reason: 'noise' }, { person: mei }));
  const told = await db.liveEvent.findMany({ orderBy: { id: 'asc' }, skip: before });
  expect(told.map(({ type }) => type)).toEqual(['timeline.reordered']);
});

test('the skew of a clock moves its entries, those of before and of after, and what it said stays visible', async () => {
  const falco = { emitter: 'falco worker-3', occurredAt: new Date('2026-11-24T03:00:00.500Z') };
  const early = await added(falco);
  const other = await added({ emitter: 'falco worker-1', sentence: 'another clock' });
  const skew = {
    caseId,
    source: 'alert' as const,
    emitter: 'falco worker-3',
    skewMs: 90_000,
    reason: 'its NTP is off',
  };
  expect(valueIn(await curate.setSkew(skew, { person: mei }))).toEqual({ changed: 1 });
  const late = await added({ ...falco, sentence: 'came later' });
  for (const { id } of [early, late])
    expect(await viewEntry(db, id)).toMatchObject({
      occurredAt: '2026-11-24T03:00:00.500Z',
      sortAt: '2026-11-24T02:58:30.500Z',
    });
  expect((await viewEntry(db, other.id)).sortAt).toBe('2026-11-24T03:00:00.000Z');
  expect((await listTimeline(caseId))[0]?.sentence).toBe(
    'Clock of falco worker-3 taken as 90,000 ms ahead, before right: its NTP is off',
  );
  expect((await db.liveEvent.findMany({ where: { type: 'timeline.reordered' } })).length).toBeGreaterThan(0);
  expect(valueIn(await curate.setSkew({ ...skew, skewMs: 0 }, { person: mei }))).toEqual({ changed: 2 });
});

test('an entry that is being written while the clock is set stands by the new clock too', async () => {
  const skew = { caseId, source: 'alert' as const, emitter: 'falco worker-3', skewMs: 1_000, reason: 'NTP' };
  const occurredAt = new Date('2026-11-24T03:00:00Z');
  const { id, setting } = await inTransaction(async (tx) => {
    const entry = { caseId, occurredAt, occurredFrom: 'time', source: 'alert' as const, emitter: 'falco worker-3' };
    const { id } = await addEntry(tx, { ...entry, sentence: 'in the middle' });
    const setting = curate.setSkew(skew, { person: mei }).then(valueIn);
    await until(async () => (await waiting()) > 0);
    return { id, setting: { done: setting } }; // in an object, so that it is not awaited within the transaction
  });
  expect(await setting.done).toEqual({ changed: 1 });
  expect((await viewEntry(db, id)).sortAt).toBe('2026-11-24T02:59:59.000Z');
});

/** Sessions that wait for an advisory lock. */
async function waiting(): Promise<number> {
  const { rows } = await database.query(
    "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );
  return rows[0]?.n ?? 0;
}

test('a clock that was set while its entries were not moved is finished by setting it again', async () => {
  const { id } = await added({ emitter: 'falco worker-3' });
  const clock = { caseId, source: 'alert' as const, emitter: 'falco worker-3', skewMs: 1_000, reason: 'NTP' };
  await db.sourceSkew.create({ data: { ...clock, setById: mei.id } });
  expect(valueIn(await curate.setSkew(clock, { person: mei }))).toEqual({ changed: 1 });
  expect((await viewEntry(db, id)).sortAt).toBe('2026-11-24T02:59:59.000Z');
});

test('a closed case takes neither note nor correction, group, hiding or skew', async () => {
  const { id } = await note('before');
  await db.case.update({ where: { id: caseId }, data: { closedAt: new Date() } });
  const which = { caseId, entryIds: [id], reason: 'noise' };
  for (const attempt of [
    addNote({ caseId, occurredAt: '2026-11-24T03:00:00Z', text: 'late' }, { person: mei }),
    correctEntry({ ...which, entryId: id, version: 1, text: 'x', occurredAt: '2026-11-24T03:00:00Z' }, { person: mei }),
    curate.groupEntries({ ...which, title: 'x' }, { person: mei }),
    curate.hideEntries(which, { person: mei }),
    curate.setSkew({ ...which, source: 'alert', emitter: '', skewMs: 5 }, { person: mei }),
  ])
    expect(await attempt).toMatchObject({ failure: { code: 'case-closed' } });
});
