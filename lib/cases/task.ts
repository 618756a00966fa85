import { z } from 'zod';
import { PersonRef } from './case.ts';

export const TaskView = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  title: z.string(),
  owner: PersonRef.nullable(),
  dueAt: z.string().nullable(),
  state: z.enum(['open', 'done', 'dropped']),
  createdBy: PersonRef,
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  endedBy: PersonRef.nullable(),
});
export type TaskView = z.infer<typeof TaskView>;
