import 'server-only';
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { CsvReader, type CsvRow } from '../text/csv-read.ts';
import { IMPORT_MAX_BYTES } from './imported.ts';

/** An event of a file with the line it stands on and its length in characters, or why that line is none. */
export type FileLine = { line: number; event: unknown; chars: number } | { line: number; fault: string };

const LINE_MAX = 1_000_000; // characters
const COLUMNS_MAX = 500; // each row becomes a record of all columns, however short it is

/** A file that was received, until `dispose`. */
export interface Received {
  readonly file: string;
  readonly format: 'jsonl' | 'csv';
  dispose(): Promise<void>;
}

/** Takes a body to disk, so that no slow sender holds a case open. Null: it is larger than IMPORT_MAX_BYTES, and was dropped. */
export async function receive(body: ReadableStream<Uint8Array>, maxBytes = IMPORT_MAX_BYTES): Promise<Received | null> {
  const file = path.join(tmpdir(), `bulkhead-import-${randomUUID()}`);
  const dispose = () => rm(file, { force: true });
  let size = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      done(size > maxBytes ? new TooLarge() : null, chunk);
    },
  });
  try {
    // Node's own web stream; the DOM's type of the same thing differs in name only
    await pipeline(
      Readable.fromWeb(body as NodeStream<Uint8Array>),
      bounded,
      createWriteStream(file, { mode: 0o600, flags: 'wx' }),
    );
    return { file, format: await formatOf(file), dispose };
  } catch (error) {
    await dispose();
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

class TooLarge extends Error {}

async function formatOf(file: string): Promise<Received['format']> {
  for await (const piece of textOf(file, 4_096)) return piece.trimStart().startsWith('{') ? 'jsonl' : 'csv';
  return 'jsonl';
}

/** The events of a received file, from its beginning. Bytes that are no UTF-8 become U+FFFD. */
export async function* linesOf({ file, format }: Received): AsyncGenerator<FileLine> {
  yield* format === 'jsonl' ? jsonLines(textOf(file)) : csvEvents(textOf(file));
}

async function* textOf(file: string, highWaterMark = 65_536): AsyncGenerator<string> {
  const decoder = new TextDecoder(); // leaves a byte order mark out
  for await (const chunk of createReadStream(file, { highWaterMark })) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* jsonLines(pieces: AsyncIterable<string>): AsyncGenerator<FileLine> {
  let line = 1;
  let rest = '';
  let dropping = false; // the beginning of this line was too long to keep
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      if (dropping || text.length > LINE_MAX) yield tooLong(line);
      else yield* parsed(text, line);
      dropping = false;
      line += 1;
    }
    if (rest.length > LINE_MAX) {
      dropping = true;
      rest = '';
    }
  }
  if (dropping) yield tooLong(line);
  else yield* parsed(rest, line);
}

const tooLong = (line: number): FileLine => ({
  line,
  fault: `is longer than ${LINE_MAX.toLocaleString('en-US')} characters`,
});

function* parsed(text: string, line: number): Generator<FileLine> {
  if (text.trim() === '') return;
  try {
    yield { line, event: JSON.parse(text), chars: text.length };
  } catch {
    yield { line, fault: 'is no JSON' };
  }
}

async function* csvEvents(pieces: AsyncIterable<string>): AsyncGenerator<FileLine> {
  let head: string[] | null = null;
  for await (const row of csvRows(pieces)) {
    if (!('cells' in row)) yield row;
    else if (head === null) {
      head = row.cells.map((name) => name.trim());
      if (head.length > COLUMNS_MAX) {
        yield { line: row.line, fault: `names ${head.length} columns, more than ${COLUMNS_MAX}` };
        return;
      }
      const missing = ['message', 'datetime', 'timestamp_desc'].filter((name) => !head?.includes(name));
      if (missing.length > 0) {
        yield { line: row.line, fault: `the first line names no column ${missing.join(', ')}` };
        return;
      }
    } else if (row.cells.length > head.length)
      yield { line: row.line, fault: `has ${row.cells.length} cells, the first line ${head.length}` };
    else
      yield {
        line: row.line,
        event: Object.fromEntries(head.map((name, index) => [name, row.cells[index] ?? ''])),
        chars: row.cells.join().length,
      };
  }
}

async function* csvRows(pieces: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  const reader = new CsvReader(LINE_MAX);
  for await (const piece of pieces) yield* reader.push(piece);
  yield* reader.end();
}
