import { z } from 'zod';
import { Plan } from './step.ts';

/** What became of one request of a run. `seq` is the outcome's, or the intent's while there is no outcome, in the action log. */
export const Progress = z.object({
  state: z.enum(['waiting', 'sent', 'succeeded', 'failed', 'unknown']),
  answer: z.string(),
  actionId: z.string().nullable(),
  seqs: z.array(z.number().int()),
  /** UID of the object that was created or changed, as the answer told it */
  uid: z.string().nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const Before = z.discriminatedUnion('field', [
  z.object({ field: z.literal('replicas'), value: z.number().int() }),
  z.object({ field: z.literal('suspend'), value: z.boolean() }),
  z.object({ field: z.literal('nodeSelector'), value: z.null() }),
]);

/** What undo needs; it is read from here and not from the cluster, where others may have changed it. */
export const QuarantineRecord = z.object({
  policy: z.string(),
  /** set when the policy was there already (an earlier try of ours); else the answer to its creation tells the UID */
  policyUid: z.string().nullable(),
  label: z.string(),
  takenOff: z.record(z.string(), z.string()),
});
export const ScaleRecord = z.object({
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  /** per request, in order */
  changed: z.array(z.object({ kind: z.string(), name: z.string(), uid: z.string(), before: Before })),
});
export type QuarantineRecord = z.infer<typeof QuarantineRecord>;
export type ScaleRecord = z.infer<typeof ScaleRecord>;

/** The JSON in StepRun.plan: the plan that was confirmed, what undo needs, and how far it came. */
export const RunRecord = z.object({
  plan: Plan,
  quarantine: QuarantineRecord.nullable(),
  scale: ScaleRecord.nullable(),
  progress: z.array(Progress),
  error: z.string().nullable(),
});
export type RunRecord = z.infer<typeof RunRecord>;

/** A plan with what its run will have to remember. */
export type MadePlan = Pick<RunRecord, 'plan' | 'quarantine' | 'scale'>;

export const waiting = (): Progress => ({ state: 'waiting', answer: '', actionId: null, seqs: [], uid: null });
