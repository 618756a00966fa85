'use server';

import { action } from '@/app/action';
import * as readiness from '@/lib/readiness/attest.server';
import { AttestInput, PlanInput } from '@/lib/readiness/view';

/** Says how a readiness check stands, until when; what was said before stays. */
export const attest = action('readiness.attest', AttestInput, readiness.attest);

/** Sets who sees to a readiness check and by when. */
export const planCheck = action('readiness.attest', PlanInput, readiness.plan);
