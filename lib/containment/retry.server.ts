import 'server-only';
import { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { actionsEnabled } from '../cluster/clusters.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { retryArtifact } from '../evidence/capture.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { readGateFacts } from './gate-facts.server.ts';
import { gateOf, passes } from './gates.ts';
import { publishContainment } from './view.server.ts';

export const RetryInput = z.object({
  caseId: z.uuid(),
  artifactId: z.uuid(),
  /** all lines of a log instead of the last 10,000 */
  unbounded: z.boolean().default(false),
});

/** Runs one collector again for one container; the new artifact stands beside the old one. */
export async function retryCollector(
  { caseId, artifactId, unbounded }: z.infer<typeof RetryInput>,
  { person }: { person: SignedIn },
): Promise<ActionResult<{ artifactId: string }>> {
  const row = await db.artifact.findFirst({
    where: { id: artifactId, caseId },
    select: { suspectId: true, case: { select: { clusterId: true, closedAt: true } } },
  });
  if (row?.case.closedAt)
    return failed('case-closed', 'The case is closed', 'Nothing was collected.', 'Reopen it first.');
  if (row && !(await actionsEnabled(row.case.clusterId)))
    return failed(
      'read-only',
      'Actions are off for this cluster',
      'Nothing was collected.',
      'A commander turns them on in the settings.',
    );
  if (row) {
    const gate = gateOf('capture', await readGateFacts(db, row.suspectId));
    if (!passes(gate)) return failed('gate-closed', 'The gate is closed', `${gate.words}. Nothing was collected.`);
  }
  const retry = await retryArtifact(artifactId, caseId, person, unbounded, (suspectId) =>
    inTransaction((tx) => publishContainment(tx, caseId, suspectId)),
  );
  if (!retry.ok) return retry;
  const { artifactId: id, ended } = retry.value;
  ended.catch((error: unknown) => console.error(`Collecting artifact ${id} broke off:`, error));
  return succeeded({ artifactId: id });
}
