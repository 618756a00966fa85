import 'server-only';
import type { Tx } from '../db/client.server.ts';
import { publish } from '../live/publish.server.ts';
import { CaseSummary } from './case.ts';
import { viewCase } from './read.server.ts';

/**
 * Tells every browser how the case is now, in the transaction that changed it. Call it last: one transaction after another
 * passes here, so that a view that is told later is never an older one.
 */
export async function publishCase(tx: Tx, caseId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`case ${caseId}`}, 0))`;
  const view = await viewCase(tx, caseId);
  if (!view) return;
  await publish(tx, `case:${caseId}`, { type: 'case.changed', case: view });
  await publish(tx, `case:${caseId}`, { type: 'checklist.changed', caseId });
  await publish(tx, 'app', { type: 'case.listed', case: CaseSummary.parse(view) });
}
