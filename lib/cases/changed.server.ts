import 'server-only';
import type { Tx } from '../db/client.server.ts';
import { publish } from '../live/publish.server.ts';
import { CaseSummary } from './case.ts';
import { viewCase } from './read.server.ts';

/** Tells every browser how the case is now, in the transaction that changed it. */
export async function publishCase(tx: Tx, caseId: string): Promise<void> {
  const view = await viewCase(tx, caseId);
  if (!view) return;
  await publish(tx, `case:${caseId}`, { type: 'case.changed', case: view });
  await publish(tx, 'app', { type: 'case.listed', case: CaseSummary.parse(view) });
  await publish(tx, `case:${caseId}`, { type: 'checklist.changed', caseId }); // what ticks itself may have changed
}
