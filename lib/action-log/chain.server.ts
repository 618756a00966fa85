import 'server-only';
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import { RecordBody } from './record.ts';

/** prevHash of the first record. */
export const GENESIS = '0'.repeat(64);

/** A row as it is stored. `body` is the text that was hashed; the other columns repeat it for searching. */
export interface StoredRecord {
  readonly seq: bigint;
  readonly kind: string;
  readonly actionId: string;
  readonly recordedAt: Date;
  readonly personId: string | null;
  readonly clusterId: string | null;
  readonly caseId: string | null;
  readonly body: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** Where a chain was at some time. */
export interface Head {
  readonly seq: number; // 0: empty
  readonly hash: string;
}

export const EMPTY: Head = { seq: 0, hash: GENESIS };

/** SHA-256 over the canonical body (UTF-8), lower-case hex. The body holds prevHash, which makes it a chain. */
export const hashOf = (body: string): string => createHash('sha256').update(body, 'utf8').digest('hex');

export const seal = (body: RecordBody): { text: string; hash: string } => {
  const text = canonicalJson(body);
  return { text, hash: hashOf(text) };
};

/** Why `record` does not follow `head`, in words; null when it does. */
export function faultAfter(head: Head, record: StoredRecord): string | null {
  if (record.seq !== BigInt(head.seq + 1))
    return `record ${head.seq + 1} is missing; ${record.seq} follows ${head.seq}`;
  if (hashOf(record.body) !== record.hash) return 'its body is not what was hashed';
  const body = parse(record.body);
  if (body === null) return 'its body is not a record in canonical JSON';
  if (body.seq !== Number(record.seq)) return `its body says that it is record ${body.seq}`;
  if (body.prevHash !== head.hash || record.prevHash !== head.hash) return 'it does not continue the record before it';
  const column = COLUMNS.find(([, ofRow, ofBody]) => ofRow(record) !== ofBody(body));
  return column ? `its column ${column[0]} differs from what was hashed` : null;
}

const COLUMNS: readonly [string, (row: StoredRecord) => string | null, (body: RecordBody) => string | null][] = [
  ['kind', (row) => row.kind, (body) => body.kind],
  ['actionId', (row) => row.actionId, (body) => body.actionId],
  ['recordedAt', (row) => row.recordedAt.toISOString(), (body) => body.recordedAt],
  ['personId', (row) => row.personId, (body) => body.person?.id ?? null],
  ['clusterId', (row) => row.clusterId, (body) => body.clusterId],
  ['caseId', (row) => row.caseId, (body) => body.caseId],
];

function parse(text: string): RecordBody | null {
  try {
    const value: unknown = JSON.parse(text);
    const body = RecordBody.safeParse(value);
    return body.success && canonicalJson(value) === text ? body.data : null;
  } catch {
    return null;
  }
}
