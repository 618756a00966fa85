import { route } from '@/app/api-route';
import { listCases } from '@/lib/cases/read.server';

/** Open cases, the most urgent first, at most 200: CaseSummary[]. */
export const GET = route('case.read', {}, () => listCases());
