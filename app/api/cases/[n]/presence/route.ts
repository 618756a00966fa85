import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { whoIsIn } from '@/lib/live/presence.server';

/** Who is in the room of a case: PresenceView[]. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? whoIsIn(caseId) : notFound(`case ${n}`);
});
