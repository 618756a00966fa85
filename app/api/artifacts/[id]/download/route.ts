import { Readable } from 'node:stream';
import { z } from 'zod';
import { notFound, route } from '@/app/api-route';
import { downloadArtifact } from '@/lib/evidence/text.server';

const Params = z.object({ id: z.uuid() });

/** The bytes of an artifact, as an attachment that no browser interprets. Downloading is a custody event. */
export const GET = route('evidence.export', { params: Params }, async ({ params: { id }, person }) => {
  const download = await downloadArtifact(id, person);
  if (!download) return notFound('stored content of this artifact');
  // Node's own web stream; the DOM's type of the same thing differs in name only
  const body = Readable.toWeb(download.stream) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(download.sizeBytes),
      'content-disposition': `attachment; filename="${download.name}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-artifact-sha256': download.sha256,
    },
  });
});
