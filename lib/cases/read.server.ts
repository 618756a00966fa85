import 'server-only';
import { z } from 'zod';
import { clusterById } from '../cluster/clusters.server.ts';
import { db, type Prisma, type Tx } from '../db/client.server.ts';
import { ImageRef, OwnerRef } from '../triage/row.ts';
import { type CaseSummary, type CaseView, Phase, REPORT_EVERY_MIN, type SuspectView } from './case.ts';
import { isolationOf, nextStepOf, worstOf } from './isolation.ts';

const INCLUDE = {
  cluster: true,
  tasks: { where: { state: 'open' }, select: { ownerId: true, dueAt: true } },
  suspects: {
    orderBy: { id: 'asc' },
    include: {
      steps: { select: { step: true, state: true, undoOf: true, result: true }, orderBy: { startedAt: 'desc' } },
    },
  },
} as const satisfies Prisma.CaseInclude;

type Row = Prisma.CaseGetPayload<{ include: typeof INCLUDE }>;

/** Not contained first, then by severity, then the newest. */
export async function listCases(): Promise<CaseSummary[]> {
  const rows = await db.case.findMany({ include: INCLUDE, orderBy: { number: 'desc' }, take: 500 });
  const names = await namesOf(
    db,
    rows.map((row) => row.commanderId),
  );
  const urgency = (one: CaseSummary) => (one.closedAt ? 2 : one.containedAt ? 1 : 0);
  const severities = ['critical', 'high', 'moderate', 'low'];
  return rows
    .map((row) => summaryOf(row, names))
    .sort((a, b) => urgency(a) - urgency(b) || severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

export async function caseIdOf(number: number): Promise<string | null> {
  return (await db.case.findUnique({ where: { number }, select: { id: true } }))?.id ?? null;
}

export async function viewCaseByNumber(number: number): Promise<CaseView | null> {
  const id = await caseIdOf(number);
  return id ? viewCase(db, id) : null;
}

/** The case as everybody sees it, within `tx`. */
export async function viewCase(tx: Tx, caseId: string): Promise<CaseView | null> {
  const row = await tx.case.findUnique({
    where: { id: caseId },
    include: {
      ...INCLUDE,
      members: { orderBy: { since: 'asc' } },
      handOvers: { where: { state: 'offered' }, take: 1 },
    },
  });
  if (!row) return null;
  const offer = row.handOvers[0];
  const names = await namesOf(tx, [
    row.commanderId,
    ...row.members.map(({ personId }) => personId),
    ...(offer ? [offer.fromId, offer.toId] : []),
  ]);
  const phases = await tx.timelineEntry.findMany({
    where: { caseId, source: 'phase' },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
  });
  return {
    ...summaryOf(row, names),
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
    suspectList: row.suspects.map((suspect) => suspectOf(suspect, row.clusterId)),
    counts: {
      timeline: await tx.timelineEntry.count({ where: { caseId } }),
      evidence: await tx.artifact.count({ where: { caseId } }),
      actions: await tx.actionRecord.count({ where: { caseId, kind: 'intent' } }),
    },
    phaseHistory: [
      { phase: 'detection', enteredAt: row.detectedAt.toISOString() },
      ...phases.flatMap((entry) => {
        const to = PhaseDetail.safeParse(entry.detail).data?.to;
        return to ? [{ phase: to, enteredAt: entry.occurredAt.toISOString() }] : [];
      }),
    ],
  };
}

const PhaseDetail = z.object({ to: Phase });

async function namesOf(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  const people = await tx.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(people.map(({ id, name }) => [id, name]));
}

const personRef = (names: ReadonlyMap<string, string>, id: string) => ({ id, name: names.get(id) ?? 'unknown' });

const reportEvery = (row: Pick<Row, 'updateEvery' | 'severity'>): number =>
  row.updateEvery ?? REPORT_EVERY_MIN[row.severity];

function summaryOf(row: Row, names: ReadonlyMap<string, string>): CaseSummary {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    severity: row.severity,
    phase: row.phase,
    commander: personRef(names, row.commanderId),
    clusterId: row.clusterId,
    clusterName: row.cluster.name,
    drill: row.drill,
    detectedAt: row.detectedAt.toISOString(),
    openedAt: row.openedAt.toISOString(),
    containedAt: row.containedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    suspects: row.suspects.length,
    isolation: worstOf(row.suspects.map((suspect) => isolationOf(suspect.steps))),
    nextStep: nextStepOf(
      row.suspects.map((suspect) => ({ name: `${suspect.namespace}/${suspect.podName}`, runs: suspect.steps })),
      row.closedAt !== null,
    ),
    nextWho: 'Commander',
    tasks: {
      open: row.tasks.length,
      withoutOwner: row.tasks.filter(({ ownerId }) => !ownerId).length,
      overdue: row.tasks.filter(({ dueAt }) => dueAt && dueAt.getTime() < Date.now()).length,
    },
    reportDueAt: row.closedAt
      ? null
      : new Date((row.lastReportAt ?? row.openedAt).getTime() + reportEvery(row) * 60_000).toISOString(),
    result: row.result,
  };
}

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

/** Present or gone only when the cache is live; old data proves neither. */
function presenceOf(clusterId: string, podUid: string): SuspectView['presence'] {
  const cache = clusterById(clusterId)?.cache;
  const pods = cache?.status().resources.find(({ resource }) => resource === 'pods');
  if (!cache || pods?.state !== 'live') return 'unknown';
  return cache.podByUid(podUid) ? 'present' : 'gone';
}
