import { z } from 'zod';
import { PersonRef, Phase } from '../cases/case.ts';
import { Criterion, Step } from './playbook.ts';

/** What shows that something is done: records of the action log, artifacts, or what a person wrote. */
export const Proof = z.object({
  words: z.string(),
  actions: z.array(z.number().int()),
  artifacts: z.array(z.object({ id: z.uuid(), number: z.number().int() })),
  by: z.string().nullable(),
  at: z.string().nullable(),
});
export type Proof = z.infer<typeof Proof>;

export const ChecklistStepView = Step.extend({
  id: z.uuid(),
  state: z.enum(['open', 'doing', 'done', 'skipped']),
  owner: PersonRef.nullable(),
  proof: Proof.nullable(),
  /** commands with the case's own names filled in; `missing`: names that the case does not have */
  filled: z.array(z.object({ words: z.string(), run: z.string(), missing: z.array(z.string()) })),
});
export type ChecklistStepView = z.infer<typeof ChecklistStepView>;

export const CriterionView = Criterion.extend({
  id: z.uuid(),
  state: z.enum(['open', 'met', 'overridden']),
  reason: z.string(),
  proof: Proof.nullable(),
});
export type CriterionView = z.infer<typeof CriterionView>;

export const PhaseChecklist = z.object({
  phase: Phase,
  title: z.string(),
  version: z.number().int(),
  steps: z.array(ChecklistStepView),
  criteria: z.array(CriterionView),
  enteredAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type PhaseChecklist = z.infer<typeof PhaseChecklist>;

/** All five phases of one case. */
export const ChecklistView = z.object({ caseId: z.uuid(), phases: z.array(PhaseChecklist) });
export type ChecklistView = z.infer<typeof ChecklistView>;
