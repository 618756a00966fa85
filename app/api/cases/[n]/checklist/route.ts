import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { viewChecklist } from '@/lib/playbooks/view.server';

/** The five phases of a case with their steps and criteria: ChecklistView. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? viewChecklist(caseId) : notFound(`case ${n}`);
});
