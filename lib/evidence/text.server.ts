import 'server-only';
import type { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import type { SignedIn } from '../auth/session.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { visible, visibleLines } from '../text/visible.ts';
import { artifactLabel } from './artifact.ts';
import { recordCustody } from './custody.server.ts';
import { isStored, streamOf } from './store.server.ts';
import { type TextWindow, WINDOW_BYTES, wholeCharacters } from './text-window.ts';

type Person = Pick<SignedIn, 'id'>;

/** One window of an artifact as text in which nothing is hidden. Null: there is no such artifact, or nothing is stored. */
export async function readArtifactText(id: string, offset: number, person: Person): Promise<TextWindow | null> {
  const artifact = await db.artifact.findUnique({ where: { id } });
  if (!artifact?.sha256 || !isStored(artifact.sha256)) return null;
  await view(id, artifact.sha256, offset, person);
  const totalBytes = Number(artifact.sizeBytes);
  if (artifact.contentType === 'application/x-tar') {
    const { listing, note } = await listTar(streamOf(artifact.sha256));
    return { text: '', offset: 0, nextOffset: null, totalBytes, listing, note };
  }
  if (offset >= totalBytes) return { text: '', offset, nextOffset: null, totalBytes, listing: null, note: null };
  const chunks: Buffer[] = [];
  for await (const chunk of streamOf(artifact.sha256, { start: offset, end: offset + WINDOW_BYTES - 1 }))
    chunks.push(chunk as Buffer); // no encoding is set
  const bytes = Buffer.concat(chunks);
  const isLast = offset + bytes.length >= totalBytes;
  const end = isLast ? bytes.length : wholeCharacters(bytes) || bytes.length;
  return {
    text: visibleLines(bytes.subarray(0, end).toString('utf8')),
    offset,
    nextOffset: isLast ? null : offset + end,
    totalBytes,
    listing: null,
    note: null,
  };
}

/** Reading on is one look, not many: only the first window is a custody event. */
async function view(artifactId: string, sha256: string, offset: number, person: Person): Promise<void> {
  if (offset > 0) return;
  await inTransaction((tx) =>
    recordCustody(tx, { artifactId, kind: 'viewed', personId: person.id, sha256, detail: 'as text' }),
  );
}

const MAX_MEMBERS = 10_000;
type Listing = NonNullable<TextWindow['listing']>;

/** Names in an archive, as text; nothing is ever unpacked. A broken archive gives what could be read of it. */
export async function listTar(stream: Readable): Promise<{ listing: Listing; note: string | null }> {
  const listing: Listing = [];
  const parser = extract();
  stream.on('error', (error) => parser.destroy(error));
  stream.pipe(parser);
  try {
    for await (const entry of parser) {
      const { name, size = 0, type, mode = 0, mtime } = entry.header;
      const modifiedAt = mtime && !Number.isNaN(mtime.getTime()) ? mtime.toISOString() : null;
      listing.push({
        name: visible(name).slice(0, 1_000),
        size,
        type: type ?? 'file',
        mode: (mode & 0o7777).toString(8).padStart(4, '0'),
        modifiedAt,
      });
      entry.resume();
      if (listing.length >= MAX_MEMBERS)
        return { listing, note: `Only the first ${MAX_MEMBERS.toLocaleString('en-US')} members are listed` };
    }
    return { listing, note: null };
  } catch (error) {
    return {
      listing,
      note: `The archive ends early or is broken: ${visible(error instanceof Error ? error.message : 'unreadable')}`,
    };
  } finally {
    stream.destroy();
  }
}

export interface Download {
  name: string;
  sizeBytes: number;
  sha256: string;
  stream: Readable;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/x-tar': 'tar',
  'application/x-ndjson': 'ndjson',
  'application/yaml': 'yaml',
};

/** The bytes as they are stored, under a name that is made here and not by the cluster. */
export async function downloadArtifact(id: string, person: Person): Promise<Download | null> {
  const artifact = await db.artifact.findUnique({ where: { id }, include: { case: { select: { number: true } } } });
  const sha256 = artifact?.sha256;
  if (!sha256 || !isStored(sha256)) return null;
  await inTransaction((tx) =>
    recordCustody(tx, { artifactId: id, kind: 'exported', personId: person.id, sha256, detail: 'downloaded' }),
  );
  const incomplete = artifact.state === 'sealed' ? '' : `-${artifact.state}`;
  const name = `case-${artifact.case.number}-${artifactLabel(artifact.number)}-${artifact.collector.replaceAll(/[^a-z0-9-]/g, '')}${incomplete}.${EXTENSIONS[artifact.contentType] ?? 'txt'}`;
  return { name, sizeBytes: Number(artifact.sizeBytes), sha256, stream: streamOf(sha256) };
}
