import 'server-only';
import { db, Prisma, tookTooLong } from '../db/client.server.ts';
import { FOUND_KINDS, type Found, type FoundKind, type SearchAnswer } from './search.ts';
import { snippetOf, tsqueryOf, type Word, wordsIn } from './words.ts';

interface Row {
  id: string;
  text: string;
  at: Date;
  caseNumber: number;
  caseTitle: string;
  closedAt: Date | null;
  /** what its address is made from: an entry's id, an artifact's number */
  place: string;
}

/** Rows of one kind that are looked at: of a word that is everywhere, these are the first that were found, not the latest of all. */
const LOOKED_AT = 500;

/** How long one kind is looked for. Names whose parts are everywhere, but never side by side, would take minutes in a long timeline. */
const PATIENCE_MS = 1_000;

/** Looks in all cases for what has all the words; `limit` of each kind. */
export async function search(
  { q, limit }: { q: string; limit: number },
  { patienceMs = PATIENCE_MS } = {},
): Promise<SearchAnswer> {
  const words = wordsIn(q);
  if (words.length === 0) return { words: [], groups: [] };
  const groups = await Promise.all(FOUND_KINDS.map((kind) => searchKind(kind, words, limit, patienceMs)));
  return {
    words: words.map((parts) => parts.join(' ')),
    groups: groups.filter(({ found, unfinished }) => found.length > 0 || unfinished),
  };
}

type Group = SearchAnswer['groups'][number];

async function searchKind(kind: FoundKind, words: readonly Word[], limit: number, patienceMs: number): Promise<Group> {
  const find = db.$queryRaw<Row[]>`
    WITH found AS MATERIALIZED (${FIND[kind](words)} LIMIT ${LOOKED_AT})
    SELECT f.id, f.text, f.at, f.place, c.number AS "caseNumber", c.title AS "caseTitle", c."closedAt"
    FROM found f JOIN "Case" c ON c.id = f."caseId"
    ORDER BY f.at DESC, f.id DESC LIMIT ${limit + 1}`;
  try {
    // always by the index: words that are frequent but never together would else be looked for row by row
    const [, rows] = await db.$transaction([
      db.$queryRaw`SELECT set_config('statement_timeout', ${String(patienceMs)}, true), set_config('enable_seqscan', 'off', true)`,
      find,
    ]);
    const found = rows.slice(0, limit).map((row) => foundOf(kind, row, words));
    return { kind, found, more: rows.length > limit, unfinished: false };
  } catch (error) {
    if (!tookTooLong(error)) throw error;
    return { kind, found: [], more: false, unfinished: true };
  }
}

const has = (text: Prisma.Sql, words: readonly Word[]) =>
  Prisma.sql`words_of(${text}) @@ to_tsquery('simple', ${tsqueryOf(words)})`;

/** Each kind as id, caseId, text, at, place. The expressions are those of the indexes. */
const FIND: Record<FoundKind, (words: readonly Word[]) => Prisma.Sql> = {
  case: (words) => Prisma.sql`
    SELECT id, id AS "caseId", concat_ws('. ', title, result) AS text, "openedAt" AS at, '' AS place FROM "Case"
    WHERE ${has(Prisma.sql`title || ' ' || coalesce(result, '')`, words)} ${orNumber(words)}`,
  entry: (words) => Prisma.sql`
    SELECT id, "caseId", sentence AS text, "sortAt" AS at, id::text AS place FROM "TimelineEntry"
    WHERE ${has(Prisma.sql`sentence`, words)} AND "hiddenAt" IS NULL`,
  comment: (words) => Prisma.sql`
    SELECT id, "caseId", value AS text, "createdAt" AS at, "entryId"::text AS place FROM "Annotation"
    WHERE ${has(Prisma.sql`value`, words)} AND "removedAt" IS NULL AND kind IN ('comment', 'tag', 'technique')`,
  task: (words) => Prisma.sql`
    SELECT id, "caseId", title AS text, "createdAt" AS at, id::text AS place FROM "Task"
    WHERE ${has(Prisma.sql`title`, words)}`,
  asset: (words) => Prisma.sql`
    SELECT id, "caseId", name AS text, "changedAt" AS at, id::text AS place FROM "Asset"
    WHERE ${has(Prisma.sql`name`, words)}`,
  artifact: (words) => Prisma.sql`
    SELECT id, "caseId", title AS text, "startedAt" AS at, number::text AS place FROM "Artifact"
    WHERE ${has(Prisma.sql`title`, words)}`,
};

/** "42", "#42" and "case 42" are also the number of a case. */
function orNumber(words: readonly Word[]): Prisma.Sql {
  const parts = words.flat();
  const [first = '', second] = parts.length === 2 && parts[0]?.toLowerCase() === 'case' ? parts.slice(1) : parts;
  const number = second === undefined && /^\d{1,9}$/.test(first) ? Number(first) : null;
  return number === null ? Prisma.empty : Prisma.sql`OR number = ${number}`;
}

function foundOf(kind: FoundKind, row: Row, words: readonly Word[]): Found {
  return {
    kind,
    id: row.id,
    snippet: snippetOf(row.text, words),
    case: { number: row.caseNumber, title: row.caseTitle, closed: row.closedAt !== null },
    at: row.at.toISOString(),
    href: `/cases/${row.caseNumber}${PLACE[kind](encodeURIComponent(row.place))}`,
  };
}

const PLACE: Record<FoundKind, (place: string) => string> = {
  case: () => '',
  entry: (id) => `/timeline?entry=${id}`,
  comment: (entryId) => `/timeline?entry=${entryId}`,
  task: (id) => `/tasks?task=${id}`,
  asset: (id) => `/tasks?asset=${id}`,
  artifact: (number) => `/evidence/${number}`,
};
