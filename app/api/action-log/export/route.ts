import { Readable } from 'node:stream';
import { route } from '@/app/api-route';
import { exportJsonl, recordNote } from '@/lib/action-log/log.server';

/** All records as JSON Lines, `{"body": …, "hash": "…"}` each; that it was exported, and by whom, is on the record. */
export const GET = route('action-log.export', {}, async ({ person }) => {
  await recordNote({ person, clusterId: null, caseId: null, words: 'Export the action log' });
  const name = `bulkhead-action-log-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}Z.jsonl`;
  const headers = {
    'content-type': 'application/jsonl; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  };
  // Node's web streams are the platform's; their types are declared twice
  return new Response(Readable.toWeb(Readable.from(exportJsonl())) as ReadableStream<Uint8Array>, { headers });
});
