import { z } from 'zod';
import { storable } from '../action-log/canonical.ts';
import { Moment } from '../timeline/note.ts';
import { AssetKind, AssetState } from './asset.ts';
import { CaseRole, Phase, Severity } from './case.ts';

/** What somebody types: without blanks around it, and without what a database cannot hold. */
const written = (min: number, max: number, short = 'is empty') =>
  z
    .string()
    .transform((text) => String(storable(text)).trim())
    .pipe(
      z
        .string()
        .min(min, short)
        .max(max, `is longer than ${max.toLocaleString('en-US')} characters`),
    );

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
  title: written(1, 200),
  severity: Severity,
  /** when it was first seen; null: now */
  detectedAt: Moment.nullable(),
});
export type OpenCase = z.infer<typeof OpenCase>;

export const AddSuspects = z.object({ caseId: z.uuid(), pods: Pods });
/** Characters that a reason has at least. */
export const MIN_REASON = 3;
export const Reason = written(MIN_REASON, 2_000, `must have ${MIN_REASON} characters or more`);

/** Criteria to pass although they are not met; each reason has 10 characters or more. */
const Overrides = z
  .array(z.object({ criterionId: z.uuid(), reason: written(10, 2_000, 'must have 10 characters or more') }))
  .max(100)
  .default([]);

export const ChangePhase = z.object({ caseId: z.uuid(), phase: Phase, reason: Reason, overrides: Overrides });
export const ChangeSeverity = z.object({ caseId: z.uuid(), severity: Severity, reason: Reason });
/** `every`: minutes between two status reports; null: as its severity says. */
export const ChangeCadence = z.object({ caseId: z.uuid(), every: z.number().int().min(5).max(10_080).nullable() });

/** `leftBehind`: ids of what the person saw is left in the cluster, and leaves there. */
export const CloseCase = z.object({
  caseId: z.uuid(),
  result: written(MIN_REASON, 300, 'says what came of it'),
  overrides: Overrides,
  leftBehind: z.array(z.string().max(1_000)).max(1_000).default([]),
});
export const ReopenCase = z.object({ caseId: z.uuid(), reason: Reason });

export const RoleInput = z.object({ caseId: z.uuid(), personId: z.uuid(), role: CaseRole });

export const OfferCommand = z.object({
  caseId: z.uuid(),
  toId: z.uuid(),
  /** what the next one must know */
  note: written(0, 2_000),
});
export const AnswerOffer = z.object({ caseId: z.uuid(), offerId: z.uuid(), accept: z.boolean() });
export const WithdrawOffer = z.object({ caseId: z.uuid(), offerId: z.uuid() });
/** `fromId`: who was in command on the screen of the person who takes it. */
export const TakeCommand = z.object({ caseId: z.uuid(), fromId: z.uuid(), reason: Reason });

const TaskTitle = written(1, 300);
export const AddTask = z.object({
  caseId: z.uuid(),
  title: TaskTitle,
  ownerId: z.uuid().nullable(),
  dueAt: Moment.nullable(),
});
/** What is left out stays as it is. */
export const ChangeTask = z.object({
  caseId: z.uuid(),
  taskId: z.uuid(),
  title: TaskTitle.optional(),
  ownerId: z.uuid().nullable().optional(),
  dueAt: Moment.nullable().optional(),
});
export const EndTask = z.object({ caseId: z.uuid(), taskId: z.uuid(), as: z.enum(['done', 'dropped']) });
export const ReopenTask = z.object({ caseId: z.uuid(), taskId: z.uuid() });

export const AddAsset = z.object({
  caseId: z.uuid(),
  kind: AssetKind,
  /** "namespace/name", a node, an image by digest, an address */
  name: written(1, 500),
  state: AssetState,
  reason: Reason,
});
export const ChangeAsset = z.object({ caseId: z.uuid(), assetId: z.uuid(), state: AssetState, reason: Reason });

/** `[n]` of a route: the number of a case. */
export const CaseParams = z.object({ n: z.coerce.number().int().min(1).max(2_147_483_647) });
