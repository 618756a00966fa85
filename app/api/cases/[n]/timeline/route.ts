import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { listTimeline } from '@/lib/timeline/read.server';

/** The timeline, latest first: TimelineEntry[]. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? listTimeline(caseId) : notFound(`case ${n}`);
});
