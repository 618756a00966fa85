import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { TEMPLATE, urlOn } from './postgres-server.ts';

/**
 * A new PostgreSQL database with all migrations, for this test file alone. From now on `db` (lib/db/client.server.ts)
 * means this one. Call it once, at the top of the file: `const database = await testDatabase();`
 */
export async function testDatabase(): Promise<{ url: string; query: pg.Client['query']; close: () => Promise<void> }> {
  const socketFolder = inject('postgresSocketFolder');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: urlOn(socketFolder, 'postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  await admin.end();
  const url = urlOn(socketFolder, name);
  process.env.DATABASE_URL = url;
  // A superuser's connection past Prisma: for tests that tamper, or look at what is really stored.
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return { url, query: client.query.bind(client), close: () => client.end() };
}

/** A database without any table, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<string> {
  const socketFolder = inject('postgresSocketFolder');
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: urlOn(socketFolder, 'postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  await admin.end();
  return urlOn(socketFolder, name);
}
