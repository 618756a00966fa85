import 'server-only';
import { randomUUID } from 'node:crypto';
import { holdAction, releaseAction } from '../action-log/in-progress.server.ts';
import { recordNote } from '../action-log/log.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { publishCase } from '../cases/changed.server.ts';
import { inOpenCase, type OpenCaseRow } from '../cases/open-case.server.ts';
import { say } from '../cases/say.server.ts';
import type { Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { KIND_NAME } from './channel.ts';
import { deliverReport } from './deliver.server.ts';
import type { SendReport } from './inputs.ts';
import { storeIn } from './keep.server.ts';
import { publishReport } from './read.server.ts';
import type { ReportView } from './report.ts';
import { sayName } from './say.ts';

/**
 * Sends the report that is on screen. First it is kept, closed for changes and put on the record, in one transaction; then
 * each channel gets it once. Answers before they did: outcomes come as they come, and stand with the report.
 */
export async function sendReport(
  input: SendReport,
  { person }: { person: SignedIn },
): Promise<ActionResult<ReportView>> {
  const to = [...new Set(input.channelIds)].map((channelId) => ({ channelId, id: randomUUID() }));
  // Held before they are on record, so that no process that starts takes them for what a dead one left behind.
  for (const { id } of to) await holdAction(id);
  const release = () => Promise.all(to.map(({ id }) => releaseAction(id)));
  let sent: ActionResult<ReportView>;
  try {
    sent = await inOpenCase(input.caseId, { change: true }, (tx, row) => sendIn(tx, row, { ...input, to }, person));
  } catch (error) {
    await release();
    throw error;
  }
  if (!sent.ok) await release();
  else if (to.length > 0)
    void deliverReport(sent.value.id)
      .catch((error: unknown) => console.error('A status report could not be delivered:', error))
      .finally(release);
  return sent;
}

type Sending = SendReport & { to: { channelId: string; id: string }[] };

async function sendIn(
  tx: Tx,
  row: OpenCaseRow,
  { to, ...input }: Sending,
  person: SignedIn,
): Promise<ActionResult<ReportView>> {
  if (to.length === 0 && input.byHand === '')
    return failed('no-channel', 'Nobody would get it', 'Nothing was sent.', 'Choose a channel, or say whom you told.');
  const channels = await tx.channel.findMany({
    where: { id: { in: to.map(({ channelId }) => channelId) }, removedAt: null },
    orderBy: { name: 'asc' },
  });
  if (channels.length < to.length)
    return failed('no-such-channel', 'A channel was removed meanwhile', 'Nothing was sent.', 'Choose again.');
  const stored = await storeIn(tx, input, person);
  if (!stored.ok) return stored;
  const reportId = stored.value;
  await tx.reportDelivery.createMany({
    data: channels.map((channel) => ({
      id: to.find(({ channelId }) => channelId === channel.id)?.id,
      reportId,
      channelId: channel.id,
      channelName: channel.name,
      kind: channel.kind,
    })),
  });
  const sentAt = new Date();
  const { number } = await tx.statusReport.update({ where: { id: reportId }, data: { sentAt, sentById: person.id } });
  await tx.case.update({ where: { id: row.id }, data: { lastReportAt: sentAt } });
  const names = [
    ...channels.map(({ name, kind }) => `${sayName(name)} (${KIND_NAME[kind]})`),
    ...(input.byHand ? [`${sayName(input.byHand)} (told by hand)`] : []),
  ];
  const sentence = `Status report ${number} goes to ${names.join(', ')}`;
  const detail = { reportId, number, to: names };
  await say(tx, row.id, person, sentence, detail);
  await recordNote({ person, clusterId: row.clusterId, caseId: row.id, words: sentence }, detail, tx);
  const view = await publishReport(tx, reportId);
  await publishCase(tx, row.id);
  return succeeded(view);
}
