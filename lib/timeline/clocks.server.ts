import 'server-only';
import { z } from 'zod';
import { db } from '../db/client.server.ts';
import type { SourceClock } from './clocks.ts';
import { TIMELINE_SOURCES } from './entry.ts';

const Row = z.object({
  source: z.enum(TIMELINE_SOURCES),
  emitter: z.string(),
  entries: z.number().int(),
  leastLagMs: z.number().nullable(),
});

/** The clocks of a case, those with most entries first; a case has few sources, so there are few. */
export async function clocksOf(caseId: string): Promise<SourceClock[]> {
  const [rows, skews] = await Promise.all([
    db.$queryRaw<unknown[]>`
      SELECT source, emitter, count(*)::int AS entries,
        min(extract(epoch FROM "recordedAt" - "occurredAt") * 1000) FILTER (WHERE "occurredFrom" NOT IN ('ours', 'person'))::float8
          AS "leastLagMs"
      FROM "TimelineEntry" WHERE "caseId" = ${caseId}::uuid
      GROUP BY source, emitter ORDER BY entries DESC, source, emitter LIMIT 100`,
    db.sourceSkew.findMany({ where: { caseId } }),
  ]);
  const people = await db.person.findMany({
    where: { id: { in: skews.map(({ setById }) => setById) } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return z
    .array(Row)
    .parse(rows)
    .map((row) => {
      const set = skews.find(({ source, emitter }) => source === row.source && emitter === row.emitter);
      const skew = set && {
        ms: set.skewMs,
        reason: set.reason,
        by: names.get(set.setById) ?? 'unknown',
        at: set.setAt.toISOString(),
      };
      return { ...row, skew: skew ?? null };
    });
}
