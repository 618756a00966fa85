import { route } from '@/app/api-route';
import { viewReadiness } from '@/lib/readiness/read.server';

/** ReadinessView: attestations, plans, findings and the times of cases, from which the score is computed. */
export const GET = route('readiness.read', {}, () => viewReadiness());
