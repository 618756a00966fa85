import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { clocksOf } from '@/lib/timeline/clocks.server';

/** Whose clocks gave the times of a case's entries, and what was set about them: SourceClock[]. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? clocksOf(caseId) : notFound(`case ${n}`);
});
