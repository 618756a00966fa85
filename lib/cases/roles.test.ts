import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { lastTold, sentences, toldSince } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { viewCase } from './read.server.ts';
import { assignRole, unassignRole } from './roles.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander', 'Ines Okafor');
const mei = await signedIn('analyst', 'Mei Lindqvist');
const by = { person: ines };
const parts = async (caseId: string) =>
  (await viewCase(db, caseId))?.members.map(({ person, role }) => `${person.name}, ${role}`);

test('a part is given once, seen by all, told to the one who has it, and taken away again', async () => {
  const { caseId, number } = await storedCase(ines.id);
  const before = await lastTold();
  const input = { caseId, personId: mei.id, role: 'analyst' as const };
  await assignRole(input, by);
  await assignRole(input, by);
  await assignRole({ ...input, role: 'scribe' }, by);
  expect(await parts(caseId)).toEqual(['Mei Lindqvist, analyst', 'Mei Lindqvist, scribe']);
  expect(await toldSince('person.told', before)).toMatchObject([
    {
      personId: mei.id,
      words: `Ines Okafor made you analyst of case ${number}, Shell in payment`,
      href: `/cases/${number}`,
    },
    { words: `Ines Okafor made you scribe of case ${number}, Shell in payment` },
  ]);
  const published = await toldSince('case.changed', before);
  expect(published.map(({ case: { members } }) => members.length)).toEqual([1, 2]);
  await unassignRole(input, by);
  await unassignRole(input, by);
  expect(await parts(caseId)).toEqual(['Mei Lindqvist, scribe']);
  expect(await sentences(caseId)).toEqual([
    'Mei Lindqvist is analyst now',
    'Mei Lindqvist is scribe now',
    'Mei Lindqvist is no longer analyst',
  ]);
});

test('who takes a part themselves is not told of it', async () => {
  const { caseId } = await storedCase(ines.id);
  const before = await lastTold();
  await assignRole({ caseId, personId: ines.id, role: 'liaison' }, by);
  expect(await toldSince('person.told', before)).toEqual([]);
});

test.each([
  ['an account that is switched off', { disabledAt: new Date() }, 'person-disabled'],
  ['a case that is closed', { closed: true }, 'case-closed'],
])('no part is given for %s', async (_, state: { disabledAt?: Date; closed?: boolean }, code) => {
  const person = await signedIn('commander', 'Tomasz Wren');
  if (state.disabledAt) await db.person.update({ where: { id: person.id }, data: { disabledAt: state.disabledAt } });
  const { caseId } = await storedCase(ines.id, { closedAt: state.closed ? new Date() : null });
  const result = await assignRole({ caseId, personId: person.id, role: 'deputy' }, by);
  expect(result).toMatchObject({ ok: false, failure: { code } });
  expect(await db.caseMember.count({ where: { caseId } })).toBe(0);
});

test('nobody who does not exist is given a part', async () => {
  const { caseId } = await storedCase(ines.id);
  expect(await assignRole({ caseId, personId: caseId, role: 'deputy' }, by)).toMatchObject({
    failure: { code: 'no-such-person' },
  });
});
