import 'server-only';
import { db, Prisma, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { parse } from './filter.ts';
import { filterSql } from './filter-sql.server.ts';
import { cursorOf, parseCursor, type TimelinePage, type TimelineQuery, type TimelineView } from './page.ts';
import { viewEntries } from './read.server.ts';

interface Place {
  sortAt: Date;
  id: string;
}

/** The condition on "TimelineEntry" e that a view of a case makes, or why its filter cannot be read. */
export function viewSql(caseId: string, { q, zone, hidden, from, to }: TimelineView): ActionResult<Prisma.Sql> {
  const parsed = parse(q, { zone });
  if (!parsed.ok)
    return failed(
      'bad-filter',
      'The filter cannot be read',
      parsed.words,
      `Look at ${q.slice(parsed.at, parsed.at + parsed.length)}.`,
    );
  const parts = [Prisma.sql`e."caseId" = ${caseId}::uuid`, filterSql(parsed.filter, { hidden })];
  if (from) parts.push(Prisma.sql`e."sortAt" >= ${new Date(from)}::timestamptz`);
  if (to) parts.push(Prisma.sql`e."sortAt" < ${new Date(to)}::timestamptz`);
  return succeeded(Prisma.join(parts, ' AND '));
}

/** One page of a case's timeline: the newest, before or after a cursor, or around a time or an entry. */
export async function readPage(caseId: string, query: TimelineQuery): Promise<ActionResult<TimelinePage>> {
  const view = viewSql(caseId, query);
  if (!view.ok) return view;
  const { limit, before, after, at } = query;
  if (before) return succeeded(await olderThan(view.value, before, limit));
  if (after) return succeeded(await newerThan(view.value, after, limit));
  if (at) return succeeded(await around(view.value, await placeOf(caseId, at), limit));
  const { ids, more } = await seek(view.value, null, limit, 'older');
  const entries = await viewEntries(db, ids);
  const last = entries.at(-1);
  return succeeded({
    entries,
    after: null,
    before: more && last ? cursorOf(last) : null,
    matching: more ? null : entries.length,
  });
}

async function olderThan(view: Prisma.Sql, cursor: string, limit: number): Promise<TimelinePage> {
  const { ids, more } = await seek(view, parseCursor(cursor), limit, 'older');
  const entries = await viewEntries(db, ids);
  const [first, last] = [entries[0], entries.at(-1)];
  return {
    entries,
    after: first ? cursorOf(first) : cursor,
    before: more && last ? cursorOf(last) : null,
    matching: null,
  };
}

async function newerThan(view: Prisma.Sql, cursor: string, limit: number): Promise<TimelinePage> {
  const { ids, more } = await seek(view, parseCursor(cursor), limit, 'newer');
  const entries = await viewEntries(db, ids);
  const [first, last] = [entries[0], entries.at(-1)];
  return {
    entries,
    after: more && first ? cursorOf(first) : null,
    before: last ? cursorOf(last) : cursor,
    matching: null,
  };
}

/** Half of them at the place or older, half newer. */
async function around(view: Prisma.Sql, place: Place, limit: number): Promise<TimelinePage> {
  const newer = await seek(view, place, Math.floor(limit / 2), 'newer');
  const older = await seek(view, place, limit - Math.floor(limit / 2), 'at-or-older');
  const entries = await viewEntries(db, [...newer.ids, ...older.ids]);
  const [first, last] = [entries[0], entries.at(-1)];
  return {
    entries,
    after: newer.more && first ? cursorOf(first) : null,
    before: older.more && last ? cursorOf(last) : null,
    matching: newer.more || older.more ? null : entries.length,
  };
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** An entry's place, or the last place of a time. */
async function placeOf(caseId: string, at: string): Promise<Place> {
  if (/^\d{4}-\d\d-\d\dT/.test(at)) return { sortAt: new Date(at), id: LAST_ID };
  const found = await db.timelineEntry.findFirst({ where: { id: at, caseId }, select: { sortAt: true, id: true } });
  return found ?? { sortAt: new Date(), id: LAST_ID }; // an entry that is not in this case: the newest
}

type Direction = 'older' | 'at-or-older' | 'newer';

/** Ids from a place on (null: from the newest), at most `limit`, and whether there are more. */
async function seek(
  view: Prisma.Sql,
  place: Place | null,
  limit: number,
  direction: Direction,
  tx: Tx = db,
): Promise<{ ids: string[]; more: boolean }> {
  const compare = { older: Prisma.sql`<`, 'at-or-older': Prisma.sql`<=`, newer: Prisma.sql`>` }[direction];
  const order = direction === 'newer' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const bound = place
    ? Prisma.sql`AND (e."sortAt", e.id) ${compare} (${place.sortAt}::timestamptz, ${place.id}::uuid)`
    : Prisma.empty;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM "TimelineEntry" e WHERE ${view} ${bound}
    ORDER BY e."sortAt" ${order}, e.id ${order} LIMIT ${limit + 1}`;
  return { ids: rows.slice(0, limit).map(({ id }) => id), more: rows.length > limit };
}
