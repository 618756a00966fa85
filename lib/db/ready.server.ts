import 'server-only';
import { pool } from './client.server.ts';
import { type AppliedRow, migrationsAreApplied } from './migrate.ts';

/** Whether the database answers, and whether it has every migration of this version. Never throws. */
export async function databaseReady(): Promise<{ database: boolean; migrations: boolean }> {
  try {
    await pool().query('SELECT 1');
  } catch {
    return { database: false, migrations: false };
  }
  const query = async (sql: string) => (await pool().query<AppliedRow>(sql)).rows;
  return { database: true, migrations: await migrationsAreApplied(query).catch(() => false) };
}
