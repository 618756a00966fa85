import 'server-only';
import type { Prisma, Tx } from '../db/client.server.ts';
import { LIVE_CHANNEL } from './channel.ts';
import type { LiveEvent } from './events.ts';

export { livePosition, openStream, publishToThisProcess } from './hub.server.ts';

/**
 * Tells every browser on every server process, once the transaction commits. Publish after the change itself, while its row is
 * still locked: events about one thing then have the order of its changes.
 */
export async function publish(tx: Tx, topic: string, event: LiveEvent): Promise<void> {
  // LiveEvent is plain JSON by its schema; Prisma's type for that is wider in one place and narrower in another
  const payload = event as unknown as Prisma.InputJsonObject;
  const { id } = await tx.liveEvent.create({ data: { topic, type: event.type, payload }, select: { id: true } });
  await tx.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${id.toString()})`;
}
