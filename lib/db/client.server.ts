import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { config } from '../config.ts';
import { Prisma, PrismaClient } from './generated/client.ts';

export { Prisma };

/** A client inside one transaction. */
export type Tx = Prisma.TransactionClient;

// Pages, routes and instrumentation have module instances of their own; globalThis is one for the process.
const shared = globalThis as typeof globalThis & { bulkheadPool?: pg.Pool; bulkheadDb?: PrismaClient };

/** The connections under `db`, for what Prisma cannot say: cursors, LISTEN, a lock held by one connection. */
export function pool(): pg.Pool {
  if (!shared.bulkheadPool) {
    shared.bulkheadPool = new pg.Pool({ connectionString: config.databaseUrl, max: 20 });
    // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
    shared.bulkheadPool.on('error', (error) => console.error('An idle database connection broke:', error.message));
  }
  return shared.bulkheadPool;
}

const connected = (): PrismaClient => {
  shared.bulkheadDb ??= new PrismaClient({ adapter: new PrismaPg(pool()) });
  return shared.bulkheadDb;
};

/** The database, one pool per process. It connects at its first use, not when this file is imported. */
export const db: PrismaClient = new Proxy(Object.create(null), {
  get: (_, name) => Reflect.get(connected(), name),
});

const ATTEMPTS = 8;

/**
 * Runs `fn` in one transaction and again from the beginning when PostgreSQL undid it because of another one (P2034):
 * `fn` may run several times, so it does nothing but database work.
 */
export async function inTransaction<T>(
  fn: (tx: Tx) => Promise<T>,
  options: { isolation?: Prisma.TransactionIsolationLevel; timeoutMs?: number } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction(fn, {
        isolationLevel: options.isolation,
        timeout: options.timeoutMs ?? 15_000,
        maxWait: 15_000,
      });
    } catch (error) {
      if (attempt >= ATTEMPTS || !isConflict(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** attempt * 5)); // so that two do not meet again
    }
  }
}

const isConflict = (error: unknown): boolean => hasCode(error, 'P2034');

/** Whether the database refused a second row where only one may be (P2002). */
export const isDuplicate = (error: unknown): boolean => hasCode(error, 'P2002');

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === code;

/** Whether the database gave a statement up because of its statement_timeout (57014). */
export const tookTooLong = (error: unknown): boolean =>
  hasCode(error, 'P2010') && JSON.stringify((error as { meta?: unknown }).meta ?? null).includes('57014');
