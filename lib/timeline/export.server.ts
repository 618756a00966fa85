import 'server-only';
import { db, Prisma } from '../db/client.server.ts';
import { type ActionResult, succeeded } from '../failure.ts';
import type { TimelineEntry } from './entry.ts';
import { type EntryRecord, type ExportFormat, TIMESKETCH_HEAD, timesketchCsv, timesketchJsonl } from './exchange.ts';
import { commentText, importedRecord } from './imported.ts';
import { viewSql } from './page.server.ts';
import { cursorOf, parseCursor, type TimelineView } from './page.ts';
import { viewEntries } from './read.server.ts';

const PAGE = 1_000;

/**
 * What a view shows as a file, oldest first, in pieces: never more than a page of it is in memory. An entry that comes while it is
 * written is in it or not, but never twice.
 */
export function exportTimeline(
  caseId: string,
  view: TimelineView,
  format: ExportFormat,
): ActionResult<AsyncGenerator<string>> {
  const which = viewSql(caseId, view);
  return which.ok ? succeeded(piecesOf(which.value, format)) : which;
}

async function* piecesOf(which: Prisma.Sql, format: ExportFormat): AsyncGenerator<string> {
  if (format === 'timesketch-csv') yield TIMESKETCH_HEAD;
  for await (const entries of pagesOf(which)) {
    if (format === 'jsonl') yield await recordsOf(entries);
    else yield entries.map(format === 'timesketch-csv' ? timesketchCsv : timesketchJsonl).join('');
  }
}

async function* pagesOf(which: Prisma.Sql): AsyncGenerator<TimelineEntry[]> {
  for (let place: { sortAt: Date; id: string } | null = null; ; ) {
    const after: Prisma.Sql = place
      ? Prisma.sql`AND (e."sortAt", e.id) > (${place.sortAt}::timestamptz, ${place.id}::uuid)`
      : Prisma.empty;
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT e.id FROM "TimelineEntry" e WHERE ${which} ${after} ORDER BY e."sortAt", e.id LIMIT ${PAGE}`;
    const entries = (
      await viewEntries(
        db,
        rows.map(({ id }) => id),
      )
    ).reverse();
    const last = entries.at(-1);
    if (!last) return;
    yield entries;
    place = parseCursor(cursorOf(last));
  }
}

/** Lines of our own format. An entry that was imported goes out as it came in, with what was added here. */
async function recordsOf(entries: readonly TimelineEntry[]): Promise<string> {
  const ids = entries.map(({ id }) => id);
  const versions = await db.entryVersion.findMany({ where: { entryId: { in: ids } }, orderBy: { version: 'asc' } });
  const keys = await db.timelineEntry.findMany({
    where: { id: { in: ids }, dedupeKey: { not: null } },
    select: { id: true, dedupeKey: true },
  });
  const keyOf = new Map(keys.map(({ id, dedupeKey }) => [id, dedupeKey]));
  const names = await namesOf(versions.flatMap(({ personId, replacedById }) => [personId, replacedById]));
  const lines = entries.map((entry) => {
    const mine = versions.filter(({ entryId }) => entryId === entry.id);
    const here = recordOf(
      entry,
      mine.map((version) => wordingOf(version, names)),
    );
    const origin = importedRecord(entry.detail, keyOf.get(entry.id) ?? null);
    return `${JSON.stringify(origin ? added(origin, here, entry) : here)}\n`;
  });
  return lines.join('');
}

const recordOf = (entry: TimelineEntry, versions: EntryRecord['versions']): EntryRecord => ({
  bulkhead: 'timeline-entry/1',
  id: entry.id,
  occurredAt: entry.occurredAt,
  recordedAt: entry.recordedAt,
  sortAt: entry.sortAt,
  source: entry.source,
  occurredFrom: entry.occurredFrom,
  emitter: entry.emitter,
  sentence: entry.sentence,
  detail: entry.detail,
  by: entry.by,
  count: entry.count,
  firstAt: entry.firstAt,
  goneFromSource: entry.goneFromSource,
  version: entry.version,
  versions,
  group: entry.group?.title ?? null,
  hidden: entry.hidden,
  annotations: entry.annotations.map(({ kind, value, by, createdAt, editedAt }) => ({
    kind,
    value,
    by: by.name,
    at: createdAt,
    editedAt,
  })),
});

/** What came in, with what was added, taken back or corrected here since; nothing else of it is ours to change. */
function added(origin: EntryRecord, here: EntryRecord, entry: TimelineEntry): EntryRecord {
  const cameIn = (one: EntryRecord['annotations'][number]) => one.at === entry.recordedAt;
  const standing = origin.annotations.filter(
    ({ kind, value, by, at }) =>
      kind === 'link' ||
      here.annotations.some(
        (one) => one.kind === kind && one.value === (kind === 'comment' ? commentText(by, at, value) : value),
      ),
  );
  const reason = origin.hidden && `${origin.hidden.reason} (${origin.hidden.by})`;
  return {
    ...origin,
    ...(here.versions.length > 0
      ? {
          sentence: here.sentence,
          occurredAt: here.occurredAt,
          versions: [...origin.versions, ...here.versions],
          version: origin.version + here.versions.length,
        }
      : {}),
    group: here.group,
    hidden: here.hidden?.reason === reason ? origin.hidden : here.hidden,
    annotations: [...standing, ...here.annotations.filter((one) => !cameIn(one))],
  };
}

type VersionRow = Awaited<ReturnType<typeof db.entryVersion.findMany>>[number];

const wordingOf = (row: VersionRow, names: ReadonlyMap<string, string>): EntryRecord['versions'][number] => ({
  version: row.version,
  sentence: row.sentence,
  occurredAt: row.occurredAt.toISOString(),
  by: row.personId ? (names.get(row.personId) ?? 'unknown') : null,
  replacedAt: row.replacedAt.toISOString(),
  replacedBy: names.get(row.replacedById) ?? 'unknown',
  reason: row.reason,
});

async function namesOf(ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const people = await db.person.findMany({
    where: { id: { in: [...new Set(ids.filter((id) => id !== null))] } },
    select: { id: true, name: true },
  });
  return new Map(people.map(({ id, name }) => [id, name]));
}
