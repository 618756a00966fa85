import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { seen, sweepPresence, whoIsIn } from './presence.server.ts';

const database = await testDatabase();
afterAll(() => database.close());
const mei = await signedIn('analyst', 'Mei Lindqvist');
const ines = await signedIn('commander', 'Ines Okafor');
const told = () => db.liveEvent.count({ where: { type: 'presence.changed' } });
const names = async (caseId: string) => (await whoIsIn(caseId)).map(({ person, screen }) => `${person.name} ${screen}`);

test('who looks at a case is in its room; moving and leaving are told, being still there is not', async () => {
  const { caseId } = await storedCase(ines.id);
  await seen({ caseId, screen: 'room' }, { person: ines });
  await seen({ caseId, screen: 'timeline' }, { person: mei });
  expect(await names(caseId)).toEqual(['Ines Okafor room', 'Mei Lindqvist timeline']);
  const before = await told();
  await seen({ caseId, screen: 'timeline' }, { person: mei });
  expect(await told()).toBe(before);
  await seen({ caseId, screen: null }, { person: mei });
  expect(await told()).toBe(before + 1);
  expect(await names(caseId)).toEqual(['Ines Okafor room']);
});

test('one person with two browsers stands once, where they looked last', async () => {
  const { caseId } = await storedCase(ines.id);
  await seen({ caseId, screen: 'room' }, { person: mei });
  await seen({ caseId, screen: 'evidence' }, { person: { ...mei, sessionId: randomUUID() } });
  expect(await names(caseId)).toEqual(['Mei Lindqvist evidence']);
});

test('who is not heard of for a minute is taken out, and the others are told once', async () => {
  const { caseId } = await storedCase(ines.id);
  await seen({ caseId, screen: 'room' }, { person: mei });
  await db.presence.updateMany({ where: { caseId }, data: { seenAt: new Date(Date.now() - 61_000) } });
  expect(await names(caseId)).toEqual([]);
  const before = await told();
  await Promise.all([sweepPresence(), sweepPresence()]);
  expect(await told()).toBe(before + 1);
  expect(await db.presence.count({ where: { caseId } })).toBe(0);
});

test('a case that never was has no room', async () => {
  expect(await seen({ caseId: randomUUID(), screen: 'room' }, { person: mei })).toMatchObject({ ok: false });
});
