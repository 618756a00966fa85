import { z } from 'zod';
import { PersonRef } from '../cases/case.ts';

/** Somebody who has a case open, and where in it. One person with two browsers stands once, with the latest. */
export const PresenceView = z.object({ person: PersonRef, screen: z.string(), seenAt: z.string() });
export type PresenceView = z.infer<typeof PresenceView>;

/** Who was not heard of for this long is gone. */
export const PRESENCE_MS = 60_000;
