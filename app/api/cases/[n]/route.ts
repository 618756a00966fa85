import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { viewCaseByNumber } from '@/lib/cases/read.server';

/** One case by its number: CaseView. */
export const GET = route(
  'case.read',
  { params: CaseParams },
  async ({ params: { n } }) => (await viewCaseByNumber(n)) ?? notFound(`case ${n}`),
);
