import { z } from 'zod';
import { route } from '@/app/api-route';
import { recordNote } from '@/lib/action-log/log.server';
import { exportCsv, exportJson } from '@/lib/readiness/export';
import { allAttestations, viewReadiness } from '@/lib/readiness/read.server';

const Query = z.object({ format: z.enum(['json', 'csv']).default('json') });
const TYPE = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

/** Readiness for an auditor, as a file; that it was exported, and by whom, is on the record. */
export const GET = route('readiness.read', { query: Query }, async ({ person, query: { format } }) => {
  const at = new Date();
  const stamp = { by: person.name, at };
  const view = await viewReadiness(at);
  const text = format === 'csv' ? exportCsv(view, stamp) : exportJson(view, await allAttestations(), stamp);
  await recordNote({ person, clusterId: null, caseId: null, words: `Export readiness as ${format.toUpperCase()}` });
  const name = `bulkhead-readiness-${at.toISOString().slice(0, 10)}.${format}`;
  const headers = { 'content-type': TYPE[format], 'content-disposition': `attachment; filename="${name}"` };
  return new Response(text, { headers });
});
