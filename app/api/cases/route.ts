import { route } from '@/app/api-route';
import { listCases } from '@/lib/cases/read.server';

/** All cases, not contained first: CaseSummary[]. */
export const GET = route('case.read', {}, () => listCases());
