import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { emptyDatabase } from '../testing/postgres.ts';
import { migrate } from './migrate.ts';

const folder = (more: Record<string, string> = {}) => {
  const copy = mkdtempSync(path.join(tmpdir(), 'bh-migrations-'));
  cpSync('prisma/migrations', copy, { recursive: true });
  for (const [name, sql] of Object.entries(more)) {
    mkdirSync(path.join(copy, name), { recursive: true });
    writeFileSync(path.join(copy, name, 'migration.sql'), sql);
  }
  return copy;
};

async function ask(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test('three processes at once apply each migration once; a second start applies none', async () => {
  const url = await emptyDatabase();
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(applied.flat().sort()).toEqual([...new Set(applied.flat())].sort());
  expect(applied.flat().length).toBeGreaterThanOrEqual(2);
  expect(await migrate(url)).toEqual([]);
  const rows = await ask(
    url,
    'SELECT * FROM _prisma_migrations WHERE finished_at IS NOT NULL AND applied_steps_count = 1',
  );
  expect(rows).toHaveLength(applied.flat().length);
});

test('a migration that fails leaves nothing behind and is named; put right, it is applied', async () => {
  const url = await emptyDatabase();
  const name = '29990101000000_broken';
  const broken = folder({ [name]: 'CREATE TABLE half (a int); SELECT no_such_column;' });
  await expect(migrate(url, broken)).rejects.toThrow(new RegExp(`${name}.*no_such_column`));
  expect(await ask(url, `SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  writeFileSync(path.join(broken, name, 'migration.sql'), 'CREATE TABLE half (a int);');
  expect(await migrate(url, broken)).toEqual([name]);
});

test('a migration edited after it was applied stops the start', async () => {
  const url = await emptyDatabase();
  const copy = folder({ '29990101000000_more': 'CREATE TABLE more (a int);' });
  await migrate(url, copy);
  writeFileSync(path.join(copy, '29990101000000_more', 'migration.sql'), 'CREATE TABLE more (a bigint);');
  await expect(migrate(url, copy)).rejects.toThrow(/29990101000000_more was edited after it was applied/);
});
