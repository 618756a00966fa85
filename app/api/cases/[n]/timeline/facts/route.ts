import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { readFacts } from '@/lib/timeline/overview.server';

/** What the filter can be completed with, and the clocks that were corrected: TimelineFacts. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? readFacts(caseId) : notFound(`case ${n}`);
});
