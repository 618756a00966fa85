import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { listLeftBehind } from '@/lib/cases/left-behind.server';
import { caseIdOf } from '@/lib/cases/read.server';

/** LeftBehind[] of a case. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? listLeftBehind(caseId) : notFound(`case ${n}`);
});
