import { z } from 'zod';
import { IsolationMode, StepKind } from './step.ts';

export const PlanInput = z.object({
  caseId: z.uuid(),
  suspectId: z.uuid(),
  step: StepKind,
  mode: IsolationMode.nullable(),
  /** the run to take back; null: the step itself */
  undoOf: z.uuid().nullable(),
});
export type PlanInput = z.infer<typeof PlanInput>;

/** The same as a query: `?suspect&step&mode&undoOf`. */
export const PlanQuery = z.object({
  suspect: z.uuid(),
  step: StepKind,
  mode: IsolationMode.optional(),
  undoOf: z.uuid().optional(),
});
