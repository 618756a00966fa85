import { z } from 'zod';

export const FOUND_KINDS = ['case', 'entry', 'comment', 'task', 'asset', 'artifact'] as const;
export const FoundKind = z.enum(FOUND_KINDS);
export type FoundKind = z.infer<typeof FoundKind>;

/** Something that was found, with the way to it. */
export const Found = z.object({
  kind: FoundKind,
  id: z.uuid(),
  /** the text around the first word that was found; plain, at most some 200 characters, may hold anything a cluster said */
  snippet: z.string(),
  case: z.object({ number: z.number().int(), title: z.string(), closed: z.boolean() }),
  /** when it happened, was written, collected or opened */
  at: z.string(),
  /** a page of Bulkhead that opens it */
  href: z.string(),
});
export type Found = z.infer<typeof Found>;

export const SearchQuery = z.object({
  q: z.string().max(300),
  /** results of each kind, at most */
  limit: z.coerce.number().int().min(1).max(50).default(8),
});

/** Kinds that have something, or may have, in the order of FOUND_KINDS; within one the latest first. */
export const SearchAnswer = z.object({
  /** what was looked for, word by word; empty: the query held no word */
  words: z.array(z.string()),
  groups: z.array(
    z.object({
      kind: FoundKind,
      found: z.array(Found),
      /** there are more of this kind than are shown */
      more: z.boolean(),
      /** it took too long and was given up: there may be some, and further words would tell them apart */
      unfinished: z.boolean(),
    }),
  ),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;
