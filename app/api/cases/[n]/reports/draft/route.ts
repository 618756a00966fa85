import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { draftOf } from '@/lib/reports/facts.server';

/** A status report as the record would have it now: ReportDraft. Keeps nothing. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return (caseId && (await draftOf(caseId))) || notFound(`case ${n}`);
});
