import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { personOf, plainCase } from '../testing/timeline.ts';
import { LANES, OverviewQuery, TimelineQuery } from './page.ts';
import type { NewEntry } from './write.server.ts';

const database = await testDatabase();
const { db, inTransaction } = await import('../db/client.server.ts');
const { hideEntries } = await import('./curate.server.ts');
const { readOverview, readFacts } = await import('./overview.server.ts');
const { readPage } = await import('./page.server.ts');
const { addEntry } = await import('./write.server.ts');
const { tagEntries } = await import('./annotate.server.ts');
afterAll(() => database.close());

let caseId = '';
const ids: string[] = [];
const second = (n: number) => new Date(Date.UTC(2026, 10, 24, 3, 0, n));
const add = (over: Partial<NewEntry> & { occurredAt: Date }) =>
  inTransaction((tx) => addEntry(tx, { caseId, occurredFrom: 'time', source: 'alert', sentence: 'x', ...over }));

beforeAll(async () => {
  const person = await personOf('Mei Lindqvist');
  caseId = (await plainCase(person.id)).caseId;
  const other = await plainCase(person.id);
  // 60 entries at 20 moments: ties of three at each
  for (let n = 0; n < 60; n++) {
    const source = (['alert', 'audit', 'kubernetes'] as const)[n % 3] ?? 'alert';
    ids.push((await add({ occurredAt: second(Math.floor(n / 3)), source, sentence: `entry ${n}` })).id);
  }
  await add({ caseId: other.caseId, occurredAt: second(3), sentence: 'of another case' });
  await add({
    occurredAt: second(5),
    source: 'phase',
    sentence: 'Phase changed to Containment',
    detail: { to: 'containment' },
  });
  await add({ occurredAt: second(6), source: 'case', sentence: 'Severity changed', personId: person.id });
  await hideEntries({ caseId, entryIds: [ids[0] ?? ''], reason: 'noise' }, { person });
  await tagEntries({ caseId, entryIds: ids.slice(0, 2), tag: 'exfiltration', on: true }, { person });
});

const page = async (query: Record<string, string>) => valueIn(await readPage(caseId, TimelineQuery.parse(query)));
const overview = async (query: Record<string, string> = {}) =>
  valueIn(await readOverview(caseId, OverviewQuery.parse(query)));

test('pages, older and older, bring every entry once, latest first', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { entries, before } = await page({ limit: '7', ...(cursor ? { before: cursor } : {}) });
    seen.push(...entries.map(({ sortAt, id }) => `${sortAt} ${id}`));
    cursor = before;
  } while (cursor);
  expect(seen).toHaveLength(61);
  expect(seen).toEqual([...new Set(seen)].sort().reverse());
});

test('from a time in the middle, newer and older pages meet without gap or double', async () => {
  const middle = await page({ limit: '6', at: second(10).toISOString() });
  expect(middle.entries[2]?.sortAt).toBe(second(11).toISOString());
  expect(middle.entries[3]?.sortAt).toBe(second(10).toISOString()); // at the time or older
  const newer = await page({ limit: '6', after: middle.after ?? '' });
  const older = await page({ limit: '6', before: middle.before ?? '' });
  const all = [...newer.entries, ...middle.entries, ...older.entries].map(({ sortAt, id }) => `${sortAt} ${id}`);
  expect(all).toHaveLength(18);
  expect(all).toEqual([...new Set(all)].sort().reverse());
});

test('a link to an entry brings it with its neighbours, whatever its time', async () => {
  const { entries } = await page({ limit: '5', at: ids[31] ?? '' });
  expect(entries.map(({ id }) => id)).toContain(ids[31]);
  expect(entries[2]?.id).toBe(ids[31]);
});

test.each([
  [{ before: 'nonsense' }, /not a place/],
  [{ before: `2026-99-99T00:00:00.000Z_${'0'.repeat(8)}-0000-0000-0000-000000000000` }, /not a place/],
  [{ from: '0000-01-01T00:00:00Z' }, /not a time that exists/],
  [{ at: 'yesterday' }, /Invalid/],
  [{ limit: '501' }, /too big/i],
  [{ zone: 'Mars/Olympus' }, /not a time zone/],
  [
    { at: '2026-11-24T03:00:00Z', after: `2026-11-24T03:00:00.000Z_${'0'.repeat(8)}-0000-0000-0000-000000000000` },
    /one of/,
  ],
])('%j is refused', (query, words) => expect(TimelineQuery.safeParse(query).error?.message).toMatch(words));

test('a filter that cannot be read is refused with where and why', async () => {
  expect(await readPage(caseId, TimelineQuery.parse({ q: 'source:nowhere' }))).toMatchObject({
    failure: { code: 'bad-filter', detail: expect.stringContaining('no source nowhere') },
  });
});

test('the overview counts each entry once, by lane and time; hidden ones are not among them', async () => {
  const all = await overview({ buckets: '10' });
  expect(all).toMatchObject({
    total: 62,
    hidden: 1,
    matching: 61,
    first: second(0).toISOString(),
    last: second(19).toISOString(),
    phases: [{ at: second(5).toISOString(), phase: 'containment' }],
  });
  const sums = Object.fromEntries(LANES.map((lane) => [lane, all.lanes[lane].reduce((sum, n) => sum + n, 0)]));
  expect(sums).toEqual({ alert: 19, audit: 20, kubernetes: 20, action: 0, person: 1 });
  expect(all.lanes.audit).toHaveLength(10);
  expect(all.lanes.audit[0]).toBe(2); // two seconds a bucket
  expect((await overview({ hidden: 'true' })).matching).toBe(62);
});

test('the overview of a range and a filter is of them alone, in buckets that begin where the range does', async () => {
  const some = await overview({
    from: second(4).toISOString(),
    to: second(8).toISOString(),
    buckets: '4',
    q: 'source:audit',
  });
  expect(some).toMatchObject({
    from: second(4).toISOString(),
    to: second(8).toISOString(),
    bucketMs: 1_000,
    matching: 4,
    total: 62,
  });
  expect(some.lanes.audit).toEqual([1, 1, 1, 1]);
  expect(some.lanes.alert).toEqual([]);
});

test.each([
  ['of ten years', { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z', buckets: '1' }, 61],
  ['in which nothing is', { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' }, 0],
])('an overview %s', async (_, query, matching) => expect((await overview(query)).matching).toBe(matching));

test('a case without entries has an empty overview', async () => {
  const empty = await plainCase((await personOf('Ines Okafor')).id);
  expect(valueIn(await readOverview(empty.caseId, OverviewQuery.parse({})))).toMatchObject({
    total: 0,
    first: null,
    matching: 0,
  });
});

test('completion knows the tags and people of the case', async () => {
  expect(await readFacts(caseId)).toMatchObject({
    tags: ['exfiltration'],
    people: expect.arrayContaining(['Mei Lindqvist']),
  });
  expect(await db.annotation.count({ where: { caseId } })).toBe(2);
});

test('what arrives while one reads does not shift the pages', async () => {
  const first = await page({ limit: '5' });
  await add({ occurredAt: second(59), sentence: 'came while reading' });
  const next = await page({ limit: '5', before: first.before ?? '' });
  expect(next.entries.map(({ id }) => id).some((id) => first.entries.some((one) => one.id === id))).toBe(false);
});
