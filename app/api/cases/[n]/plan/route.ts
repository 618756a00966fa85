import { notFound, refuse, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { planStep } from '@/lib/containment/plan.server';
import { PlanQuery } from '@/lib/containment/plan-input';

/** What a step would send, with dry runs: Plan. Nothing is changed. */
export const GET = route(
  'containment.preview',
  { params: CaseParams, query: PlanQuery },
  async ({ params: { n }, query }) => {
    const caseId = await caseIdOf(n);
    if (!caseId) return notFound(`case ${n}`);
    const made = await planStep({
      caseId,
      suspectId: query.suspect,
      step: query.step,
      mode: query.mode ?? null,
      undoOf: query.undoOf ?? null,
    });
    return made.ok ? made.value.plan : refuse(409, made.failure);
  },
);
