import { z } from 'zod';

/** What happened to an action, as its second record says. */
export const Outcome = z.enum(['succeeded', 'failed', 'unknown']);

/** Body of a record before it is hashed. Everything that matters is in it; canonical JSON (RFC 8785) makes the bytes. */
export const RecordBody = z.object({
  seq: z.number().int().positive(),
  kind: z.enum(['intent', 'outcome', 'note']),
  actionId: z.uuid(),
  recordedAt: z.string(),
  person: z.object({ id: z.uuid(), name: z.string(), role: z.string() }).nullable(), // null: Bulkhead itself (settlement)
  clusterId: z.string().nullable(),
  caseId: z.uuid().nullable(),
  /** verb and object in words: "Create NetworkPolicy finance/bulkhead-q-42-x2kqv" */
  words: z.string(),
  /** what goes to the cluster: method, path, content type, body with secret values masked */
  request: z
    .object({ method: z.string(), path: z.string(), contentType: z.string().nullable(), body: z.unknown() })
    .nullable(),
  outcome: Outcome.nullable(),
  /** HTTP status, resourceVersion, the error in words … */
  answer: z.record(z.string(), z.unknown()).nullable(),
  prevHash: z.string(),
});
export type RecordBody = z.infer<typeof RecordBody>;

export const ActionRecordView = RecordBody.extend({ hash: z.string() });
export type ActionRecordView = z.infer<typeof ActionRecordView>;
