import { z } from 'zod';
import { PersonRef, Phase } from '../cases/case.ts';
import { PLACEHOLDERS } from './fill.ts';
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
  /** of a step that Bulkhead does and that is not done: what it waits for */
  proof: Proof.nullable(),
  /** added to this case by a person, and in no playbook */
  own: z.boolean(),
});
export type ChecklistStepView = z.infer<typeof ChecklistStepView>;

export const CriterionView = Criterion.extend({
  id: z.uuid(),
  state: z.enum(['open', 'met', 'overridden']),
  reason: z.string(),
  /** of a criterion that Bulkhead judges and that is not met: what it waits for */
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
  endedBy: z.string().nullable(),
});
export type PhaseChecklist = z.infer<typeof PhaseChecklist>;

const Names = z.partialRecord(z.enum(PLACEHOLDERS), z.string());
export const SubjectView = z.object({ title: z.string(), names: Names, containers: z.array(Names) });

/** All five phases of one case. A case that was closed before there were checklists has no step in any. */
export const ChecklistView = z.object({
  caseId: z.uuid(),
  phases: z.array(PhaseChecklist),
  /** the names of each suspect, with which `fill` of lib/playbooks/fill.ts makes the commands of a step */
  subjects: z.array(SubjectView),
});
export type ChecklistView = z.infer<typeof ChecklistView>;
