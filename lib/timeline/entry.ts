import { z } from 'zod';
import { AnnotationView } from './annotation.ts';

export const TIMELINE_SOURCES = ['alert', 'audit', 'kubernetes', 'action', 'person', 'phase', 'case'] as const;

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
  /** whose clock occurredAt is, where a source has several; '' else */
  emitter: z.string(),
  /** occurredAt corrected by the skew that was set for its source; entries are in this order */
  sortAt: z.string(),
  /** above 1: it was corrected, and earlier wordings are kept */
  version: z.number().int(),
  group: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  hidden: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
  annotations: z.array(AnnotationView),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** Latest first; ties by id, so that two browsers show one order. */
export const byTimeDescending = (a: TimelineEntry, b: TimelineEntry): number =>
  a.sortAt === b.sortAt ? (a.id < b.id ? 1 : -1) : a.sortAt < b.sortAt ? 1 : -1;
