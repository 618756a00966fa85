import { notFound, refuse, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { TimelineQuery } from '@/lib/timeline/page';
import { readPage } from '@/lib/timeline/page.server';

/** A page of the timeline, latest first: TimelinePage. Without before, after or at, the newest. */
export const GET = route(
  'case.read',
  { params: CaseParams, query: TimelineQuery },
  async ({ params: { n }, query }) => {
    const caseId = await caseIdOf(n);
    if (!caseId) return notFound(`case ${n}`);
    const page = await readPage(caseId, query);
    return page.ok ? page.value : refuse(400, page.failure);
  },
);
