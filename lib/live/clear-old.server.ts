import 'server-only';
import { randomUUID } from 'node:crypto';
import { db } from '../db/client.server.ts';
import { holdLease } from '../db/lease.server.ts';
import { KEPT_MS } from './channel.ts';

const EVERY_MS = 15 * 60_000;

const shared = globalThis as typeof globalThis & { bulkheadClearing?: NodeJS.Timeout };

/** Every quarter of an hour one of the server processes deletes live events older than a day. A browser that was away longer asks anew. */
export function clearOldEvents(): void {
  const holder = randomUUID();
  const clear = async (): Promise<void> => {
    if (!(await holdLease('clear-live-events', holder, EVERY_MS - 10_000))) return;
    await clearBefore(new Date(Date.now() - KEPT_MS));
  };
  const attempt = (): void =>
    void clear().catch((error) =>
      console.error('Old live events were not cleared:', error instanceof Error ? error.message : error),
    );
  clearInterval(shared.bulkheadClearing);
  shared.bulkheadClearing = setInterval(attempt, EVERY_MS);
  shared.bulkheadClearing.unref();
  attempt();
}

/** Leaves the newest of the old ones: it shows that what came before it is gone. */
export async function clearBefore(time: Date): Promise<void> {
  const newest = await db.liveEvent.findFirst({
    where: { createdAt: { lt: time } },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  if (newest !== null) await db.liveEvent.deleteMany({ where: { createdAt: { lt: time }, id: { lt: newest.id } } });
}
