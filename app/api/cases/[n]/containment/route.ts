import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { viewContainment } from '@/lib/containment/view.server';

/** Steps and gates of each suspect: ContainmentView[]. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? viewContainment(caseId) : notFound(`case ${n}`);
});
