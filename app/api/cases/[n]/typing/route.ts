import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { whoTypes } from '@/lib/drafts/drafts.server';

/** Who is typing in which field of a case: Typing[]. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? whoTypes(caseId) : notFound(`case ${n}`);
});
