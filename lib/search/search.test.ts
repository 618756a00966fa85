import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { makeRun, makeSuspect } from '../testing/case-rows.ts';
import { hostile } from '../testing/hostile.ts';
import { testDatabase } from '../testing/postgres.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { search } from './search.server.ts';
import { SearchAnswer, SearchQuery } from './search.ts';
import { tsqueryOf, wordsIn } from './words.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander');
const find = async (q: string, limit = 8) => search(SearchQuery.parse({ q, limit }));
const found = async (q: string) =>
  (await find(q)).groups.flatMap(({ kind, found: all }) => all.map(({ snippet }) => `${kind}: ${snippet}`));

let caseId = '';
let number = 0;
let entryId = '';
const addEntry = (sentence: string, rest: { hiddenAt?: Date; minute?: number; caseId?: string } = {}) => {
  const time = new Date(Date.UTC(2026, 10, 25, 3, rest.minute ?? 0));
  return db.timelineEntry.create({
    data: {
      caseId: rest.caseId ?? caseId,
      occurredAt: time,
      sortAt: time,
      source: 'action',
      occurredFrom: 'ours',
      sentence,
      hiddenAt: rest.hiddenAt,
    },
  });
};

beforeAll(async () => {
  ({ caseId, number } = await storedCase(ines.id, { title: 'Exfiltration from checkout' }));
  await storedCase(ines.id, { title: 'Old miner', closedAt: null, result: 'Image removed, rebuilt' });
  entryId = (await addEntry('Quarantine finance/payment-service-7d9f8b6c4-x2kqv was verified')).id;
  await addEntry('Connection to 203.0.113.66:443 from Zürich');
  await addEntry('hidden noise', { hiddenAt: new Date() });
  const note = { caseId, entryId, personId: ines.id };
  await db.annotation.create({ data: { ...note, kind: 'comment', value: 'Looks like the stripe-webhook secret' } });
  await db.annotation.create({ data: { ...note, kind: 'comment', value: 'taken back', removedAt: new Date() } });
  await db.annotation.create({ data: { ...note, kind: 'technique', value: 'T1048' } });
  await db.task.create({ data: { caseId, title: 'Rotate stripe-webhook', createdById: ines.id } });
  await db.asset.create({ data: { caseId, kind: 'image', name: `pay@sha256:${'ab12'.repeat(16)}` } });
  const suspect = await makeSuspect(caseId, 'pay-1');
  const run = await makeRun(suspect, { step: 'capture' });
  await db.artifact.create({
    data: {
      caseId,
      suspectId: suspect.id,
      stepRunId: run.id,
      number: 7,
      collector: 'logs',
      title: 'Log of istio-proxy',
      command: 'x',
      contentType: 'text/plain',
      collectedById: ines.id,
    },
  });
});

test.each([
  ['a word of a title', 'exfiltration', ['case: Exfiltration from checkout']],
  ['in any case of letters', 'EXFILTRATION', ['case: Exfiltration from checkout']],
  ['what came of a case', 'rebuilt', ['case: Old miner. Image removed, rebuilt']],
  [
    'a workload inside a name',
    'payment-service',
    ['entry: Quarantine finance/payment-service-7d9f8b6c4-x2kqv was verified'],
  ],
  [
    'a pod with its namespace',
    'finance/payment-service-7d9f8b6c4-x2kqv',
    ['entry: Quarantine finance/payment-service-7d9f8b6c4-x2kqv was verified'],
  ],
  ['only the suffix of a pod', 'x2kqv', ['entry: Quarantine finance/payment-service-7d9f8b6c4-x2kqv was verified']],
  [
    'the beginning of the last word',
    'finance pay',
    ['entry: Quarantine finance/payment-service-7d9f8b6c4-x2kqv was verified'],
  ],
  ['not the beginning of another word', 'fin payment', []],
  ['all words, not some', 'payment miner', []],
  ['parts in another order are another name', 'service-payment', []],
  ['an address', '203.0.113.66', ['entry: Connection to 203.0.113.66:443 from Zürich']],
  ['not another address with the same numbers', '66.113.0.203', []],
  ['letters beyond ASCII', 'zürich', ['entry: Connection to 203.0.113.66:443 from Zürich']],
  [
    'a comment and a task',
    'stripe-webhook',
    ['comment: Looks like the stripe-webhook secret', 'task: Rotate stripe-webhook'],
  ],
  ['a technique', 't1048', ['comment: T1048']],
  ['the beginning of a digest', 'sha256:ab12ab', [`asset: pay@sha256:${'ab12'.repeat(16)}`]],
  ['the name of an artifact', 'istio', ['artifact: Log of istio-proxy']],
  ['neither hidden noise', 'noise', []],
  ['nor what was taken back', 'taken back', []],
])('finds %s', async (_, q, all) => expect(await found(q)).toEqual(all));

test('each leads to where it is', async () => {
  const href = async (q: string) => (await find(q)).groups[0]?.found[0]?.href;
  expect(await href('exfiltration')).toBe(`/cases/${number}`);
  expect(await href('x2kqv')).toBe(`/cases/${number}/timeline?entry=${entryId}`);
  expect(await href('T1048')).toBe(`/cases/${number}/timeline?entry=${entryId}`);
  expect(await href('istio')).toBe(`/cases/${number}/evidence/7`);
  expect(await href('rotate')).toMatch(new RegExp(`^/cases/${number}/tasks\\?task=[0-9a-f-]{36}$`));
  expect(await href('sha256:ab12')).toMatch(new RegExp(`^/cases/${number}/tasks\\?asset=[0-9a-f-]{36}$`));
});

test.each(['%d', 'case %d', '#%d'])('%s is the number of a case', async (form) =>
  expect((await find(form.replace('%d', String(number)))).groups[0]).toMatchObject({
    kind: 'case',
    found: [{ case: { number } }],
  }),
);

test('the latest come first, and it says when there are more', async () => {
  const other = await storedCase(ines.id, { title: 'Busy' });
  for (const minute of [3, 1, 2]) await addEntry(`cronjob ran at ${minute}`, { minute, caseId: other.caseId });
  const two = (await find('cronjob', 2)).groups[0];
  expect(two?.found.map(({ snippet }) => snippet)).toEqual(['cronjob ran at 3', 'cronjob ran at 2']);
  expect(two?.more).toBe(true);
  expect((await find('cronjob', 3)).groups[0]?.more).toBe(false);
});

test('words that stand nowhere, and no words at all, find nothing', async () => {
  expect(await find('nowhereatall')).toEqual({ words: ['nowhereatall'], groups: [] });
  expect(await find(' \'"&|!:*() ')).toEqual({ words: [], groups: [] });
});

test('what takes too long is given up and says so; the other kinds answer', async () => {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE "TimelineEntry" IN ACCESS EXCLUSIVE MODE`;
    const { groups } = await search({ q: 'rotate', limit: 3 }, { patienceMs: 200 });
    expect(groups.map(({ kind, found: all, unfinished }) => [kind, all.length, unfinished])).toEqual([
      ['entry', 0, true],
      ['task', 1, false],
    ]);
  });
});

test('whatever is typed is an answer, never an error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(hostile, fc.string({ maxLength: 300, unit: 'binary' })), async (q) => {
      SearchAnswer.parse(await search({ q, limit: 3 }));
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('a name is found whole, by each of its parts, and by each beginning of it that has two characters', async () => {
  const part = fc.stringMatching(/^[a-z0-9]{2,10}$/);
  const joined = fc.array(fc.tuple(part, fc.constantFrom('-', '.', '/', ':', '@', '_')), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(joined, fc.nat(), async (parts, at) => {
      const name = parts
        .map(([text, sign]) => text + sign)
        .join('')
        .slice(0, -1);
      const beginning = name.slice(0, 2 + (at % (name.length - 1)));
      const any = parts[at % parts.length]?.[0] ?? '';
      for (const q of [name, any, beginning].filter((each) => /[a-z0-9]{2}$/.test(each))) {
        const { rows } = await database.query("SELECT words_of($1) @@ to_tsquery('simple', $2) AS hit", [
          `seen ${name} there`,
          tsqueryOf(wordsIn(q)),
        ]);
        expect({ name, q, hit: rows[0].hit }).toEqual({ name, q, hit: true });
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);
