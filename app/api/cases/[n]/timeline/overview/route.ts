import { notFound, refuse, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { readOverview } from '@/lib/timeline/overview.server';
import { OverviewQuery } from '@/lib/timeline/page';

/** How many entries a view of the timeline has, by lane and time: TimelineOverview. */
export const GET = route(
  'case.read',
  { params: CaseParams, query: OverviewQuery },
  async ({ params: { n }, query }) => {
    const caseId = await caseIdOf(n);
    if (!caseId) return notFound(`case ${n}`);
    const overview = await readOverview(caseId, query);
    return overview.ok ? overview.value : refuse(400, overview.failure);
  },
);
