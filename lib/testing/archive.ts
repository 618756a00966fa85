import type { Readable } from 'node:stream';
import { pack } from 'tar-stream';

/** A tar archive of these files, as tar(1) in a container would write it. */
export async function archiveOf(
  files: readonly (readonly [name: string, content: Uint8Array | string])[],
): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of files) tar.entry({ name }, Buffer.from(content));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as unknown as Readable) chunks.push(chunk as Buffer); // a pack is a readable stream of buffers
  return Buffer.concat(chunks);
}
