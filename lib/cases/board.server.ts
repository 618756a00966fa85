import 'server-only';
import type { SignedIn } from '../auth/session.server.ts';
import { db, Prisma } from '../db/client.server.ts';
import type { BoardPage, BoardQuery, BoardShow } from './board.ts';
import { summariesOf } from './summary.server.ts';

/** One page of the board in three statements, however many cases there are. */
export async function listBoard(query: BoardQuery, person: Pick<SignedIn, 'id'>): Promise<BoardPage> {
  const matching = matches(query.q);
  const [rows, counts] = await Promise.all([pageOf(query, matching, person.id), countsOf(matching, person.id)]);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    cases: await summariesOf(
      db,
      page.map(({ id }) => id),
    ),
    next: rows.length > query.limit && last ? `${last.rank}:${last.within}:${last.place}` : null,
    counts,
  };
}

interface Place {
  id: string;
  rank: number;
  within: bigint;
  place: number;
}

// One order for open and closed: by rank, then by severity or by when it was closed, then by number.
const RANK = Prisma.sql`CASE WHEN c."closedAt" IS NOT NULL THEN 2 WHEN c."containedAt" IS NOT NULL THEN 1 ELSE 0 END`;
const WITHIN = Prisma.sql`CASE WHEN c."closedAt" IS NOT NULL THEN -floor(extract(epoch FROM c."closedAt") * 1000)::bigint
  ELSE array_position(enum_range(NULL::"Severity"), c.severity)::bigint END`;
const PLACE = Prisma.sql`CASE WHEN c."closedAt" IS NOT NULL THEN -c.number ELSE c.number END`;

function pageOf({ show, cursor, limit }: BoardQuery, matching: Prisma.Sql, personId: string): Promise<Place[]> {
  const [rank, within, place] = cursor?.split(':') ?? [];
  const after =
    rank === undefined
      ? Prisma.empty
      : Prisma.sql`WHERE (rank, within, place) > (${Number(rank)}::int, ${within}::bigint, ${place}::int)`;
  return db.$queryRaw<Place[]>`
    SELECT id, rank, within, place FROM (
      SELECT c.id, ${RANK} AS rank, ${WITHIN} AS within, ${PLACE} AS place
      ${FROM} WHERE ${matching} AND ${shows(show, personId)}
    ) ordered ${after} ORDER BY rank, within, place LIMIT ${limit + 1}`;
}

const FROM = Prisma.sql`FROM "Case" c JOIN "Cluster" cl ON cl.id = c."clusterId"
  LEFT JOIN "Person" p ON p.id = c."commanderId"`;

const mine = (personId: string) => Prisma.sql`(c."commanderId" = ${personId}::uuid
  OR EXISTS (SELECT 1 FROM "CaseMember" m WHERE m."caseId" = c.id AND m."personId" = ${personId}::uuid)
  OR EXISTS (SELECT 1 FROM "Task" t WHERE t."caseId" = c.id AND t."ownerId" = ${personId}::uuid AND t.state = 'open'))`;

function shows(show: BoardShow, personId: string): Prisma.Sql {
  switch (show) {
    case 'all':
      return Prisma.sql`true`;
    case 'open':
      return Prisma.sql`c."closedAt" IS NULL`;
    case 'closed':
      return Prisma.sql`c."closedAt" IS NOT NULL`;
    case 'drills':
      return Prisma.sql`c.drill`;
    case 'mine':
      return mine(personId);
  }
}

const WORDS_MAX = 8;

/** All words are somewhere in what the board shows of a case; % and _ are what they are. */
function matches(q: string): Prisma.Sql {
  const words = q.toWellFormed().replaceAll('\0', '').split(/\s+/).filter(Boolean).slice(0, WORDS_MAX);
  if (words.length === 0) return Prisma.sql`true`;
  const each = words.map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    return Prisma.sql`concat_ws(' ', 'case', c.number, c.title, c.result, p.name, coalesce(cl.label, cl.name), c.phase, c.severity)
      ILIKE ${pattern}`;
  });
  return Prisma.join(each, ' AND ');
}

async function countsOf(matching: Prisma.Sql, personId: string): Promise<BoardPage['counts']> {
  const [counts] = await db.$queryRaw<BoardPage['counts'][]>`
    SELECT count(*)::int AS all, (count(*) FILTER (WHERE ${shows('open', personId)}))::int AS open,
      (count(*) FILTER (WHERE ${shows('mine', personId)}))::int AS mine,
      (count(*) FILTER (WHERE ${shows('drills', personId)}))::int AS drills,
      (count(*) FILTER (WHERE ${shows('closed', personId)}))::int AS closed,
      (count(*) FILTER (WHERE c."closedAt" IS NULL AND c."containedAt" IS NULL))::int AS "notContained"
    ${FROM} WHERE ${matching}`;
  return counts ?? { all: 0, open: 0, mine: 0, drills: 0, closed: 0, notContained: 0 };
}
