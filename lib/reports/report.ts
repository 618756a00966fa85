import { z } from 'zod';
import { PersonRef } from '../cases/case.ts';

/** A status report as people write it: one line a fact. */
export const ReportText = z.object({
  know: z.array(z.string().max(2000)).max(50),
  did: z.array(z.string().max(2000)).max(50),
  need: z.array(z.string().max(2000)).max(50),
});
export type ReportText = z.infer<typeof ReportText>;

export const DeliveryView = z.object({
  id: z.uuid(),
  channel: z.string(),
  kind: z.enum(['slack', 'teams', 'email']),
  outcome: z.enum(['under-way', 'succeeded', 'failed', 'unknown']),
  words: z.string(),
  at: z.string(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

export const ReportView = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  number: z.number().int(),
  content: ReportText,
  upTo: z.string(),
  version: z.number().int(),
  createdBy: PersonRef,
  createdAt: z.string(),
  sentAt: z.string().nullable(),
  sentBy: PersonRef.nullable(),
  deliveries: z.array(DeliveryView),
});
export type ReportView = z.infer<typeof ReportView>;
