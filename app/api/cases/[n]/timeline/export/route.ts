import { Readable } from 'node:stream';
import { z } from 'zod';
import { notFound, refuse, route } from '@/app/api-route';
import { recordNote } from '@/lib/action-log/log.server';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { EXPORT_FORMATS } from '@/lib/timeline/exchange';
import { exportTimeline } from '@/lib/timeline/export.server';
import { TimelineView } from '@/lib/timeline/page';

const ExportQuery = TimelineView.extend({ format: z.enum(EXPORT_FORMATS) });

/** What a view of the timeline shows, as a file, oldest first; that it was exported, and by whom, is on the record. */
export const GET = route(
  'timeline.export',
  { params: CaseParams, query: ExportQuery },
  async ({ params: { n }, query: { format, ...view }, person }) => {
    const caseId = await caseIdOf(n);
    if (!caseId) return notFound(`case ${n}`);
    const pieces = exportTimeline(caseId, view, format);
    if (!pieces.ok) return refuse(400, pieces.failure);
    const words = `Export the timeline of case ${n} as ${format}${view.q === '' ? '' : `, filter ${view.q}`}`;
    await recordNote({ person, clusterId: null, caseId, words });
    const csv = format === 'timesketch-csv';
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
    // Node's web streams are the platform's; their types are declared twice
    return new Response(Readable.toWeb(Readable.from(encoded(pieces.value))) as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': csv ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
        'content-disposition': `attachment; filename="case-${n}-timeline-${time}Z-${format.split('-')[0]}.${csv ? 'csv' : 'jsonl'}"`,
        'x-content-type-options': 'nosniff',
      },
    });
  },
);

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}
