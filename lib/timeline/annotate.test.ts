import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SignedIn } from '../auth/session.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { personOf, plainCase } from '../testing/timeline.ts';
import { AddComment, LinkEntries } from './inputs.ts';

const database = await testDatabase();
const { db, inTransaction } = await import('../db/client.server.ts');
const annotate = await import('./annotate.server.ts');
const { setVerdict } = await import('./verdict.server.ts');
const { listTimeline, viewEntry } = await import('./read.server.ts');
const { addEntry } = await import('./write.server.ts');
afterAll(() => database.close());

let mei: SignedIn;
let tomasz: SignedIn;
let caseId = '';
let entryId = '';
beforeAll(async () => {
  mei = await personOf('Mei Lindqvist');
  tomasz = await personOf('Tomasz Wren');
  caseId = (await plainCase(mei.id)).caseId;
  entryId = await added('Unexpected egress');
});

async function added(sentence: string, inCase = caseId): Promise<string> {
  const entry = { caseId: inCase, occurredAt: new Date(), occurredFrom: 'time', source: 'alert' as const, sentence };
  return (await inTransaction((tx) => addEntry(tx, entry))).id;
}
const seen = () => viewEntry(db, entryId);
const events = () => db.liveEvent.findMany({ where: { topic: `case:${caseId}` }, orderBy: { id: 'asc' } });

test('a comment is on the entry, and told to everybody with the whole of it', async () => {
  const entry = valueIn(
    await annotate.addComment({ caseId, entryId, text: 'Archive of /data/exports' }, { person: tomasz }),
  );
  expect(entry.annotations).toMatchObject([
    { kind: 'comment', value: 'Archive of /data/exports', by: { name: 'Tomasz Wren' } },
  ]);
  expect((await events()).at(-1)).toMatchObject({
    type: 'timeline.entry',
    payload: { entry: { id: entryId, annotations: [{}] } },
  });
});

test('what was pasted with a NUL in it is kept, not refused', async () => {
  const input = AddComment.parse({ caseId, entryId, text: 'strings of the binary: a\0b' });
  const entry = valueIn(await annotate.addComment(input, { person: mei }));
  expect(entry.annotations.map(({ value }) => value)).toContain('strings of the binary: a\uFFFDb');
});

test('two browsers edit one comment: the second save shows both versions and loses neither', async () => {
  const entry = valueIn(await annotate.addComment({ caseId, entryId, text: 'one' }, { person: mei }));
  const comment = entry.annotations.find(({ value }) => value === 'one');
  const edit = { caseId, annotationId: comment?.id ?? '', version: 1 };
  const first = valueIn(await annotate.editComment({ ...edit, text: 'one, of the left browser' }, { person: mei }));
  const second = valueIn(await annotate.editComment({ ...edit, text: 'one, of the right browser' }, { person: mei }));
  expect(first.state).toBe('saved');
  expect(second).toMatchObject({
    state: 'conflict',
    yours: 'one, of the right browser',
    theirs: { version: 2, text: 'one, of the left browser', by: 'Mei Lindqvist' },
  });
  const third = valueIn(await annotate.editComment({ ...edit, version: 2, text: 'both' }, { person: mei }));
  expect(third.state).toBe('saved');
  const kept = await db.annotation.findMany({
    where: { entryId, kind: 'comment', value: { startsWith: 'one' } },
    orderBy: { version: 'asc' },
  });
  expect(kept.map(({ value, removedAt }) => [value, removedAt !== null])).toEqual([
    ['one', true],
    ['one, of the left browser', true],
  ]);
  expect((await seen()).annotations.map(({ value }) => value)).toContain('both');
});

test('nobody changes or takes back the comment of somebody else', async () => {
  const entry = valueIn(await annotate.addComment({ caseId, entryId, text: 'mine' }, { person: mei }));
  const annotationId = entry.annotations.find(({ value }) => value === 'mine')?.id ?? '';
  const edit = { caseId, annotationId, version: 1, text: 'yours' };
  expect(await annotate.editComment(edit, { person: tomasz })).toMatchObject({ failure: { code: 'not-yours' } });
  expect(await annotate.removeComment(edit, { person: tomasz })).toMatchObject({ failure: { code: 'not-yours' } });
  valueIn(await annotate.removeComment(edit, { person: mei }));
  expect((await seen()).annotations.map(({ value }) => value)).not.toContain('mine');
  expect(await annotate.editComment(edit, { person: mei })).toMatchObject({ failure: { code: 'no-such-comment' } });
});

test('tags, star, key event and technique are set once, on several entries at once, and taken back', async () => {
  const other = await added('Unexpected egress, 3 more');
  const which = { caseId, entryIds: [entryId, other], on: true };
  const marks = [
    () => annotate.tagEntries({ ...which, tag: 'exfiltration' }, { person: mei }),
    () => annotate.starEntries(which, { person: mei }),
    () => annotate.markKeyEvents(which, { person: mei }),
    () => annotate.setTechnique({ ...which, technique: 'T1048' }, { person: mei }),
  ];
  for (const mark of marks) {
    expect(valueIn(await mark())).toEqual({ changed: 2 });
    expect(valueIn(await mark())).toEqual({ changed: 0 });
  }
  const kinds = async () => (await seen()).annotations.map(({ kind }) => kind).filter((kind) => kind !== 'comment');
  expect((await kinds()).sort()).toEqual(['keyEvent', 'star', 'tag', 'technique']);
  valueIn(await annotate.starEntries({ caseId, entryIds: [entryId], on: false }, { person: tomasz }));
  expect(await kinds()).not.toContain('star');
});

test('two stars at once are one star', async () => {
  const id = await added('starred by two');
  const which = { caseId, entryIds: [id], on: true };
  const both = await Promise.all([mei, tomasz].map((person) => annotate.starEntries(which, { person })));
  expect(both.map((one) => valueIn(one).changed).sort()).toEqual([0, 1]);
});

test('a link goes to what is in the case, and nowhere else', async () => {
  const elsewhere = await plainCase(mei.id);
  const asset = (inCase: string) =>
    db.asset.create({ data: { caseId: inCase, kind: 'address', name: '203.0.113.66' }, select: { id: true } });
  const [own, foreign] = [await asset(caseId), await asset(elsewhere.caseId)];
  const link = (id: string) =>
    annotate.linkEntries({ caseId, entryIds: [entryId], to: `asset:${id}`, on: true }, { person: mei });
  expect(valueIn(await link(own.id))).toEqual({ changed: 1 });
  expect(await link(foreign.id)).toMatchObject({ failure: { code: 'no-such-target' } });
});

test('an entry has one verdict; each change of it is an entry', async () => {
  const judge = (verdict: 'verdict:malicious' | 'verdict:benign' | null) =>
    setVerdict({ caseId, entryIds: [entryId], verdict }, { person: mei });
  valueIn(await judge('verdict:malicious'));
  valueIn(await judge('verdict:malicious'));
  valueIn(await judge('verdict:benign'));
  const verdicts = (await seen()).annotations.filter(({ value }) => value.startsWith('verdict:'));
  expect(verdicts.map(({ value }) => value)).toEqual(['verdict:benign']);
  const said = (await listTimeline(caseId)).map(({ sentence }) => sentence).filter((one) => one.startsWith('Verdict'));
  expect(said).toEqual([
    'Verdict on “Unexpected egress”: benign, before malicious',
    'Verdict on “Unexpected egress”: malicious, before none',
  ]);
});

test('an entry of another case is not touched, and nothing of the rest is', async () => {
  const elsewhere = await plainCase(mei.id);
  const foreign = await added('theirs', elsewhere.caseId);
  const which = { caseId, entryIds: [entryId, foreign], on: true };
  expect(await annotate.tagEntries({ ...which, tag: 'mixed' }, { person: mei })).toMatchObject({
    failure: { code: 'no-such-entry' },
  });
  expect((await seen()).annotations.map(({ value }) => value)).not.toContain('mixed');
});

test('a closed case is frozen: nothing is annotated, and nobody is told', async () => {
  const closed = await plainCase(mei.id);
  const id = await added('before it was closed', closed.caseId);
  await db.case.update({ where: { id: closed.caseId }, data: { closedAt: new Date() } });
  const told = await db.liveEvent.count();
  const which = { caseId: closed.caseId, entryIds: [id], on: true };
  for (const attempt of [
    annotate.addComment({ caseId: closed.caseId, entryId: id, text: 'late' }, { person: mei }),
    annotate.starEntries(which, { person: mei }),
    setVerdict({ ...which, verdict: 'verdict:benign' }, { person: mei }),
  ])
    expect(await attempt).toMatchObject({ failure: { code: 'case-closed' } });
  expect(await db.annotation.count({ where: { entryId: id } })).toBe(0);
  expect(await db.liveEvent.count()).toBe(told);
});

test('a link names an artifact or an asset by its id, nothing else', () => {
  const of = {
    caseId: '0190f1a0-0000-7000-8000-000000000000',
    entryIds: ['0190f1a0-0000-7000-8000-000000000000'],
    on: true,
  };
  const takes = (to: string) => LinkEntries.safeParse({ ...of, to }).success;
  expect(takes(`asset:${of.caseId}`)).toBe(true);
  for (const to of [`asset:${'-'.repeat(36)}`, `task:${of.caseId}`, of.caseId, `asset:${of.caseId} `])
    expect(takes(to)).toBe(false);
});
