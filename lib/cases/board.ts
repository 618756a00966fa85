import { z } from 'zod';
import { CaseSummary } from './case.ts';

export const BOARD_SHOW = ['all', 'open', 'mine', 'drills', 'closed'] as const;
export const BoardShow = z.enum(BOARD_SHOW);
export type BoardShow = z.infer<typeof BoardShow>;

/**
 * What of the board is asked for. `q`: words that all stand in number, title, commander, cluster, phase, severity or result.
 * `mine`: I command it, have a part in it, or own an open task of it. `cursor`: `next` of the page before.
 */
export const BoardQuery = z.object({
  show: BoardShow.default('all'),
  q: z.string().max(200).default(''),
  cursor: z
    .string()
    .regex(/^\d:-?\d{1,17}:-?\d{1,10}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type BoardQuery = z.infer<typeof BoardQuery>;

/** Open cases before closed ones; not contained first, then by severity, then the older; of closed ones the latest first. */
export const BoardPage = z.object({
  cases: z.array(CaseSummary),
  /** cursor of the next page; null: this is the last */
  next: z.string().nullable(),
  /** exact, of those that `q` leaves */
  counts: z.object({
    all: z.number().int(),
    open: z.number().int(),
    mine: z.number().int(),
    drills: z.number().int(),
    closed: z.number().int(),
    notContained: z.number().int(),
  }),
});
export type BoardPage = z.infer<typeof BoardPage>;
