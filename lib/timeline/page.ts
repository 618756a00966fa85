import { z } from 'zod';
import { Phase } from '../cases/case.ts';
import { TIMELINE_SOURCES, TimelineEntry } from './entry.ts';
import { isInReach, Moment } from './note.ts';

/**
 * Some entries of a case, latest first. A cursor is the place of an entry in that order: `after` to ask for what is newer than
 * this page, `before` for what is older; null where there was nothing more.
 */
export const TimelinePage = z.object({
  entries: z.array(TimelineEntry),
  after: z.string().nullable(),
  before: z.string().nullable(),
  /** how many match, where counting was cheap; null: more than a page, ask the overview */
  matching: z.number().int().nullable(),
});
export type TimelinePage = z.infer<typeof TimelinePage>;

/** An entry's place: `<sortAt>_<id>`, sortAt as RFC 3339 UTC with milliseconds. */
export const cursorOf = ({ sortAt, id }: Pick<TimelineEntry, 'sortAt' | 'id'>): string => `${sortAt}_${id}`;

/** Below 0: `a` is later than `b`. Compares cursors in the order of the list. */
export const byCursor = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export const Cursor = z
  .string()
  .regex(CURSOR, 'is not a place in the timeline')
  .refine((cursor) => isInReach(parseCursor(cursor).sortAt), 'is not a place in the timeline');

export function parseCursor(cursor: string): { sortAt: Date; id: string } {
  const [, at = '', id = ''] = CURSOR.exec(cursor) ?? [];
  return { sortAt: new Date(at), id };
}

const Zone = z.string().max(64).refine(isZone, 'is not a time zone').default('UTC');

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

/** What of a case is looked at. The same view, the same words for it in every route and query key. */
export const TimelineView = z.object({
  /** filter language of filter.ts; '' for everything */
  q: z.string().max(2_000, 'is longer than 2,000 characters').default(''),
  /** zone of times in `q` that say none, an IANA name */
  zone: Zone,
  /** whether hidden entries are among them */
  hidden: z.stringbool().default(false),
  from: Moment.optional(), // from here on
  to: Moment.optional(), // up to, but not, here
});
export type TimelineView = z.infer<typeof TimelineView>;

/** Query of `GET /api/cases/[n]/timeline`: the newest, or what is before or after a cursor, or around a time or an entry. */
export const TimelineQuery = TimelineView.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before: Cursor.optional(),
  after: Cursor.optional(),
  at: z.union([Moment, z.uuid()]).optional(),
}).refine(
  ({ before, after, at }) => [before, after, at].filter(Boolean).length <= 1,
  'takes one of before, after and at',
);
export type TimelineQuery = z.infer<typeof TimelineQuery>;

export const LANES = ['alert', 'audit', 'kubernetes', 'action', 'person'] as const;
export type Lane = (typeof LANES)[number];

/** What a case says of itself is what people did in it; phases are drawn behind the lanes. */
export const laneOf = (source: TimelineEntry['source']): Lane | null =>
  source === 'phase' ? null : source === 'case' ? 'person' : source;

/** Query of `GET /api/cases/[n]/timeline/overview`. Without from and to it spans all that matches. */
export const OverviewQuery = TimelineView.extend({ buckets: z.coerce.number().int().min(1).max(1_000).default(240) });
export type OverviewQuery = z.infer<typeof OverviewQuery>;

/** How many entries there are, by lane and time: for the lanes above the list. */
export const TimelineOverview = z.object({
  /** the span of the buckets, all of one length; from = to when nothing matches */
  from: z.string(),
  to: z.string(),
  bucketMs: z.number(),
  /** of each lane, one figure a bucket; a lane without entries has an empty list */
  lanes: z.object(
    Object.fromEntries(LANES.map((lane) => [lane, z.array(z.number().int())])) as Record<Lane, z.ZodArray<z.ZodInt>>,
  ),
  phases: z.array(z.object({ at: z.string(), phase: Phase, entryId: z.uuid() })),
  /** of the case, hidden ones too */
  total: z.number().int(),
  /** in the view, within from and to */
  matching: z.number().int(),
  /** hidden ones among the total */
  hidden: z.number().int(),
  /** first and last entry of the case; null: there is none */
  first: z.string().nullable(),
  last: z.string().nullable(),
});
export type TimelineOverview = z.infer<typeof TimelineOverview>;

/** What a case's timeline is known by, for completion and for the clocks that were corrected: `GET /api/cases/[n]/timeline/facts`. */
export const TimelineFacts = z.object({
  people: z.array(z.string()),
  tags: z.array(z.string()),
  techniques: z.array(z.string()),
  pods: z.array(z.string()),
  skews: z.array(
    z.object({
      source: z.enum(TIMELINE_SOURCES),
      emitter: z.string(),
      skewMs: z.number().int(),
      reason: z.string(),
      setAt: z.string(),
    }),
  ),
});
export type TimelineFacts = z.infer<typeof TimelineFacts>;
