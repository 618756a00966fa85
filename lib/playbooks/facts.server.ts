import 'server-only';
import { z } from 'zod';
import { namesOf } from '../cases/people.server.ts';
import { collectorStates } from '../containment/collected.ts';
import { RunRecord } from '../containment/run-record.ts';
import type { Prisma, Tx } from '../db/client.server.ts';
import { OwnerRef } from '../triage/row.ts';
import type { ArtifactFact, CaseFacts, RunFact, SuspectFact } from './facts.ts';

const INCLUDE = {
  suspects: {
    orderBy: { id: 'asc' },
    include: {
      steps: { orderBy: { startedAt: 'desc' } },
      artifacts: {
        orderBy: { number: 'asc' },
        include: { custody: { orderBy: { occurredAt: 'asc' }, select: { kind: true, sha256: true } } },
      },
    },
  },
  reports: { where: { sentAt: { not: null } }, orderBy: { sentAt: 'desc' }, take: 1 },
} as const satisfies Prisma.CaseInclude;

type Row = Prisma.CaseGetPayload<{ include: typeof INCLUDE }>;
type Names = ReadonlyMap<string, string>;

/** What the records say about a case now, and the suspects with the names that commands are filled with. */
export async function readFacts(tx: Tx, caseId: string): Promise<{ row: Row; facts: CaseFacts }> {
  const row = await tx.case.findUniqueOrThrow({ where: { id: caseId }, include: INCLUDE });
  const report = row.reports[0];
  const commander = await tx.person.findUnique({ where: { id: row.commanderId } });
  const names = await namesOf(tx, [
    ...row.suspects.flatMap(({ steps }) => steps.map(({ startedById }) => startedById)),
    report?.sentById ?? null,
  ]);
  const ended = await tx.task.groupBy({ by: ['state'], where: { caseId }, _count: true });
  const tasks = (open: boolean) =>
    ended.reduce((sum, { state, _count }) => sum + ((state === 'open') === open ? _count : 0), 0);
  return {
    row,
    facts: {
      severity: row.severity,
      commander: { name: commander?.name ?? 'nobody', disabled: !commander || commander.disabledAt !== null },
      openedAt: row.openedAt.toISOString(),
      suspects: row.suspects.map((suspect) => suspectFact(suspect, names)),
      report: report?.sentAt
        ? { number: report.number, at: report.sentAt.toISOString(), by: names.get(report.sentById ?? '') ?? 'unknown' }
        : null,
      tasks: { open: tasks(true), ended: tasks(false) },
    },
  };
}

function suspectFact(suspect: Row['suspects'][number], names: Names): SuspectFact {
  return {
    name: `${suspect.namespace}/${suspect.podName}`,
    podUid: suspect.podUid,
    addedAt: suspect.addedAt.toISOString(),
    ownerUids: z
      .array(OwnerRef)
      .catch([])
      .parse(suspect.ownerChain)
      .map(({ uid }) => uid),
    runs: suspect.steps.map((run) => runFact(run, suspect.artifacts, names)),
  };
}

type RunRow = Row['suspects'][number]['steps'][number];
type ArtifactRow = Row['suspects'][number]['artifacts'][number];

function runFact(run: RunRow, all: readonly ArtifactRow[], names: Names): RunFact {
  const artifacts = all.filter(({ stepRunId }) => stepRunId === run.id);
  const record = RunRecord.safeParse(run.plan).data;
  return {
    step: run.step,
    state: run.state,
    undoOf: run.undoOf,
    result: run.result,
    by: names.get(run.startedById) ?? 'unknown',
    at: (run.endedAt ?? run.startedAt).toISOString(),
    seqs: record?.progress.flatMap(({ seqs }) => seqs) ?? [],
    collectors: run.step === 'capture' ? collectorStates(run, artifacts) : [],
    workloadUid: record?.scale?.uid ?? null,
    artifacts: artifacts.map(artifactFact),
  };
}

const artifactFact = ({ id, number, state, reason, sha256, custody }: ArtifactRow): ArtifactFact => ({
  id,
  number,
  state,
  reason,
  sha256,
  custody,
});
