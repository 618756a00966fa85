import type { TriageRow } from '../triage/row.ts';

/** About 200 kB and a millisecond of work. */
const ROWS_IN_PIECE = 200;

/**
 * `{...rest, rows}` as JSON, piece by piece: ten thousand rows in one go would be a string of ten megabytes, and nothing
 * else would get its turn meanwhile. The rows are those of the moment it is called.
 */
export function* rowsJson(rows: readonly TriageRow[], rest: object): Generator<string> {
  const head = JSON.stringify(rest).slice(0, -1);
  yield `${head}${head === '{' ? '' : ','}"rows":[`;
  for (let at = 0; at < rows.length; at += ROWS_IN_PIECE) {
    const piece = JSON.stringify(rows.slice(at, at + ROWS_IN_PIECE)).slice(1, -1);
    yield at === 0 ? piece : `,${piece}`;
  }
  yield ']}';
}

/** Pieces as a body that is made only as fast as it is read. */
export function streamOf(pieces: Iterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        await new Promise((resolve) => setImmediate(resolve)); // other work between two pieces
        const { value, done } = pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
    },
    { highWaterMark: 1 },
  );
}
