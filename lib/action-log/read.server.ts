import 'server-only';
import { db, Prisma, pool } from '../db/client.server.ts';
import type { StoredRecord } from './chain.server.ts';
import { type ActionRecordView, RecordBody } from './record.ts';

export interface RecordFilter {
  readonly caseId?: string;
  readonly personId?: string;
  readonly outcome?: RecordBody['outcome'];
  /** in any part of the record, whatever the case of its letters */
  readonly text?: string;
  /** only records with a smaller seq: the next page */
  readonly before?: number;
  readonly limit?: number; // 100 at most 500
}

/** Latest first. */
export async function listRecords(filter: RecordFilter = {}): Promise<ActionRecordView[]> {
  const conditions = [
    filter.caseId && Prisma.sql`"caseId" = ${filter.caseId}::uuid`,
    filter.personId && Prisma.sql`"personId" = ${filter.personId}::uuid`,
    // In canonical JSON a quote inside a string is escaped, so this text is the member itself.
    filter.outcome && Prisma.sql`body LIKE ${`%"outcome":"${filter.outcome}"%`}`,
    filter.text && Prisma.sql`body ILIKE ${`%${likeLiteral(asInJson(filter.text))}%`}`,
    filter.before && Prisma.sql`seq < ${BigInt(filter.before)}`,
  ].filter((each): each is Prisma.Sql => typeof each === 'object');
  const where = conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}` : Prisma.empty;
  const limit = Math.min(500, Math.max(1, filter.limit ?? 100));
  const rows = await db.$queryRaw<
    StoredRecord[]
  >`SELECT * FROM "ActionRecord" ${where} ORDER BY seq DESC LIMIT ${limit}`;
  return rows.map(viewOf);
}

const likeLiteral = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');
const asInJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** Every record in order, one JSON object a line, from seq `after`+1 on. Memory stays bounded, whatever the length. */
export async function* exportJsonl(after = 0): AsyncGenerator<string> {
  for await (const record of storedRecords(after)) {
    // The body is passed on byte for byte, so that whoever has the file can compute the hashes anew.
    yield `{"body":${record.body},"hash":"${record.hash}"}\n`;
  }
}

const BATCH = 2000;

/** Rows in order of seq. The log only grows, so reading by key needs neither a cursor nor a long transaction. */
export async function* storedRecords(after = 0): AsyncGenerator<StoredRecord> {
  for (let last = BigInt(after); ; ) {
    const { rows } = await pool().query<Omit<StoredRecord, 'seq'> & { seq: string }>(
      'SELECT * FROM "ActionRecord" WHERE seq > $1 ORDER BY seq LIMIT $2',
      [last, BATCH],
    );
    for (const row of rows) yield { ...row, seq: BigInt(row.seq) }; // pg gives bigint as text
    if (rows.length < BATCH) return;
    last = BigInt(rows[rows.length - 1]?.seq ?? last);
  }
}

/** A record that was tampered with until it cannot be read is shown as just that. */
function viewOf(row: StoredRecord): ActionRecordView {
  const body = RecordBody.safeParse(jsonOrNull(row.body));
  if (body.success) return { ...body.data, hash: row.hash };
  return {
    seq: Number(row.seq),
    kind: 'note',
    actionId: row.actionId,
    recordedAt: row.recordedAt.toISOString(),
    person: null,
    clusterId: row.clusterId,
    caseId: row.caseId,
    words: 'This record cannot be read: it was changed outside Bulkhead.',
    request: null,
    outcome: null,
    answer: null,
    prevHash: row.prevHash,
    hash: row.hash,
  };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
