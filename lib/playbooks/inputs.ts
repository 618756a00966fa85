import { z } from 'zod';
import { Phase } from '../cases/case.ts';
import { MIN_REASON } from '../containment/step.ts';
import { DOERS } from './playbook.ts';

const Note = z.string().trim().max(2_000, 'is longer than 2,000 characters');

/** What becomes of a step. Done needs something that shows it: a note or an artifact. */
export const StepChange = z.discriminatedUnion('state', [
  z
    .object({ state: z.literal('done'), note: Note, artifactId: z.uuid().nullable() })
    .refine(({ note, artifactId }) => note !== '' || artifactId !== null, 'needs a note or an artifact that shows it'),
  z.object({ state: z.literal('skipped'), reason: Note.min(MIN_REASON, `must have ${MIN_REASON} characters or more`) }),
  z.object({ state: z.literal('doing') }),
  z.object({ state: z.literal('open') }),
]);
export const SetStep = z.object({ caseId: z.uuid(), stepId: z.uuid(), to: StepChange });
export type SetStep = z.infer<typeof SetStep>;

export const AssignStep = z.object({ caseId: z.uuid(), stepId: z.uuid(), ownerId: z.uuid().nullable() });
export type AssignStep = z.infer<typeof AssignStep>;

export const AddStep = z.object({
  caseId: z.uuid(),
  phase: Phase,
  title: z.string().trim().min(1, 'is empty').max(120, 'is longer than 120 characters'),
  doneWhen: z.string().trim().min(1, 'is empty').max(300, 'is longer than 300 characters'),
  who: z.enum(DOERS),
});
export type AddStep = z.infer<typeof AddStep>;

export const SetCriterion = z.object({
  caseId: z.uuid(),
  criterionId: z.uuid(),
  to: z.discriminatedUnion('state', [
    z.object({ state: z.literal('met'), note: Note.min(1, 'is empty') }),
    z.object({ state: z.literal('open') }),
  ]),
});
export type SetCriterion = z.infer<typeof SetCriterion>;

export const OverrideCriterion = z.object({
  caseId: z.uuid(),
  criterionId: z.uuid(),
  reason: Note.min(MIN_REASON, `must have ${MIN_REASON} characters or more`),
});
export type OverrideCriterion = z.infer<typeof OverrideCriterion>;
