import { z } from 'zod';
import { route } from '@/app/api-route';
import { listRecords } from '@/lib/action-log/log.server';
import { Outcome } from '@/lib/action-log/record';
import { verifyNewRecords } from '@/lib/action-log/verify.server';

const Query = z.object({
  caseId: z.uuid().optional(),
  person: z.uuid().optional(),
  outcome: Outcome.optional(),
  q: z.string().max(200).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});

/** `{records: ActionRecordView[], chain: ChainReport}`, latest first; `before` gives the next page. */
export const GET = route('action-log.read', { query: Query }, async ({ query: { person, q, ...rest } }) => {
  const [records, chain] = await Promise.all([listRecords({ ...rest, personId: person, text: q }), verifyNewRecords()]);
  return { records, chain };
});
