import 'server-only';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { config } from '../config.ts';
import { pool } from '../db/client.server.ts';
import type { Head } from './chain.server.ts';

/**
 * The furthest record that this data folder knows of, kept outside the database: a chain alone cannot tell that its
 * last records were cut off, or that all of it was written anew.
 */
const Known = z.object({ seq: z.number().int().nonnegative(), hash: z.string() });

const shared = globalThis as typeof globalThis & {
  bulkheadHead?: { latest: Head; writing: Promise<void> | null };
  bulkheadHeadSaved?: Promise<void>;
};

/** Called inside the transaction of the record; written a moment later, and only when the record is really there. */
export function noteHead(head: Head): void {
  shared.bulkheadHead ??= { latest: head, writing: null };
  const state = shared.bulkheadHead;
  if (head.seq > state.latest.seq) state.latest = head;
  state.writing ??= new Promise<void>((resolve) => setTimeout(resolve, 100))
    .then(() => {
      state.writing = null;
      return saveHead(state.latest);
    })
    .catch((error: unknown) =>
      console.error('The head of the action log could not be kept:', error instanceof Error ? error.message : error),
    );
}

/** What the data folder knows of this database's log; null: nothing yet. */
export async function knownHead(): Promise<Head | null> {
  const file = await fileOf();
  const text = await readFile(/* turbopackIgnore: true */ file, 'utf8').catch(() => null);
  if (text === null) return null;
  const known = Known.safeParse(JSON.parse(text));
  return known.success ? known.data : null;
}

/** Never moves backwards, and never to a record that is not stored. One after another, so that two cannot swap. */
export function saveHead(head: Head): Promise<void> {
  const before = shared.bulkheadHeadSaved ?? Promise.resolve();
  const saved = before.catch(() => undefined).then(() => save(head));
  shared.bulkheadHeadSaved = saved;
  return saved;
}

async function save(head: Head): Promise<void> {
  const known = await knownHead();
  if (known && known.seq >= head.seq) return;
  const { rows } = await pool().query('SELECT 1 FROM "ActionRecord" WHERE seq = $1 AND hash = $2', [
    head.seq,
    head.hash,
  ]);
  if (rows.length === 0) return;
  const file = await fileOf();
  await mkdir(/* turbopackIgnore: true */ path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(/* turbopackIgnore: true */ draft, JSON.stringify(head), { mode: 0o600 });
  await rename(/* turbopackIgnore: true */ draft, file);
}

/** One file for each database, so that pointing at another one is no alarm. */
async function fileOf(): Promise<string> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT system_identifier || '-' || (SELECT oid FROM pg_database WHERE datname = current_database()) AS name FROM pg_control_system()`,
  );
  return path.join(/* turbopackIgnore: true */ config.home, 'action-log', `head-${rows[0]?.name ?? 'unknown'}.json`);
}
