import 'server-only';
import { Prisma, type Tx } from '../db/client.server.ts';
import { type CaseSummary, type Phase, REPORT_EVERY_MIN, type Severity } from './case.ts';
import { isolationOf, type RunFacts, worstOf } from './isolation.ts';
import { nextOf } from './next-step.ts';

interface Row {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  phase: Phase;
  commanderId: string;
  commander: string | null;
  clusterId: string;
  clusterName: string;
  drill: boolean;
  detectedAt: Date;
  openedAt: Date;
  containedAt: Date | null;
  closedAt: Date | null;
  result: string | null;
  updateEvery: number | null;
  lastReportAt: Date | null;
  suspects: { name: string; runs: { step: RunFacts['step']; state: RunFacts['state']; outcome: string | null }[] }[];
  open: number;
  withoutOwner: number;
  overdue: number;
  task: { title: string; owner: string | null } | null;
  analyst: string | null;
}

/** The cases with these ids, in one statement, in the order of the ids. */
export async function summariesOf(tx: Tx, ids: readonly string[]): Promise<CaseSummary[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>`
    SELECT c.id, c.number, c.title, c.severity, c.phase, c."commanderId", p.name AS commander, c."clusterId",
      coalesce(cl.label, cl.name) AS "clusterName", c.drill, c."detectedAt", c."openedAt", c."containedAt", c."closedAt",
      c.result, c."updateEvery", c."lastReportAt", s.suspects, t.open, t."withoutOwner", t.overdue, n.task, a.analyst
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS wanted (id, at)
    JOIN "Case" c ON c.id = wanted.id
    JOIN "Cluster" cl ON cl.id = c."clusterId"
    LEFT JOIN "Person" p ON p.id = c."commanderId"
    ${SUSPECTS} ${TASKS} ${NEXT_TASK} ${ANALYST}
    ORDER BY wanted.at`;
  return rows.map(summary);
}

/** Of each suspect the newest run of each step, without the long story that its result tells. */
const SUSPECTS = Prisma.sql`
  CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('name', s.namespace || '/' || s."podName", 'runs', (
      SELECT coalesce(json_agg(json_build_object('step', r.step, 'state', r.state, 'outcome', r.outcome)), '[]')
      FROM (
        SELECT DISTINCT ON (step) step, state, result ->> 'outcome' AS outcome FROM "StepRun"
        WHERE "suspectId" = s.id AND "undoOf" IS NULL ORDER BY step, "startedAt" DESC, id DESC
      ) r
    )) ORDER BY s.id), '[]') AS suspects
    FROM "Suspect" s WHERE s."caseId" = c.id
  ) s`;

const TASKS = Prisma.sql`
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS open, (count(*) FILTER (WHERE "ownerId" IS NULL))::int AS "withoutOwner",
      (count(*) FILTER (WHERE "dueAt" < now()))::int AS overdue
    FROM "Task" WHERE "caseId" = c.id AND state = 'open'
  ) t`;

const NEXT_TASK = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT json_build_object('title', o.title, 'owner', op.name) AS task
    FROM "Task" o LEFT JOIN "Person" op ON op.id = o."ownerId"
    WHERE o."caseId" = c.id AND o.state = 'open' ORDER BY o."dueAt" NULLS LAST, o.id LIMIT 1
  ) n ON true`;

const ANALYST = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT ap.name AS analyst FROM "CaseMember" m JOIN "Person" ap ON ap.id = m."personId" AND ap."disabledAt" IS NULL
    WHERE m."caseId" = c.id AND m.role = 'analyst' ORDER BY m.since, m."personId" LIMIT 1
  ) a ON true`;

function summary(row: Row): CaseSummary {
  const suspects = row.suspects.map(({ name, runs }) => ({
    name,
    runs: runs.map(({ step, state, outcome }) => ({ step, state, undoOf: null, result: { outcome } })),
  }));
  const { analyst, task, phase } = row;
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    severity: row.severity,
    phase,
    commander: { id: row.commanderId, name: row.commander ?? 'unknown' },
    clusterId: row.clusterId,
    clusterName: row.clusterName,
    drill: row.drill,
    detectedAt: row.detectedAt.toISOString(),
    openedAt: row.openedAt.toISOString(),
    containedAt: row.containedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    suspects: suspects.length,
    isolation: worstOf(suspects.map(({ runs }) => isolationOf(runs))),
    ...nextOf({ closed: row.closedAt !== null, phase, suspects, analyst, task }),
    tasks: { open: row.open, withoutOwner: row.withoutOwner, overdue: row.overdue },
    reportDueAt: row.closedAt ? null : dueAt(row),
    result: row.result,
  };
}

/** Minutes between two status reports. */
export const reportEvery = ({ updateEvery, severity }: Pick<Row, 'updateEvery' | 'severity'>): number =>
  updateEvery ?? REPORT_EVERY_MIN[severity];

const dueAt = (row: Row): string =>
  new Date((row.lastReportAt ?? row.openedAt).getTime() + reportEvery(row) * 60_000).toISOString();
