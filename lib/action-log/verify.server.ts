import 'server-only';
import { EMPTY, faultAfter, type Head, type StoredRecord } from './chain.server.ts';
import { knownHead, saveHead } from './head.server.ts';
import { storedRecords } from './read.server.ts';

/** What a verification found. `broken` names the first record that is not as it was written. */
export interface ChainReport {
  readonly verifiedUpTo: number; // seq; 0: an empty log
  readonly verifiedAt: string;
  readonly headHash: string;
  readonly broken: { readonly seq: number; readonly why: string } | null;
}

/**
 * Reads every record and checks that each is what was hashed, follows the one before, and that none is missing at the
 * end: the furthest record that the data folder knows of must still be there. Memory stays bounded.
 */
export async function verifyChain(): Promise<ChainReport> {
  const report = await verifyRecords(storedRecords(), EMPTY, await knownHead());
  if (!report.broken) await saveHead({ seq: report.verifiedUpTo, hash: report.headHash });
  remember(report);
  return report;
}

const shared = globalThis as typeof globalThis & { bulkheadVerified?: ChainReport };

/** Checks what came since the last verification of this process; all of it the first time, or after a break. */
export async function verifyNewRecords(): Promise<ChainReport> {
  const last = shared.bulkheadVerified;
  if (!last || last.broken) return verifyChain();
  const head = { seq: last.verifiedUpTo, hash: last.headHash };
  const report = await verifyRecords(storedRecords(head.seq), head, await knownHead());
  remember(report);
  return report;
}

const remember = (report: ChainReport) => {
  shared.bulkheadVerified = report;
};

/** The check itself, over any rows in order of seq that follow `from`. */
export async function verifyRecords(
  records: AsyncIterable<StoredRecord> | Iterable<StoredRecord>,
  from: Head,
  known: Head | null,
): Promise<ChainReport> {
  let head = from;
  const report = (broken: ChainReport['broken']): ChainReport => ({
    verifiedUpTo: head.seq,
    verifiedAt: new Date().toISOString(),
    headHash: head.hash,
    broken,
  });
  for await (const record of records) {
    const why = faultAfter(head, record);
    if (why) return report({ seq: Math.min(head.seq + 1, Number(record.seq)), why });
    head = { seq: Number(record.seq), hash: record.hash };
    if (known?.seq === head.seq && known.hash !== head.hash) {
      return report({ seq: head.seq, why: 'the log was written anew: this data folder knows another hash for it' });
    }
  }
  if (known && known.seq > head.seq) {
    return report({
      seq: head.seq + 1,
      why: `the log ends at ${head.seq}, but records up to ${known.seq} were written: its end was cut off`,
    });
  }
  return report(null);
}
