import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { ownDrafts, SaveDraft, saveDraft, whoTypes } from './drafts.server.ts';

const database = await testDatabase();
afterAll(() => database.close());
const mei = await signedIn('analyst', 'Mei Lindqvist');
const tomasz = await signedIn('analyst', 'Tomasz Wren');
const { caseId } = await storedCase(mei.id);
const draft = (text: string, place = 'note') => ({ caseId, place, text, baseVersion: null });

test('a draft is kept for who typed it; the others learn that somebody types, and not what', async () => {
  await saveDraft(draft('the exfiltrated file is'), { person: mei });
  await saveDraft(draft('the exfiltrated file is large'), { person: mei });
  expect((await ownDrafts(caseId, mei.id)).map(({ text }) => text)).toEqual(['the exfiltrated file is large']);
  expect(await ownDrafts(caseId, tomasz.id)).toEqual([]);
  expect((await whoTypes(caseId)).map(({ person, place }) => [person.name, place])).toEqual([
    ['Mei Lindqvist', 'note'],
  ]);
  const told = await db.liveEvent.findMany({ where: { type: 'typing.changed' } });
  expect(told).toHaveLength(2);
  expect(JSON.stringify(told.map(({ payload }) => payload))).not.toContain('exfiltrated');
});

test('an empty text ends the draft, a pause of some seconds ends the typing', async () => {
  await saveDraft(draft('x', 'comment:abc'), { person: tomasz });
  await saveDraft(draft('', 'comment:abc'), { person: tomasz });
  expect(await ownDrafts(caseId, tomasz.id)).toEqual([]);
  await db.draft.updateMany({ data: { updatedAt: new Date(Date.now() - 20_000) } });
  expect(await whoTypes(caseId)).toEqual([]);
  expect(await ownDrafts(caseId, mei.id)).toHaveLength(1);
});

test('a text with a character that no database holds is kept without it; an impossible version is refused', async () => {
  const pasted = SaveDraft.parse(draft('a\0b \ud800', 'task'));
  await saveDraft(pasted, { person: mei });
  expect((await ownDrafts(caseId, mei.id)).find(({ place }) => place === 'task')?.text).toBe('a\ufffdb \ufffd');
  expect(SaveDraft.safeParse({ ...draft('x'), baseVersion: 2 ** 40 }).success).toBe(false);
});

test('a case that is closed meanwhile still keeps the text; one that never was does not', async () => {
  await db.case.update({ where: { id: caseId }, data: { closedAt: new Date() } });
  expect((await saveDraft(draft('too late'), { person: mei })).ok).toBe(true);
  expect(await saveDraft({ ...draft('x'), caseId: randomUUID() }, { person: mei })).toMatchObject({
    failure: { code: 'no-such-case' },
  });
});
