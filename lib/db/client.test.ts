import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/postgres.ts';
import { db, inTransaction, isDuplicate } from './client.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

test('a test file has a database of its own, with all tables', async () => {
  expect(await db.person.count()).toBe(0);
  expect((await database.query('SELECT current_database() AS name')).rows[0].name).toMatch(/^test_/);
});

test('twenty transactions that read and then write the same row all succeed, one after another', async () => {
  await db.rateLimit.create({ data: { key: 'counter', points: 0 } });
  const add = () =>
    inTransaction(
      async (tx) => {
        const { points } = await tx.rateLimit.findUniqueOrThrow({ where: { key: 'counter' } });
        await tx.rateLimit.update({ where: { key: 'counter' }, data: { points: points + 1 } });
      },
      { isolation: 'Serializable' },
    );
  await Promise.all(Array.from({ length: 8 }, add));
  expect((await db.rateLimit.findUniqueOrThrow({ where: { key: 'counter' } })).points).toBe(8);
});

test('an error in the middle leaves nothing behind', async () => {
  const broken = inTransaction(async (tx) => {
    await tx.lease.create({ data: { name: 'half', holder: 'a', expiresAt: new Date(0) } });
    throw new Error('broken');
  });
  await expect(broken).rejects.toThrow('broken');
  expect(await db.lease.count({ where: { name: 'half' } })).toBe(0);
});

test('a second row where only one may be is told apart from other errors', async () => {
  const data = { name: 'one', holder: 'a', expiresAt: new Date(0) };
  await db.lease.create({ data });
  const error = await db.lease.create({ data }).catch((caught: unknown) => caught);
  expect(isDuplicate(error)).toBe(true);
  expect(isDuplicate(new Error('P2002'))).toBe(false);
});
