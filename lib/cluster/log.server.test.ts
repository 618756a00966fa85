import type http from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { followLog, type LogChunk, readLog } from './log.server.ts';
import { json, type SmallApi, smallApi } from './testing/small-api.ts';

let api: SmallApi;
afterEach(() => api?.close());

const LOG = { namespace: 'finance', pod: 'payment', container: 'app' };
const stamped = (n: number) => `2026-11-25T00:00:0${Math.floor(n / 3)}.${n}00000000Z line ${n}\n`;
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => stamped(from + i)).join('');

/** Each opening of the log is answered by the next of `turns`; the container runs until there is no further one. */
async function following(...turns: ((response: http.ServerResponse) => void)[]) {
  const left = [...turns];
  api = await smallApi((_, response) => left.shift()?.(response));
  const chunks: LogChunk[] = [];
  for await (const chunk of followLog(api.connection, LOG, async () => left.length > 0, { quietMs: 150, retryMs: 5 }))
    chunks.push(chunk);
  const numbers = chunks.flatMap((chunk) => (chunk.type === 'lines' ? chunk.lines.map(({ text }) => text) : []));
  return { chunks, numbers };
}
const upTo = (n: number) => Array.from({ length: n + 1 }, (_, i) => `line ${i}`);

test('a normal end of body while the container runs on: taken up from the last time stamp, without doubles', async () => {
  const { numbers, chunks } = await following(
    (response) => response.end(lines(0, 4)),
    (response) => response.end(lines(3, 8)), // sinceTime counts whole seconds, so 3 and 4 come again
  );
  expect(numbers).toEqual(upTo(8));
  expect(api.requests[1]).toContain('sinceTime=2026-11-25T00%3A00%3A01.400000000Z');
  expect(chunks.at(-1)).toMatchObject({ type: 'ended', why: 'container-ended' });
});

test('open without bytes though the log grows: opened anew after the silence', async () => {
  const { numbers } = await following(
    (response) => response.write(lines(0, 2)),
    (response) => response.end(lines(0, 5)),
  );
  expect(numbers).toEqual(upTo(5));
});

test('a cut in the middle of a line: the line comes once, whole', async () => {
  const { numbers } = await following(
    (response) => response.write(lines(0, 2) + stamped(3).slice(0, 20), () => response.destroy()),
    (response) => response.end(lines(0, 3)),
  );
  expect(numbers).toEqual(upTo(3));
});

test('two lines at one instant are two lines, also across a break', async () => {
  const same = '2026-11-25T00:00:00.5Z';
  const { numbers } = await following(
    (response) => response.end(`${same} a\n${same} a\n`),
    (response) => response.end(`${same} a\n${same} a\n${same} b\n`),
  );
  expect(numbers).toEqual(['a', 'a', 'b']);
});

test('lines that were rotated away are a gap, and it says where', async () => {
  const { chunks } = await following(
    (response) => response.end(lines(0, 2)),
    (response) => response.end(lines(6, 7)),
  );
  expect(chunks.find(({ type }) => type === 'gap')).toMatchObject({ after: '2026-11-25T00:00:00.200000000Z' });
});

test('a refusal ends it with the words of the API server', async () => {
  const { chunks } = await following((response) =>
    json(response, { message: 'container app is waiting to start' }, 400),
  );
  expect(chunks).toEqual([{ type: 'ended', why: 'refused', message: 'container app is waiting to start' }]);
});

test('stopping it ends it, and nothing is uncaught', async () => {
  const stop = new AbortController();
  api = await smallApi((_, response) => response.write(lines(0, 0)));
  const chunks: LogChunk[] = [];
  for await (const chunk of followLog(api.connection, { ...LOG, signal: stop.signal }, async () => true)) {
    chunks.push(chunk);
    stop.abort();
  }
  expect(chunks.map(({ type }) => type)).toEqual(['lines', 'ended']);
});

test.each<[string, (response: http.ServerResponse) => void, object, object]>([
  ['the whole', (r) => r.end('abc'), {}, { how: 'complete', bytes: 3 }],
  [
    'a cut',
    (r) => r.writeHead(200, { 'content-length': '9' }).write('abc', () => r.destroy()),
    {},
    { how: 'cut', bytes: 3 },
  ],
  ['too slow', (r) => r.write('abc'), { timeoutMs: 150 }, { how: 'time-limit', bytes: 3 }],
  ['too much', (r) => r.end('abcdef'), { maxBytes: 4 }, { how: 'size-limit', bytes: 4 }],
])('reading once, %s is told as such', async (_, serve, options, end) => {
  api = await smallApi((_request, response) => serve(response));
  let text = '';
  const result = await readLog(api.connection, { ...LOG, ...options }, (bytes) => {
    text += Buffer.from(bytes).toString();
  });
  expect(result).toMatchObject({ ok: true, value: end });
  expect(text).toBe('abcdef'.slice(0, (end as { bytes: number }).bytes)); // as the row says
});

test('what the reader itself throws is the reader’s own failure', async () => {
  api = await smallApi((_, response) => response.end('abc'));
  const failing = readLog(api.connection, LOG, () => Promise.reject(new Error('disk full')));
  await expect(failing).rejects.toThrow('disk full');
});
