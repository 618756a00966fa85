import 'server-only';
import { z } from 'zod';
import { db, type Prisma, type Tx } from '../db/client.server.ts';
import { ImageRef, OwnerRef } from '../triage/row.ts';
import { type CaseSummary, type CaseView, COUNT_MAX, Phase, type SuspectView } from './case.ts';
import { namesOf, personRef } from './people.server.ts';
import { presenceOf } from './presence.server.ts';
import { reportEvery, summariesOf } from './summary.server.ts';

const INCLUDE = {
  suspects: { orderBy: { id: 'asc' } },
  members: { orderBy: [{ since: 'asc' }, { personId: 'asc' }] },
  handOvers: { where: { state: 'offered' }, take: 1 },
} as const satisfies Prisma.CaseInclude;

type Row = Prisma.CaseGetPayload<{ include: typeof INCLUDE }>;

/** Open cases that the shell holds at most; the board pages through all. */
const OPEN_MAX = 200;

/** Open cases, the most urgent first: not contained, then by severity, then the older one. */
export async function listCases(): Promise<CaseSummary[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Case" WHERE "closedAt" IS NULL
    ORDER BY "containedAt" IS NOT NULL, severity, number LIMIT ${OPEN_MAX}`;
  return summariesOf(
    db,
    rows.map(({ id }) => id),
  );
}

export async function caseIdOf(number: number): Promise<string | null> {
  return (await db.case.findUnique({ where: { number }, select: { id: true } }))?.id ?? null;
}

export async function viewCaseByNumber(number: number): Promise<CaseView | null> {
  const id = await caseIdOf(number);
  return id ? viewCase(db, id) : null;
}

/** The case as everybody sees it, within `tx`. Its cost does not grow with the length of its timeline. */
export async function viewCase(tx: Tx, caseId: string): Promise<CaseView | null> {
  const [summary] = await summariesOf(tx, [caseId]);
  const row = await tx.case.findUnique({ where: { id: caseId }, include: INCLUDE });
  if (!summary || !row) return null;
  const offer = row.handOvers[0];
  const names = await namesOf(tx, [
    ...row.members.map(({ personId }) => personId),
    ...(offer ? [offer.fromId, offer.toId] : []),
    row.closedById,
  ]);
  return {
    ...summary,
    reportEvery: reportEvery(row),
    members: row.members.map(({ personId, role, since }) => ({
      person: personRef(names, personId),
      role,
      since: since.toISOString(),
    })),
    handOver: offer
      ? {
          id: offer.id,
          from: personRef(names, offer.fromId),
          to: personRef(names, offer.toId),
          note: offer.note,
          offeredAt: offer.offeredAt.toISOString(),
        }
      : null,
    closedBy: row.closedById ? personRef(names, row.closedById) : null,
    suspectList: row.suspects.map((suspect) => suspectOf(suspect, row.clusterId)),
    counts: await countsOf(tx, caseId),
    phaseHistory: await phaseHistory(tx, row),
  };
}

/** Counting stops at COUNT_MAX + 1, because a timeline may have a million entries and a case is told often. */
async function countsOf(tx: Tx, caseId: string): Promise<CaseView['counts']> {
  const [counts] = await tx.$queryRaw<CaseView['counts'][]>`
    SELECT
      (SELECT count(*)::int FROM (
        SELECT 1 FROM "TimelineEntry" WHERE "caseId" = ${caseId}::uuid LIMIT ${COUNT_MAX + 1}) e) AS timeline,
      (SELECT count(*)::int FROM "Artifact" WHERE "caseId" = ${caseId}::uuid) AS evidence,
      (SELECT count(*)::int FROM (
        SELECT 1 FROM "ActionRecord" WHERE "caseId" = ${caseId}::uuid AND kind = 'intent' LIMIT ${COUNT_MAX + 1}) r) AS actions`;
  return counts ?? { timeline: 0, evidence: 0, actions: 0 };
}

async function phaseHistory(tx: Tx, { id, detectedAt }: Row): Promise<CaseView['phaseHistory']> {
  const phases = await tx.timelineEntry.findMany({
    where: { caseId: id, source: 'phase' },
    orderBy: [{ sortAt: 'asc' }, { id: 'asc' }],
    select: { detail: true, occurredAt: true },
  });
  return [
    { phase: 'detection', enteredAt: detectedAt.toISOString() },
    ...phases.flatMap(({ detail, occurredAt }) => {
      const to = PhaseDetail.safeParse(detail).data?.to;
      return to ? [{ phase: to, enteredAt: occurredAt.toISOString() }] : [];
    }),
  ];
}

const PhaseDetail = z.object({ to: Phase });

function suspectOf(row: Row['suspects'][number], clusterId: string): SuspectView {
  return {
    id: row.id,
    podUid: row.podUid,
    namespace: row.namespace,
    podName: row.podName,
    node: row.node,
    serviceAccount: row.serviceAccount,
    ownerChain: z.array(OwnerRef).catch([]).parse(row.ownerChain),
    images: z.array(ImageRef).catch([]).parse(row.images),
    addedAt: row.addedAt.toISOString(),
    presence: presenceOf(clusterId, row.podUid),
  };
}
