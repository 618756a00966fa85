import { z } from 'zod';

export const CustodyEventView = z.object({
  id: z.uuid(),
  kind: z.enum(['collected', 'viewed', 'exported', 'verified']),
  by: z.string(),
  occurredAt: z.string(),
  sha256: z.string().nullable(),
  detail: z.string(),
});
export type CustodyEventView = z.infer<typeof CustodyEventView>;

/** One piece of evidence, without its bytes. */
export const ArtifactView = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  suspectId: z.uuid(),
  stepRunId: z.uuid(),
  number: z.number().int(), // shown as A-01
  collector: z.string(),
  title: z.string(),
  container: z.string().nullable(),
  command: z.string(),
  contentType: z.string(),
  state: z.enum(['collecting', 'sealed', 'partial', 'failed']),
  reason: z.string().nullable(),
  sensitive: z.boolean(),
  sizeBytes: z.number(),
  sha256: z.string().nullable(),
  collectedBy: z.string(),
  startedAt: z.string(),
  sealedAt: z.string().nullable(),
  custody: z.array(CustodyEventView),
});
export type ArtifactView = z.infer<typeof ArtifactView>;

export const artifactLabel = (number: number): string => `A-${String(number).padStart(2, '0')}`;
