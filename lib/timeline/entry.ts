import { z } from 'zod';

export const TIMELINE_SOURCES = ['action', 'kubernetes', 'phase', 'person', 'case'] as const;

/** One thing that happened. `occurredAt` is the source's clock, `recordedAt` ours; both RFC 3339 UTC. */
export const TimelineEntry = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  occurredAt: z.string(),
  recordedAt: z.string(),
  source: z.enum(TIMELINE_SOURCES),
  occurredFrom: z.string(), // the field that gave occurredAt
  sentence: z.string(),
  detail: z.record(z.string(), z.unknown()),
  by: z.string().nullable(),
  count: z.number().int(),
  firstAt: z.string().nullable(),
  goneFromSource: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** Latest first; ties by id, so that two browsers show one order. */
export const byTimeDescending = (a: TimelineEntry, b: TimelineEntry): number =>
  a.occurredAt === b.occurredAt ? (a.id < b.id ? 1 : -1) : a.occurredAt < b.occurredAt ? 1 : -1;
