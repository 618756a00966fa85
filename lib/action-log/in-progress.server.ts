import 'server-only';
import pg from 'pg';
import { config } from '../config.ts';

// One connection of this process holds an advisory lock for each action that it has begun. PostgreSQL gives the locks
// back when the process dies, however it dies; so "in progress" needs no clock and no heartbeat.
const shared = globalThis as typeof globalThis & { bulkheadLocks?: Promise<pg.Client> };

const SPACE = 72_011; // first half of the lock's key; the second is made from the action's id

function connection(): Promise<pg.Client> {
  shared.bulkheadLocks ??= connect();
  return shared.bulkheadLocks;
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: config.databaseUrl });
  const forget = () => {
    shared.bulkheadLocks = undefined;
  };
  client.on('error', forget);
  client.on('end', forget);
  try {
    await client.connect();
  } catch (error) {
    forget();
    throw error;
  }
  return client;
}

/** Marks an action as being done by this process. */
export async function holdAction(actionId: string): Promise<void> {
  await (await connection()).query('SELECT pg_advisory_lock_shared($1, hashtext($2))', [SPACE, actionId]);
}

export async function releaseAction(actionId: string): Promise<void> {
  // A lock that cannot be given back went with its connection.
  await connection()
    .then((client) => client.query('SELECT pg_advisory_unlock_shared($1, hashtext($2))', [SPACE, actionId]))
    .catch(() => undefined);
}

/**
 * Runs `fn` unless some process is doing this action at the moment; answers whether it ran. Two settlers of one action
 * run one after another.
 */
export async function unlessInProgress(actionId: string, fn: () => Promise<void>): Promise<boolean> {
  const client = new pg.Client({ connectionString: config.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS free', [
      SPACE,
      actionId,
    ]);
    if (rows[0]?.free !== true) return false;
    await fn();
    return true;
  } finally {
    await client.end();
  }
}
