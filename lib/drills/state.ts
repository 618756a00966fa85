import { z } from 'zod';
import type { DrillState as Contract } from '../drill-cluster/contract.ts';

/** Where the drill stands: the answer of GET /drill/v1/state. */
export const DrillState = z.object({
  scenario: z.string(),
  speed: z.number(), // 0: step by step
  now: z.string(), // RFC 3339, drill time
  beats: z.array(z.object({ id: z.string(), title: z.string(), at: z.string(), done: z.boolean() })),
  exfiltration: z.object({
    running: z.boolean(),
    bytesSent: z.number(),
    bytesPerSecond: z.number(),
    to: z.string(),
    blockedSince: z.string().nullable(),
  }),
}) satisfies z.ZodType<Contract>;
export type DrillState = z.infer<typeof DrillState>;

export const SpeedInput = z.object({ speed: z.number().min(0).max(60) });
/** To a beat of the story by its id, or on by milliseconds of drill time (at most a day). */
export const AdvanceInput = z.union([
  z.object({ to: z.string().min(1).max(64) }),
  z.object({ ms: z.number().int().positive().max(86_400_000) }),
]);
