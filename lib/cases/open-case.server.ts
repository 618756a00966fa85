import 'server-only';
import { Prisma, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import type { Phase, Severity } from './case.ts';

/** A case that may be written to. */
export interface OpenCaseRow {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  phase: Phase;
  commanderId: string;
  clusterId: string;
}

/**
 * The case, held until the transaction ends, or why nothing may be written to it: a closed case is frozen. `change`: the
 * case itself will change, so that others who change it wait; else others may add to it meanwhile, and closing waits.
 */
export async function openCaseIn(
  tx: Tx,
  caseId: string,
  { change = false }: { change?: boolean } = {},
): Promise<ActionResult<OpenCaseRow>> {
  const lock = change ? Prisma.sql`FOR UPDATE` : Prisma.sql`FOR SHARE`;
  const [row] = await tx.$queryRaw<(OpenCaseRow & { closedAt: Date | null })[]>`
    SELECT id, number, title, severity, phase, "commanderId", "clusterId", "closedAt"
    FROM "Case" WHERE id = ${caseId}::uuid ${lock}`;
  if (!row) return failed('no-such-case', 'There is no such case', 'Nothing was changed.');
  const { closedAt, ...open } = row;
  if (closedAt)
    return failed(
      'case-closed',
      'The case is closed',
      `It is frozen as it was at ${closedAt.toISOString()}. Nothing was changed.`,
      'Reopen it first.',
    );
  return succeeded(open);
}
