import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { makeRun, makeSuspect } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { listBoard } from './board.server.ts';
import { BoardQuery, type BoardShow } from './board.ts';
import { listCases } from './read.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander', 'Ines Okafor');
const mei = await signedIn('analyst', 'Mei 100%_Lindqvist');
const at = (time: string) => new Date(`2026-11-25T${time}:00Z`);
const board = (query: Partial<BoardQuery>, person = ines) => listBoard(BoardQuery.parse(query), person);
const titles = async (query: Partial<BoardQuery>, person = ines) =>
  (await board(query, person)).cases.map(({ title }) => title);

const ids: Record<string, string> = {};
beforeAll(async () => {
  const make = async (title: string, over: Parameters<typeof storedCase>[1], commander = ines) => {
    ids[title] = (await storedCase(commander.id, { title, severity: 'high', openedAt: at('03:00'), ...over })).caseId;
  };
  await make('closed long ago', { closedAt: at('01:00'), result: 'False alarm' });
  await make('contained, critical', { severity: 'critical', containedAt: at('04:00') });
  await make('loose, low', { severity: 'low' });
  await make('loose, critical, older', { severity: 'critical' }, mei);
  await make('loose, critical, newer', { severity: 'critical', drill: true });
  await make('closed lately', { closedAt: at('02:00'), result: 'Rebuilt' }, mei);
  await make('closed with it', { closedAt: at('02:00') }, mei);
});

const ORDER = [
  'loose, critical, older',
  'loose, critical, newer',
  'loose, low',
  'contained, critical',
  'closed with it',
  'closed lately',
  'closed long ago',
];

test('not contained first, then by severity, then the older; of closed ones the latest first', async () => {
  const { cases, counts, next } = await board({});
  expect(cases.map(({ title }) => title)).toEqual(ORDER);
  expect(counts).toEqual({ all: 7, open: 4, mine: 4, drills: 1, closed: 3, notContained: 3 });
  expect(next).toBeNull();
});

test.each([1, 2, 3, 5])('in pages of %i each case is there once, in the same order', async (limit) => {
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await board({ limit, cursor: cursor ?? undefined });
    expect(page.cases.length).toBeLessThanOrEqual(limit);
    seen.push(...page.cases.map(({ title }) => title));
    cursor = page.next;
  } while (cursor);
  expect(seen).toEqual(ORDER);
});

test.each([
  ['open', ORDER.slice(0, 4)],
  ['closed', ORDER.slice(4)],
  ['drills', ['loose, critical, newer']],
  ['mine', ['loose, critical, newer', 'loose, low', 'contained, critical', 'closed long ago']],
] as [BoardShow, string[]][])('%s', async (show, shown) => expect(await titles({ show })).toEqual(shown));

test.each([
  ['a word of the title', 'LATELY', ['closed lately']],
  ['the result', 'false alarm', ['closed long ago']],
  ['several words in any order', 'older critical', ['loose, critical, older']],
  ['the commander', 'lindqvist', ['loose, critical, older', 'closed with it', 'closed lately']],
  ['a percent sign is a percent sign', '100%', ['loose, critical, older', 'closed with it', 'closed lately']],
  ['and no wildcard', '1%0', []],
  ['nor is _', 'M_i', []],
  ['a backslash', '\\', []],
  ['a quote and a NUL', "'; DROP TABLE x --\0", []],
  ['severity and phase', 'low detection', ['loose, low']],
])('found by %s', async (_, q, found) => expect(await titles({ q })).toEqual(found));

test('a number finds its case', async () => {
  const one = (await board({})).cases[2];
  expect((await titles({ q: `case ${one?.number}` })).includes(one?.title ?? '')).toBe(true);
});

test('counts are those of what the words leave', async () =>
  expect((await board({ q: 'closed' })).counts).toMatchObject({ all: 3, open: 0, closed: 3 }));

test('mine is also where I have a part or an open task', async () => {
  const caseId = ids['loose, low'] ?? '';
  expect(await titles({ show: 'mine' }, mei)).toEqual(['loose, critical, older', 'closed with it', 'closed lately']);
  await db.caseMember.create({ data: { caseId, personId: mei.id, role: 'scribe' } });
  const task = await db.task.create({
    data: { caseId: ids['contained, critical'] ?? '', title: 'Ask', ownerId: mei.id, createdById: ines.id },
  });
  expect(await titles({ show: 'mine' }, mei)).toEqual([
    'loose, critical, older',
    'loose, low',
    'contained, critical',
    'closed with it',
    'closed lately',
  ]);
  await db.task.update({ where: { id: task.id }, data: { state: 'done' } });
  expect(await titles({ show: 'mine' }, mei)).not.toContain('contained, critical');
});

test('each says what is next and who has it, what work is unassigned or late, and when a report is due', async () => {
  const caseId = ids['contained, critical'] ?? '';
  const suspect = await makeSuspect(caseId, 'pay-1');
  const verified = { result: { outcome: 'verified', checks: [{ words: 'a long story' }] } };
  await makeRun(suspect, { startedAt: at('03:01'), result: { outcome: 'leaking' } });
  await makeRun(suspect, { startedAt: at('03:02'), ...verified });
  const contained = async () => (await board({})).cases.find(({ id }) => id === caseId);
  expect(await contained()).toMatchObject({
    isolation: 'verified',
    nextStep: 'Capture finance/pay-1',
    nextWho: 'Analyst',
  });
  await db.caseMember.create({ data: { caseId, personId: mei.id, role: 'analyst' } });
  expect(await contained()).toMatchObject({ nextWho: mei.name });
  await makeRun(suspect, { step: 'capture' });
  await makeRun(suspect, { step: 'scaleToZero', result: { outcome: 'at-zero' } });
  const task = { caseId, createdById: ines.id };
  await db.task.createMany({
    data: [
      { ...task, title: 'Later', ownerId: mei.id, dueAt: new Date('2036-01-01T00:00:00Z') },
      { ...task, title: 'Rotate secrets', dueAt: at('03:30') },
      { ...task, title: 'Whenever' },
    ],
  });
  expect(await contained()).toMatchObject({
    nextStep: 'Rotate secrets',
    nextWho: 'Nobody yet',
    tasks: { open: 3, withoutOwner: 2, overdue: 1 },
    reportDueAt: '2026-11-25T03:30:00.000Z',
    suspects: 1,
  });
});

test('the shell has the open ones in the same order', async () =>
  expect((await listCases()).map(({ title }) => title)).toEqual(ORDER.slice(0, 4)));

test('a cluster is called what people call it', async () => {
  await db.cluster.updateMany({ data: { label: 'Paris' } });
  expect((await board({ q: 'paris' })).cases.map(({ clusterName }) => clusterName)).toContain('Paris');
});

test.each(['x', '0:1', '0:1:2; DROP', '0:99999999999999999999:1'])('the cursor %j is refused', (cursor) =>
  expect(BoardQuery.safeParse({ cursor }).success).toBe(false),
);
