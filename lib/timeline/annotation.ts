import { z } from 'zod';
import { PersonRef } from '../cases/case.ts';

export const ANNOTATION_KINDS = ['comment', 'tag', 'star', 'keyEvent', 'technique', 'link'] as const;
export const AnnotationKind = z.enum(ANNOTATION_KINDS);

/** What somebody added to an entry and nobody took back. */
export const AnnotationView = z.object({
  id: z.uuid(),
  kind: AnnotationKind,
  value: z.string(), // the comment; the tag; '' for star and key event; "T1048"; "artifact:<id>" or "asset:<id>"
  version: z.number().int(),
  by: PersonRef,
  createdAt: z.string(),
  editedAt: z.string().nullable(),
});
export type AnnotationView = z.infer<typeof AnnotationView>;

/** Tags that are a verdict about an entry: setting one needs `timeline.verdict`, and an entry has at most one. */
export const VERDICT_TAGS = ['verdict:malicious', 'verdict:suspicious', 'verdict:benign', 'verdict:our-own'] as const;
