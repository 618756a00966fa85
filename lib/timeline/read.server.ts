import 'server-only';
import { z } from 'zod';
import { db, type Prisma, type Tx } from '../db/client.server.ts';
import { TIMELINE_SOURCES, type TimelineEntry } from './entry.ts';

const INCLUDE = {
  group: true,
  annotations: { where: { removedAt: null }, orderBy: { id: 'asc' } },
} as const satisfies Prisma.TimelineEntryInclude;
type Row = Prisma.TimelineEntryGetPayload<{ include: typeof INCLUDE }>;
type Names = ReadonlyMap<string, string>;
const Detail = z.record(z.string(), z.unknown()).catch({});
const Source = z.enum(TIMELINE_SOURCES);

const nameOf = (names: Names, id: string | null): string => (id && names.get(id)) || 'unknown';

const view = (row: Row, names: Names): TimelineEntry => ({
  id: row.id,
  caseId: row.caseId,
  occurredAt: row.occurredAt.toISOString(),
  recordedAt: row.recordedAt.toISOString(),
  source: Source.parse(row.source),
  occurredFrom: row.occurredFrom,
  sentence: row.sentence,
  detail: Detail.parse(row.detail),
  by: row.personId ? nameOf(names, row.personId) : null,
  count: row.count,
  firstAt: row.firstAt?.toISOString() ?? null,
  goneFromSource: row.goneFromSource?.toISOString() ?? null,
  emitter: row.emitter,
  sortAt: row.sortAt.toISOString(),
  version: row.version,
  group: row.group && !row.group.dissolvedAt ? { id: row.group.id, title: row.group.title } : null,
  hidden: row.hiddenAt && {
    by: nameOf(names, row.hiddenById),
    at: row.hiddenAt.toISOString(),
    reason: row.hiddenReason ?? '',
  },
  annotations: row.annotations.map(({ id, kind, value, version, personId, createdAt, editedAt }) => ({
    id,
    kind,
    value,
    version,
    by: { id: personId, name: nameOf(names, personId) },
    createdAt: createdAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
  })),
});

async function namesIn(tx: Tx, rows: readonly Row[]): Promise<Names> {
  const ids = new Set(
    rows.flatMap((row) => [row.personId, row.hiddenById, ...row.annotations.map(({ personId }) => personId)]),
  );
  ids.delete(null);
  const people = await tx.person.findMany({
    where: { id: { in: [...ids].filter((id) => id !== null) } },
    select: { id: true, name: true },
  });
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** One entry as everybody sees it, within `tx`. */
export async function viewEntry(tx: Tx, id: string): Promise<TimelineEntry> {
  const row = await tx.timelineEntry.findUniqueOrThrow({ where: { id }, include: INCLUDE });
  return view(row, await namesIn(tx, [row]));
}

/** Those of the ids that there are, latest first; ties by id, so that every reader sees one order. */
export async function viewEntries(tx: Tx, ids: readonly string[]): Promise<TimelineEntry[]> {
  return entries(tx, { where: { id: { in: [...ids] } } });
}

/** Latest first, at most `limit`, the newest; hidden ones too. */
export const listTimeline = (caseId: string, limit = 5_000): Promise<TimelineEntry[]> =>
  entries(db, { where: { caseId }, take: limit });

async function entries(
  tx: Tx,
  which: Pick<Prisma.TimelineEntryFindManyArgs, 'where' | 'take'>,
): Promise<TimelineEntry[]> {
  const rows = await tx.timelineEntry.findMany({
    ...which,
    include: INCLUDE,
    orderBy: [{ sortAt: 'desc' }, { id: 'desc' }],
  });
  const names = await namesIn(tx, rows);
  return rows.map((row) => view(row, names));
}
