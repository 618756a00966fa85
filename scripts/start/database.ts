import { migrate } from '../../lib/db/migrate.ts';
import { say } from '../bootstrap/say.mjs';
import { startPostgres } from './postgres.ts';
import type { Processes } from './processes.ts';

/** The database of DATABASE_URL, or the embedded one; with all migrations applied. Answers its URL. */
export async function startDatabase(processes: Processes, home: string): Promise<string> {
  const given = process.env.DATABASE_URL;
  const url = given || (await startPostgres(processes, home));
  process.env.DATABASE_URL = url;
  try {
    const applied = await migrate(url);
    if (applied.length > 0) say(`database: applied ${applied.length} migrations`);
  } catch (error) {
    const words = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(
      given ? `DATABASE_URL: the database does not answer or cannot be migrated: ${words}` : `database: ${words}`,
    );
  }
  return url;
}
