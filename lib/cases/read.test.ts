import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { COUNT_MAX } from './case.ts';
import { caseIdOf, viewCase, viewCaseByNumber } from './read.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander');
const fill = (caseId: string, count: number) =>
  database.query(
    `INSERT INTO "TimelineEntry" (id, "caseId", "occurredAt", "sortAt", source, "occurredFrom", sentence)
     SELECT gen_random_uuid(), $1, now(), now(), 'audit', 'ours', 'get pods' FROM generate_series(1, $2::int)`,
    [caseId, count],
  );
const counted = async (caseId: string) => (await viewCase(db, caseId))?.counts.timeline;

test('entries are counted exactly, up to where "more than that" is said instead', async () => {
  const { caseId } = await storedCase(ines.id);
  await fill(caseId, 17);
  expect(await counted(caseId)).toBe(17);
  await fill(caseId, COUNT_MAX - 17);
  expect(await counted(caseId)).toBe(COUNT_MAX);
  await fill(caseId, 500);
  expect(await counted(caseId)).toBe(COUNT_MAX + 1);
});

test('a case is found by its number; one that nobody has is not there', async () => {
  const { caseId, number } = await storedCase(ines.id);
  expect(await caseIdOf(number)).toBe(caseId);
  expect((await viewCaseByNumber(number))?.id).toBe(caseId);
  expect(await viewCaseByNumber(2_000_000_000)).toBeNull();
});

test('who commands and no longer has an account is still somebody', async () => {
  const { caseId } = await storedCase('01990000-0000-7000-8000-000000000000');
  expect((await viewCase(db, caseId))?.commander.name).toBe('unknown');
});
