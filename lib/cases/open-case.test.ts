import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { failed, succeeded } from '../failure.ts';
import { testDatabase } from '../testing/postgres.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { inOpenCase, openCaseIn } from './open-case.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander');
const task = (caseId: string) => ({ data: { caseId, title: 'x', createdById: ines.id } });

test('what was written before a refusal is not there', async () => {
  const { caseId } = await storedCase(ines.id);
  const result = await inOpenCase(caseId, {}, async (tx) => {
    await tx.task.create(task(caseId));
    return failed('refused', 'Refused after all');
  });
  expect(result).toMatchObject({ ok: false, failure: { code: 'refused' } });
  expect(await db.task.count({ where: { caseId } })).toBe(0);
  await inOpenCase(caseId, {}, async (tx) => succeeded(await tx.task.create(task(caseId))));
  expect(await db.task.count({ where: { caseId } })).toBe(1);
});

test('a fault is thrown, and what was written before it is not there', async () => {
  const { caseId } = await storedCase(ines.id);
  const broken = inOpenCase(caseId, {}, async (tx) => {
    await tx.task.create(task(caseId));
    throw new Error('a bug');
  });
  await expect(broken).rejects.toThrow('a bug');
  expect(await db.task.count({ where: { caseId } })).toBe(0);
});

test.each([
  ['closed', { closedAt: new Date() }, 'case-closed'],
  ['not there', null, 'no-such-case'],
])('a case that is %s is not written to', async (_, over, code) => {
  const caseId = over ? (await storedCase(ines.id, over)).caseId : ines.id;
  expect(await inOpenCase(caseId, {}, async () => succeeded('written'))).toMatchObject({ failure: { code } });
});

test('an outcome can be put on the timeline while somebody changes the case', async () => {
  const { caseId } = await storedCase(ines.id);
  await db.$transaction(async (tx) => {
    await openCaseIn(tx, caseId, { change: true });
    // another connection; would wait for ever if the row were held against those that only refer to it
    await database.query("SET statement_timeout = '2s'");
    await database.query(
      `INSERT INTO "TimelineEntry" (id, "caseId", "occurredAt", "sortAt", source, "occurredFrom", sentence)
       VALUES (gen_random_uuid(), $1, now(), now(), 'action', 'ours', 'sent')`,
      [caseId],
    );
  });
  expect(await db.timelineEntry.count({ where: { caseId } })).toBe(1);
});

test('several may add to a case at once, and closing waits for them', async () => {
  const { caseId } = await storedCase(ines.id);
  const lock = (how: string) => database.query(`SELECT id FROM "Case" WHERE id = $1 ${how} NOWAIT`, [caseId]);
  await inOpenCase(caseId, {}, async () => {
    expect((await lock('FOR SHARE')).rows).toHaveLength(1);
    await expect(lock('FOR NO KEY UPDATE')).rejects.toThrow('could not obtain lock');
    return succeeded(null);
  });
  expect((await lock('FOR NO KEY UPDATE')).rows).toHaveLength(1);
});
