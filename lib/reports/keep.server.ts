import 'server-only';
import { storable } from '../action-log/canonical.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { inOpenCase } from '../cases/open-case.server.ts';
import type { Prisma, Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import type { KeepReport } from './inputs.ts';
import { publishReport } from './read.server.ts';
import type { ReportText, ReportView } from './report.ts';
import { ReportText as Stored } from './report.ts';
import { isEmpty, sameReport, tooMuch } from './report-text.ts';

/** Keeps a report for everybody in the case, not sent yet. There is one such report in a case at a time. */
export const keepReport = (input: KeepReport, { person }: { person: SignedIn }): Promise<ActionResult<ReportView>> =>
  inOpenCase(input.caseId, { change: true }, async (tx) => {
    const stored = await storeIn(tx, input, person);
    return stored.ok ? succeeded(await publishReport(tx, stored.value)) : stored;
  });

const CHANGED = failed(
  'report-changed',
  'Somebody else changed this report meanwhile',
  'Nothing was saved. Your text is still here, theirs is shown beside it.',
  'Take over what you need, then save yours, or take theirs.',
);

/** Writes what is on screen, within `tx` and with the case locked; answers the report's id. */
export async function storeIn(
  tx: Tx,
  { caseId, reportId, baseVersion, content, upTo }: KeepReport,
  person: Pick<SignedIn, 'id'>,
): Promise<ActionResult<string>> {
  const much = tooMuch(content);
  if (much) return failed('report-too-long', 'The report is too long', `${much}. Nothing was saved.`, 'Shorten it.');
  if (isEmpty(content))
    return failed('report-empty', 'The report says nothing', 'Nothing was saved.', 'Write a line, or draft it anew.');
  const data = { content: storable(content) as Prisma.InputJsonObject, upTo: new Date(upTo) }; // its strings made storable
  if (reportId === null) return addIn(tx, caseId, data, person);
  const row = await tx.statusReport.findFirst({ where: { id: reportId, caseId } });
  if (!row) return failed('no-such-report', 'There is no such report in this case', 'Nothing was saved.');
  if (row.sentAt)
    return failed(
      'report-sent',
      `Report ${row.number} was sent meanwhile`,
      'A report that was sent stays as it was sent. Your text is still here.',
      'Save it as the next report.',
    );
  if (row.version !== baseVersion) return CHANGED;
  const before: ReportText = Stored.parse(row.content);
  if (!sameReport(before, content) || row.upTo.getTime() !== data.upTo.getTime())
    await tx.statusReport.update({ where: { id: reportId }, data: { ...data, version: row.version + 1 } });
  return succeeded(row.id);
}

async function addIn(
  tx: Tx,
  caseId: string,
  data: { content: Prisma.InputJsonObject; upTo: Date },
  person: Pick<SignedIn, 'id'>,
): Promise<ActionResult<string>> {
  const kept = await tx.statusReport.findFirst({ where: { caseId, sentAt: null }, select: { id: true } });
  if (kept) return CHANGED;
  const latest = await tx.statusReport.findFirst({
    where: { caseId },
    orderBy: { number: 'desc' },
    select: { number: true },
  });
  const number = (latest?.number ?? 0) + 1;
  const { id } = await tx.statusReport.create({ data: { caseId, number, createdById: person.id, ...data } });
  return succeeded(id);
}
