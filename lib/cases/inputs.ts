import { z } from 'zod';
import { Moment } from '../timeline/note.ts';
import { Phase, Severity } from './case.ts';

export const PodRef = z.object({
  namespace: z.string().min(1).max(253),
  name: z.string().min(1).max(253),
  uid: z.string().min(1).max(128),
});
export type PodRef = z.infer<typeof PodRef>;

const Pods = z.array(PodRef).min(1, 'choose at least one pod').max(50, 'at most 50 pods at once');

export const OpenCase = z.object({
  clusterId: z.string().min(1).max(200),
  pods: Pods,
  title: z.string().trim().min(1, 'is empty').max(200, 'is longer than 200 characters'),
  severity: Severity,
  /** when it was first seen; null: now */
  detectedAt: Moment.nullable(),
});
export type OpenCase = z.infer<typeof OpenCase>;

export const AddSuspects = z.object({ caseId: z.uuid(), pods: Pods });
export const ChangePhase = z.object({ caseId: z.uuid(), phase: Phase });
export const ChangeSeverity = z.object({ caseId: z.uuid(), severity: Severity });

/** `[n]` of a route: the number of a case. */
export const CaseParams = z.object({ n: z.coerce.number().int().min(1).max(2_147_483_647) });
