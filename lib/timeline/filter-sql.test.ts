import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { personOf, plainCase } from '../testing/timeline.ts';
import type { TimelineEntry } from './entry.ts';
import { matches, parse } from './filter.ts';

const database = await testDatabase();
const { inTransaction } = await import('../db/client.server.ts');
const { addComment, starEntries, tagEntries, setTechnique } = await import('./annotate.server.ts');
const { groupEntries, hideEntries } = await import('./curate.server.ts');
const { readPage } = await import('./page.server.ts');
const { listTimeline } = await import('./read.server.ts');
const { addEntry } = await import('./write.server.ts');
afterAll(() => database.close());

const WORDS = [
  'curl',
  'Größe',
  'ΟΔΟΣ',
  '100%',
  'a_b',
  'c:\\x',
  'İstanbul',
  '日本',
  'x2kqv',
  '\u{10428}\u{10430}',
  'tag',
  "bank's",
] as const;
const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 });
const times = ['2026-11-25T03:00:00.000Z', '2026-11-25T03:00:00.001Z', '2026-11-25T04:00:00.000Z'] as const;

const facts = fc.record({
  source: fc.constantFrom('alert' as const, 'audit' as const, 'case' as const, 'kubernetes' as const),
  sentence: words.map((all) => all.join(' ')),
  detail: fc.record(
    {
      pod: fc.constantFrom('payment-x2kqv', 'web-1'),
      verb: fc.constantFrom('list', 'get'),
      more: fc.record({ z: fc.nat(), a: words }),
    },
    { requiredKeys: [] },
  ),
  occurredAt: fc.constantFrom(...times),
  by: fc.boolean(),
  star: fc.boolean(),
  comment: fc.option(words),
  tag: fc.option(fc.constantFrom('exfil', 'größe', 'root cause')),
  hidden: fc.boolean(),
  group: fc.boolean(),
});

const value = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom(...WORDS).map((word) => word.slice(1, 3)),
  fc.constantFrom('größe curl', 'ines', 'okafor', '0', 'e', '\ud800', '\0'),
);
const term = fc.oneof(
  value.map((text) => `"${text}"`),
  value.filter((text) => !/\s/.test(text)),
  fc.tuple(fc.constantFrom('tag', 'pod', 'by', 'verb', 'ns'), value).map(([key, text]) => `${key}:"${text}"`),
  fc.constantFrom(
    'star',
    'key',
    'hidden',
    'has:comment',
    'has:tag',
    'has:group',
    'technique:T1048',
    'tag:exf',
    'tag:"root cause"',
  ),
  fc.constantFrom('source:alert', 'source:people', 'source:audit', 'pod:x2', 'verb:li', 'verb:get'),
  fc.tuple(fc.constantFrom('before', 'after'), fc.constantFrom(...times)).map(([key, at]) => `${key}:${at}`),
);
const signed = fc.tuple(term, fc.boolean()).map(([text, not]) => (not ? `-${text}` : text));
const filters = fc
  .array(fc.tuple(signed, fc.boolean()), { maxLength: 4 })
  .map((parts) => parts.map(([text, or], index) => (or && index > 0 ? `OR ${text}` : text)).join(' '));

let caseId = '';
let all: TimelineEntry[] = [];
beforeAll(async () => {
  const person = await personOf('Ines Okafor', 'commander');
  caseId = (await plainCase(person.id)).caseId;
  const by = { person };
  for (const made of fc.sample(facts, { numRuns: 120, seed: 7 })) {
    const { detail, occurredAt, source, sentence } = made;
    const { id } = await inTransaction((tx) =>
      addEntry(tx, {
        caseId,
        source,
        sentence,
        detail,
        occurredAt: new Date(occurredAt),
        occurredFrom: 'time',
        personId: made.by ? person.id : null,
      }),
    );
    const which = { caseId, entryIds: [id], on: true };
    if (made.star) valueIn(await starEntries(which, by));
    if (made.tag) valueIn(await tagEntries({ ...which, tag: made.tag }, by));
    if (made.comment) {
      valueIn(await addComment({ caseId, entryId: id, text: made.comment.join(' ') }, by));
      valueIn(await setTechnique({ ...which, technique: 'T1048.003' }, by));
    }
    if (made.hidden) valueIn(await hideEntries({ ...which, reason: 'noise' }, by));
    if (made.group) valueIn(await groupEntries({ ...which, title: 'Größe of it' }, by));
  }
  all = await listTimeline(caseId);
}, 60_000);

test('the filter finds in the database what it finds in the browser', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(filters, fc.boolean(), async (q, hidden) => {
      const parsed = parse(q, { zone: 'UTC' });
      if (!parsed.ok) return;
      const page = valueIn(await readPage(caseId, { q, hidden, zone: 'UTC', limit: 500 }));
      const here = all.filter((entry) => matches(parsed.filter, entry, { hidden }));
      expect(page.entries.map(({ id }) => id)).toEqual(here.map(({ id }) => id));
      if (here.length > 0 && here.length < all.length) found += 1;
    }),
    { numRuns: 300 },
  );
  expect(found).toBeGreaterThan(60); // it was about something
}, 60_000);
