import 'server-only';
import { db, type Prisma, type Tx } from '../db/client.server.ts';
import { publish } from '../live/publish.server.ts';
import type { ArtifactView } from './artifact.ts';

type Row = Prisma.ArtifactGetPayload<{ include: { custody: true } }>;
const WITH_CUSTODY = { custody: { orderBy: { id: 'asc' } } } as const satisfies Prisma.ArtifactInclude;

export async function listArtifacts(caseId: string): Promise<ArtifactView[]> {
  const rows = await db.artifact.findMany({ where: { caseId }, include: WITH_CUSTODY, orderBy: { number: 'asc' } });
  const names = await namesOf(db, rows);
  return rows.map((row) => viewOf(row, names));
}

export async function viewArtifact(tx: Tx, id: string): Promise<ArtifactView | null> {
  const row = await tx.artifact.findUnique({ where: { id }, include: WITH_CUSTODY });
  return row && viewOf(row, await namesOf(tx, [row]));
}

/** Tells every browser how an artifact is now. */
export async function publishArtifact(tx: Tx, id: string): Promise<void> {
  const artifact = await viewArtifact(tx, id);
  if (artifact)
    await publish(tx, `case:${artifact.caseId}`, { type: 'artifact.changed', caseId: artifact.caseId, artifact });
}

async function namesOf(tx: Tx, rows: readonly Row[]): Promise<Map<string, string>> {
  const ids = new Set(rows.flatMap((row) => [row.collectedById, ...row.custody.map(({ personId }) => personId)]));
  const people = await tx.person.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  return new Map(people.map(({ id, name }) => [id, name]));
}

const viewOf = (row: Row, names: ReadonlyMap<string, string>): ArtifactView => ({
  id: row.id,
  caseId: row.caseId,
  suspectId: row.suspectId,
  stepRunId: row.stepRunId,
  number: row.number,
  collector: row.collector,
  title: row.title,
  container: row.container,
  command: row.command,
  contentType: row.contentType,
  state: row.state,
  reason: row.reason,
  sensitive: row.sensitive,
  sizeBytes: Number(row.sizeBytes),
  sha256: row.sha256,
  collectedBy: names.get(row.collectedById) ?? 'unknown',
  startedAt: row.startedAt.toISOString(),
  sealedAt: row.sealedAt?.toISOString() ?? null,
  custody: row.custody.map((event) => ({
    id: event.id,
    kind: event.kind,
    by: names.get(event.personId) ?? 'unknown',
    occurredAt: event.occurredAt.toISOString(),
    sha256: event.sha256,
    detail: event.detail,
  })),
});
