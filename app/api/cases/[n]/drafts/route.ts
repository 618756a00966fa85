import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { ownDrafts } from '@/lib/drafts/drafts.server';

/** One's own drafts in a case: DraftView[]. */
export const GET = route('draft.own', { params: CaseParams }, async ({ params: { n }, person }) => {
  const caseId = await caseIdOf(n);
  return caseId ? ownDrafts(caseId, person.id) : notFound(`case ${n}`);
});
