import 'server-only';
import { inTransaction, Prisma, type Tx } from '../db/client.server.ts';
import { type ActionResult, type Failure, failed, succeeded } from '../failure.ts';
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
  // NO KEY: what Bulkhead itself adds meanwhile (an outcome on the timeline) refers to the row and does not wait
  const lock = change ? Prisma.sql`FOR NO KEY UPDATE` : Prisma.sql`FOR SHARE`;
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

class Refused extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.title);
    this.failure = failure;
  }
}

/** Runs `fn` in one transaction. When it answers with a failure, all that it wrote is undone. */
export async function inTransactionOrNot<T>(fn: (tx: Tx) => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await inTransaction(async (tx) => {
      const result = await fn(tx);
      if (!result.ok) throw new Refused(result.failure);
      return result;
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, failure: error.failure };
    throw error;
  }
}

/** The same with the case held open, or why nothing may be written to it. */
export const inOpenCase = <T>(
  caseId: string,
  options: { change?: boolean },
  fn: (tx: Tx, row: OpenCaseRow) => Promise<ActionResult<T>>,
): Promise<ActionResult<T>> =>
  inTransactionOrNot(async (tx) => {
    const open = await openCaseIn(tx, caseId, options);
    return open.ok ? fn(tx, open.value) : open;
  });
