import 'server-only';
import pg from 'pg';
import { config } from '../config.ts';

// One connection of this process holds an advisory lock for each action that it has begun. PostgreSQL gives the locks
// back when the process dies, however it dies; so "in progress" needs no clock and no heartbeat.
const shared = globalThis as typeof globalThis & {
  bulkheadLocks?: Promise<pg.Client>;
  bulkheadLockTurn?: Promise<void>;
};

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

/** Marks an action as being done by this process. When a settler has it at the moment, the action is an old one: no lock is needed. */
export const holdAction = (actionId: string): Promise<void> =>
  inTurn('SELECT pg_try_advisory_lock_shared($1, hashtext($2))', actionId);

/** A lock that cannot be given back went with its connection. */
export const releaseAction = (actionId: string): Promise<void> =>
  inTurn('SELECT pg_advisory_unlock_shared($1, hashtext($2))', actionId).catch(() => undefined);

/** The connection takes one query after another. */
function inTurn(sql: string, actionId: string): Promise<void> {
  const turn = (shared.bulkheadLockTurn ?? Promise.resolve()).then(async () => {
    await (await connection()).query(sql, [SPACE, actionId]);
  });
  shared.bulkheadLockTurn = turn.catch(() => undefined);
  return turn;
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
