import 'server-only';
import { unlessInProgress } from '../action-log/in-progress.server.ts';
import { recordNote } from '../action-log/log.server.ts';
import { severityNumber } from '../cases/case.ts';
import { namesOf } from '../cases/people.server.ts';
import { say } from '../cases/say.server.ts';
import { config } from '../config.ts';
import { db, inTransaction } from '../db/client.server.ts';

import { deliverTo } from './channels.server.ts';
import { headingOf } from './message.ts';
import type { Delivered } from './post.server.ts';
import { publishReport } from './read.server.ts';
import { ReportText } from './report.ts';
import { sayName } from './say.ts';

/** Sends a report that is on the record as sent to each channel that has no outcome yet; all at once, each once. */
export async function deliverReport(reportId: string): Promise<void> {
  const report = await db.statusReport.findUniqueOrThrow({
    where: { id: reportId },
    include: { case: true, deliveries: { where: { outcome: null } } },
  });
  const names = await namesOf(db, [report.sentById]);
  const heading = headingOf({
    caseNumber: report.case.number,
    title: report.case.title,
    severity: severityNumber(report.case.severity),
    phase: report.case.phase,
    drill: report.case.drill,
    reportNumber: report.number,
    upTo: report.upTo.toISOString(),
    by: names.get(report.sentById ?? '') ?? 'unknown',
    url: caseUrl(report.case.number),
  });
  const content = ReportText.parse(report.content);
  await Promise.all(
    report.deliveries.map(async ({ id, channelId }) => {
      const channel = channelId ? await db.channel.findUnique({ where: { id: channelId } }) : null;
      const delivered: Delivered = channel
        ? await deliverTo(channel, heading, content, `report-${id}`).catch(brokenDown)
        : { outcome: 'failed', words: 'The channel is no more. Nothing was sent.' };
      await endDelivery(id, delivered);
    }),
  );
}

export const caseUrl = (number: number): string => `${config.authUrl}/cases/${number}`;

/** A bug of ours on the way: nobody can say how far it came. */
function brokenDown(error: unknown): Delivered {
  console.error('A delivery broke down:', error);
  return { outcome: 'unknown', words: 'Bulkhead failed while sending: whether it arrived is not known. See its log.' };
}

/** Writes what became of one delivery, once; with the last one of a report the whole comes on the timeline. */
async function endDelivery(deliveryId: string, { outcome, words }: Delivered): Promise<void> {
  await inTransaction(async (tx) => {
    const { reportId } = await tx.reportDelivery.findUniqueOrThrow({ where: { id: deliveryId } });
    await tx.$queryRaw`SELECT id FROM "StatusReport" WHERE id = ${reportId}::uuid FOR NO KEY UPDATE`;
    const ended = await tx.reportDelivery.updateMany({
      where: { id: deliveryId, outcome: null },
      data: { outcome, words, endedAt: new Date() },
    });
    if (ended.count === 0) return; // somebody settled it meanwhile
    const report = await publishReport(tx, reportId);
    if (report.deliveries.some((delivery) => delivery.outcome === 'under-way')) return;
    const said = report.deliveries.map((one) => `${sayName(one.channel)} ${OUTCOME[one.outcome]}`).join(', ');
    const sentence = `Status report ${report.number}: ${said}`;
    const detail = {
      reportId,
      number: report.number,
      deliveries: report.deliveries.map((one) => ({ channel: one.channel, outcome: one.outcome, words: one.words })),
    };
    const { caseId } = report;
    await say(tx, caseId, null, sentence, detail);
    await recordNote({ person: null, clusterId: null, caseId, words: sentence }, detail, tx);
  });
}

const OUTCOME = {
  succeeded: 'got it',
  failed: 'did not get it',
  unknown: 'may have got it, unknown',
  'under-way': 'under way',
} as const;

/** After a crash: deliveries of a process that is no more end as unknown. Nothing is sent again. Answers how many. */
export async function settleDeliveries(): Promise<number> {
  const open = await db.reportDelivery.findMany({
    where: { outcome: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  let settled = 0;
  for (const { id } of open) {
    await unlessInProgress(id, async () => {
      await endDelivery(id, { outcome: 'unknown', words: DIED });
      settled += 1;
    });
  }
  return settled;
}

const DIED = 'Bulkhead ended before an answer came: whether it arrived is not known. It is not sent again by itself.';
