import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { listTasks } from '@/lib/cases/tasks.server';

/** TaskView[] of a case. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? listTasks(caseId) : notFound(`case ${n}`);
});
