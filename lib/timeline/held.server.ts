import 'server-only';
import { openCaseIn } from '../cases/open-case.server.ts';
import { inTransaction, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed } from '../failure.ts';

/** An entry whose row is locked until the transaction ends. */
export interface HeldEntry {
  id: string;
  source: string;
  emitter: string;
  sentence: string;
  occurredAt: Date;
  recordedAt: Date;
  version: number;
  personId: string | null;
  groupId: string | null;
  hiddenAt: Date | null;
}

export const noSuchEntry = failed('no-such-entry', 'There is no such entry in this case', 'Nothing was changed.');

/**
 * Changes entries of an open case in one transaction: the case is held open, the entries are locked in the order of their ids.
 * A closed case, or an id that is not of this case, is refused before `change` is called.
 */
export function changeEntries<T>(
  caseId: string,
  entryIds: readonly string[],
  change: (tx: Tx, entries: [HeldEntry, ...HeldEntry[]]) => Promise<ActionResult<T>>,
  timeoutMs?: number,
): Promise<ActionResult<T>> {
  return inTransaction(
    async (tx) => {
      const open = await openCaseIn(tx, caseId);
      if (!open.ok) return open;
      const ids = [...new Set(entryIds)];
      const [first, ...rest] = await tx.$queryRaw<HeldEntry[]>`
        SELECT id, source, emitter, sentence, "occurredAt", "recordedAt", version, "personId", "groupId", "hiddenAt"
        FROM "TimelineEntry" WHERE "caseId" = ${caseId}::uuid AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
      if (!first || rest.length + 1 !== ids.length) return noSuchEntry;
      return change(tx, [first, ...rest]);
    },
    timeoutMs === undefined ? {} : { timeoutMs },
  );
}
