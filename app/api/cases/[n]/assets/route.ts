import { notFound, route } from '@/app/api-route';
import { listAssets } from '@/lib/cases/assets.server';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';

/** AssetView[] of a case. */
export const GET = route('case.read', { params: CaseParams }, async ({ params: { n } }) => {
  const caseId = await caseIdOf(n);
  return caseId ? listAssets(caseId) : notFound(`case ${n}`);
});
