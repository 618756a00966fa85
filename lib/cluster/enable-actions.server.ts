import 'server-only';
import { z } from 'zod';
import { recordNote } from '../action-log/log.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publishToThisProcess } from '../live/hub.server.ts';
import { clusterById, statusOf } from './clusters.server.ts';
import type { ClusterStatus } from './status.ts';

export const ActionsEnabledInput = z.object({ clusterId: z.string().max(64), enabled: z.boolean() });

/** Lets Bulkhead change a cluster, or not any more. Each turn is a note in the action log, in the same transaction. */
export async function setActionsEnabled(
  { clusterId, enabled }: z.infer<typeof ActionsEnabledInput>,
  { person }: { person: SignedIn },
): Promise<ActionResult<ClusterStatus>> {
  const cluster = clusterById(clusterId);
  const known = await db.cluster.findUnique({ where: { id: clusterId } });
  if (cluster === null || known === null)
    return failed(
      'no-such-cluster',
      'This cluster is not connected',
      'Nothing was changed.',
      'Wait until its status says live.',
    );
  await inTransaction(async (tx) => {
    const { count } = await tx.cluster.updateMany({
      where: { id: clusterId, actionsEnabled: !enabled },
      data: { actionsEnabled: enabled },
    });
    if (count === 0) return; // somebody was quicker: one turn, one note
    const words = `Turn actions ${enabled ? 'on' : 'off'} for cluster ${known.name}`;
    await recordNote(
      { person: { id: person.id, name: person.name, role: person.role }, clusterId, caseId: null, words },
      { enabled },
      tx,
    );
  });
  const status = await statusOf(cluster);
  publishToThisProcess({ type: 'cluster.status', clusterId, status });
  return succeeded(status);
}
