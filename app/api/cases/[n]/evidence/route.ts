import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { listArtifacts } from '@/lib/evidence/read.server';

/** Artifacts with their custody: ArtifactView[]. */
export const GET = route('evidence.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? listArtifacts(caseId) : notFound(`case ${n}`);
});
