import 'server-only';
import { z } from 'zod';
import { Phase } from '../cases/case.ts';
import { db, inTransaction, Prisma, type Tx } from '../db/client.server.ts';
import { type ActionResult, succeeded } from '../failure.ts';
import { TIMELINE_SOURCES } from './entry.ts';
import { viewSql } from './page.server.ts';
import { LANES, type Lane, laneOf, type OverviewQuery, type TimelineFacts, type TimelineOverview } from './page.ts';

const TIMEOUT_MS = 30_000;

/** How many entries of a view there are, by lane and time; and of the whole case, from when to when. */
export async function readOverview(caseId: string, query: OverviewQuery): Promise<ActionResult<TimelineOverview>> {
  const view = viewSql(caseId, query);
  if (!view.ok) return view;
  return inTransaction(
    async (tx) => {
      await helpCounting(tx);
      const { total, hidden, first, last } = await spanOf(tx, caseId);
      const phases = await phasesOf(tx, caseId);
      const whole = { total, hidden, first: first?.toISOString() ?? null, last: last?.toISOString() ?? null, phases };
      if (!first || !last) return succeeded({ ...EMPTY, ...whole });
      const from = query.from ? new Date(query.from) : first;
      const to = query.to ? new Date(query.to) : new Date(last.getTime() + 1); // `to` itself is not in it
      const bucketMs = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / query.buckets));
      const counts = await countsOf(tx, view.value, { from, bucketMs });
      const size = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / bucketMs));
      return succeeded({
        ...whole,
        from: from.toISOString(),
        to: new Date(from.getTime() + size * bucketMs).toISOString(),
        bucketMs,
        lanes: lanesOf(counts, size),
        matching: counts.reduce((sum, { count }) => sum + count, 0),
      });
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

const NO_LANES = Object.fromEntries(LANES.map((lane) => [lane, []])) as unknown as Record<Lane, number[]>; // all of LANES
const NEVER = new Date(0).toISOString();
const EMPTY = { from: NEVER, to: NEVER, bucketMs: 1, lanes: NO_LANES, matching: 0 };

/** PostgreSQL takes the number of buckets for the number of entries, and would rather not use its workers, nor memory. */
async function helpCounting(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    SELECT set_config('work_mem', '64MB', true), set_config('parallel_tuple_cost', '0', true),
      set_config('parallel_setup_cost', '0', true), set_config('jit', 'off', true)`;
}

async function spanOf(tx: Tx, caseId: string) {
  const [row] = await tx.$queryRaw<{ total: bigint; hidden: bigint; first: Date | null; last: Date | null }[]>`
    SELECT count(*) AS total, count("hiddenAt") AS hidden,
      (SELECT "sortAt" FROM "TimelineEntry" WHERE "caseId" = ${caseId}::uuid ORDER BY "sortAt", id LIMIT 1) AS first,
      (SELECT "sortAt" FROM "TimelineEntry" WHERE "caseId" = ${caseId}::uuid ORDER BY "sortAt" DESC, id DESC LIMIT 1) AS last
    FROM "TimelineEntry" WHERE "caseId" = ${caseId}::uuid`;
  return {
    total: Number(row?.total ?? 0),
    hidden: Number(row?.hidden ?? 0),
    first: row?.first ?? null,
    last: row?.last ?? null,
  };
}

const PhaseDetail = z.object({ to: Phase });

async function phasesOf(tx: Tx, caseId: string): Promise<TimelineOverview['phases']> {
  const rows = await tx.timelineEntry.findMany({
    where: { caseId, source: 'phase' },
    orderBy: [{ sortAt: 'asc' }, { id: 'asc' }],
    select: { id: true, sortAt: true, detail: true },
    take: 200,
  });
  return rows.flatMap(({ id, sortAt, detail }) => {
    const to = PhaseDetail.safeParse(detail).data?.to;
    return to ? [{ at: sortAt.toISOString(), phase: to, entryId: id }] : [];
  });
}

interface Count {
  source: string;
  bucket: number;
  count: number;
}

async function countsOf(
  tx: Tx,
  view: Prisma.Sql,
  { from, bucketMs }: { from: Date; bucketMs: number },
): Promise<Count[]> {
  const rows = await tx.$queryRaw<{ source: string; at: Date; count: bigint }[]>`
    SELECT e.source, date_bin(${bucketMs}::int8 * interval '1 millisecond', e."sortAt", ${from}::timestamptz) AS at, count(*) AS count
    FROM "TimelineEntry" e WHERE ${view} GROUP BY 1, 2`;
  return rows.map(({ source, at, count }) => ({
    source,
    bucket: Math.round((at.getTime() - from.getTime()) / bucketMs),
    count: Number(count),
  }));
}

const Source = z.enum(TIMELINE_SOURCES);

function lanesOf(counts: readonly Count[], size: number): Record<Lane, number[]> {
  const lanes = { ...NO_LANES };
  for (const { source, bucket, count } of counts) {
    const lane = laneOf(Source.parse(source));
    if (!lane || bucket < 0 || bucket >= size) continue;
    if (lanes[lane].length === 0) lanes[lane] = new Array<number>(size).fill(0);
    lanes[lane][bucket] = (lanes[lane][bucket] ?? 0) + count;
  }
  return lanes;
}

const FACTS = 200;

/** What the filter can be completed with in a case. */
export async function readFacts(caseId: string): Promise<TimelineFacts> {
  const values = (kind: Prisma.Sql) => db.$queryRaw<{ value: string }[]>`
    SELECT value FROM "Annotation" WHERE "caseId" = ${caseId}::uuid AND kind = ${kind} AND "removedAt" IS NULL
    GROUP BY value ORDER BY count(*) DESC, value LIMIT ${FACTS}`;
  const people = await db.person.findMany({ select: { name: true }, orderBy: { name: 'asc' }, take: FACTS });
  const pods = await db.suspect.findMany({
    where: { caseId },
    select: { podName: true },
    orderBy: { addedAt: 'asc' },
    take: FACTS,
  });
  const skews = await db.sourceSkew.findMany({ where: { caseId }, orderBy: [{ source: 'asc' }, { emitter: 'asc' }] });
  return {
    people: people.map(({ name }) => name),
    tags: (await values(Prisma.sql`'tag'`)).map(({ value }) => value),
    techniques: (await values(Prisma.sql`'technique'`)).map(({ value }) => value),
    pods: pods.map(({ podName }) => podName),
    skews: skews.map(({ source, emitter, skewMs, reason, setAt }) => ({
      source: Source.parse(source),
      emitter,
      skewMs,
      reason,
      setAt: setAt.toISOString(),
    })),
  };
}
