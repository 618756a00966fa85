import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

// The key that Prisma's own schema engine locks with, so that the two never run at once.
const LOCK = 72707369;

// As Prisma makes it: a `prisma migrate deploy` on the same database later sees our migrations as applied.
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string; // SHA-256, hex
}

/**
 * Applies what is missing of prisma/migrations, each in one transaction, one process at a time. Returns the names it
 * applied. Throws when a migration was edited after it was applied, failed earlier, or fails now (nothing of it stays).
 */
export async function migrate(databaseUrl: string, folder = migrationsFolder()): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(TABLE);
    const missing = missingOf(migrations, await appliedIn(client));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.end(); // also gives the lock back
  }
}

/** Names of the migrations in the folder, and whether the database behind `query` has all of them unchanged. */
export async function migrationsAreApplied(
  query: (sql: string) => Promise<AppliedRow[]>,
  folder = migrationsFolder(),
): Promise<boolean> {
  return missingOf(await readMigrations(folder), await query(APPLIED)).length === 0;
}

export interface AppliedRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

const APPLIED = 'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL';

async function appliedIn(client: pg.Client): Promise<AppliedRow[]> {
  return (await client.query<AppliedRow>(APPLIED)).rows;
}

function missingOf(migrations: readonly Migration[], applied: readonly AppliedRow[]): Migration[] {
  const rows = new Map(applied.map((row) => [row.migration_name, row]));
  return migrations.filter(({ name, checksum }) => {
    const row = rows.get(name);
    if (!row) return true;
    if (!row.finished_at)
      throw new Error(`Migration ${name} failed earlier. Resolve it first: prisma migrate resolve.`);
    if (row.checksum !== checksum)
      throw new Error(`Migration ${name} was edited after it was applied. Restore its file.`);
    return false;
  });
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN'); // DDL is transactional: a crash leaves neither the tables nor the row
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(/* turbopackIgnore: true */ folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(/* turbopackIgnore: true */ path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

// From where the program was started, not from this file: a bundle of the server has another place.
const migrationsFolder = () => path.join(process.cwd(), 'prisma', 'migrations');
