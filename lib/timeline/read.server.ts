import 'server-only';
import { z } from 'zod';
import { db, type Prisma, type Tx } from '../db/client.server.ts';
import type { TimelineEntry } from './entry.ts';

type Row = Prisma.TimelineEntryGetPayload<object>;
const Detail = z.record(z.string(), z.unknown()).catch({});
const Source = z.enum(['action', 'kubernetes', 'phase', 'person', 'case']);

const view = (row: Row, by: string | null): TimelineEntry => ({
  id: row.id,
  caseId: row.caseId,
  occurredAt: row.occurredAt.toISOString(),
  recordedAt: row.recordedAt.toISOString(),
  source: Source.parse(row.source),
  occurredFrom: row.occurredFrom,
  sentence: row.sentence,
  detail: Detail.parse(row.detail),
  by,
  count: row.count,
  firstAt: row.firstAt?.toISOString() ?? null,
  goneFromSource: row.goneFromSource?.toISOString() ?? null,
});

/** One row as it is shown, with the name of whoever wrote it. */
export async function toEntry(tx: Tx, row: Row): Promise<TimelineEntry> {
  const person = row.personId
    ? await tx.person.findUnique({ where: { id: row.personId }, select: { name: true } })
    : null;
  return view(row, person?.name ?? null);
}

/** Latest first; ties by id, so that every reader sees one order. At most `limit`, the newest. */
export async function listTimeline(caseId: string, limit = 5_000): Promise<TimelineEntry[]> {
  const rows = await db.timelineEntry.findMany({
    where: { caseId },
    orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  const ids = [...new Set(rows.flatMap((row) => (row.personId ? [row.personId] : [])))];
  const people = await db.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => view(row, row.personId ? (names.get(row.personId) ?? null) : null));
}
