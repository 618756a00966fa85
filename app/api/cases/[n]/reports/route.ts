import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { listReports } from '@/lib/reports/read.server';

/** Status reports of a case with what became of each sending, the latest first: ReportView[]. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? listReports(caseId) : notFound(`case ${n}`);
});
