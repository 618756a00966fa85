import 'server-only';
import { z } from 'zod';
import { namesOf, personRef } from '../cases/people.server.ts';
import { db, type Prisma, type Tx } from '../db/client.server.ts';
import { publish } from '../live/publish.server.ts';
import { type DeliveryView, ReportText, type ReportView } from './report.ts';
import { EMPTY_REPORT } from './report-text.ts';

const INCLUDE = { deliveries: { orderBy: { channelName: 'asc' } } } as const satisfies Prisma.StatusReportInclude;
type Row = Prisma.StatusReportGetPayload<{ include: typeof INCLUDE }>;

/** The newest that are shown; all of them are on the timeline. */
const LIST_MAX = 100;

/** Status reports of a case, the latest first. */
export async function listReports(caseId: string): Promise<ReportView[]> {
  const rows = await db.statusReport.findMany({
    where: { caseId },
    include: INCLUDE,
    orderBy: { number: 'desc' },
    take: LIST_MAX,
  });
  const names = await namesOf(
    db,
    rows.flatMap((row) => [row.createdById, row.sentById]),
  );
  return rows.map((row) => view(row, names));
}

export async function viewReport(tx: Tx, id: string): Promise<ReportView> {
  const row = await tx.statusReport.findUniqueOrThrow({ where: { id }, include: INCLUDE });
  return view(row, await namesOf(tx, [row.createdById, row.sentById]));
}

/** Tells every browser how the report is now. The row is locked, so that views are told in the order of their making. */
export async function publishReport(tx: Tx, id: string): Promise<ReportView> {
  await tx.$queryRaw`SELECT id FROM "StatusReport" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const report = await viewReport(tx, id);
  await publish(tx, `case:${report.caseId}`, { type: 'report.changed', report });
  return report;
}

const Outcome = z.enum(['succeeded', 'failed', 'unknown']).nullable().catch('unknown');

const view = (row: Row, names: ReadonlyMap<string, string>): ReportView => ({
  id: row.id,
  caseId: row.caseId,
  number: row.number,
  content: ReportText.catch(EMPTY_REPORT).parse(row.content),
  upTo: row.upTo.toISOString(),
  version: row.version,
  createdBy: personRef(names, row.createdById),
  createdAt: row.createdAt.toISOString(),
  sentAt: row.sentAt?.toISOString() ?? null,
  sentBy: row.sentById ? personRef(names, row.sentById) : null,
  deliveries: row.deliveries.map(
    ({ id, channelName, kind, outcome, words, startedAt, endedAt }): DeliveryView => ({
      id,
      channel: channelName,
      kind,
      outcome: Outcome.parse(outcome) ?? 'under-way',
      words,
      at: (endedAt ?? startedAt).toISOString(),
    }),
  ),
});
