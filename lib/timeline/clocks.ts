import { z } from 'zod';
import { TIMELINE_SOURCES } from './entry.ts';

/** A clock that gave times to entries of a case, and what was found out about it. */
export const SourceClock = z.object({
  source: z.enum(TIMELINE_SOURCES),
  /** whose clock, where a source has several; '' else */
  emitter: z.string(),
  entries: z.number().int(),
  /**
   * the shortest time between occurring and being recorded, in milliseconds; below 0 the clock is ahead by that at least,
   * since nothing is recorded before it occurs. Null: Bulkhead's own clock.
   */
  leastLagMs: z.number().nullable(),
  /** null: nobody set one */
  skew: z.object({ ms: z.number().int(), reason: z.string(), by: z.string(), at: z.string() }).nullable(),
});
export type SourceClock = z.infer<typeof SourceClock>;
