import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { exec } from './exec.server.ts';
import { json, type SmallApi, smallApi } from './testing/small-api.ts';

let api: SmallApi;
afterEach(() => api?.close());

const RUN = { namespace: 'finance', pod: 'payment', container: 'app', command: ['cat', '/proc/1/status'] };
const frame = (channel: number, text: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([channel]), Buffer.from(text as string)]);
const statusFrame = (status: object): Buffer => frame(3, JSON.stringify({ kind: 'Status', ...status }));
const SUCCESS = statusFrame({ status: 'Success' });
const exitCode = (code: number) =>
  statusFrame({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `exit code ${code}`,
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  });

/** A kubelet's end of the stream, by hand. */
async function serving(talk: (socket: WebSocket) => void) {
  api = await smallApi((_, response) => json(response, {}, 404));
  const sockets = new WebSocketServer({
    server: api.server,
    handleProtocols: (offered) => (offered.has('v5.channel.k8s.io') ? 'v5.channel.k8s.io' : false),
  });
  sockets.on('connection', talk);
  return api.connection;
}

async function run(talk: (socket: WebSocket) => void, options = {}) {
  const connection = await serving(talk);
  let out = '';
  const result = await exec(connection, { ...RUN, ...options }, (bytes) => {
    out += Buffer.from(bytes).toString();
  });
  return { out, result };
}

test.each<[string, (socket: WebSocket) => void, string, object]>([
  [
    'success',
    (s) =>
      [frame(1, 'a'), frame(2, 'warn'), frame(1, 'b'), SUCCESS].forEach((f) => {
        s.send(f);
      }),
    'ab',
    { how: 'exited', exitCode: 0, stderr: 'warn' },
  ],
  [
    'an exit code',
    (s) =>
      [frame(1, 'a'), exitCode(2)].forEach((f) => {
        s.send(f);
      }),
    'a',
    { how: 'exited', exitCode: 2 },
  ],
  [
    'no such program',
    (s) =>
      s.send(
        statusFrame({
          status: 'Failure',
          reason: 'InternalError',
          message: 'exec: "ps": executable file not found in $PATH',
        }),
      ),
    '',
    { how: 'failed-to-start', message: 'exec: "ps": executable file not found in $PATH' },
  ],
  [
    'a cut without a status',
    (s) => s.send(frame(1, 'half'), () => s.terminate()),
    'half',
    { how: 'no-status', closeCode: null },
  ],
  [
    'close 1000 right after the last full frame',
    (s) => s.send(frame(1, 'half'), () => s.close(1000)),
    'half',
    { how: 'no-status', closeCode: 1000 },
  ],
])('%s is told apart from every other end', async (_, talk, out, end) => {
  const ran = await run(talk);
  expect(ran.out).toBe(out);
  expect(ran.result).toMatchObject({ ok: true, value: end });
});

test('a command that does not end meets its time limit', async () => {
  expect((await run(() => {}, { timeoutMs: 100 })).result).toMatchObject({ ok: true, value: { how: 'time-limit' } });
});

test('more than the size limit is cut there, and says so', async () => {
  const ran = await run(
    (s) =>
      [frame(1, '12345'), frame(1, '67890'), SUCCESS].forEach((f) => {
        s.send(f);
      }),
    { maxBytes: 7 },
  );
  expect(ran.out).toBe('1234567');
  expect(ran.result).toMatchObject({ ok: true, value: { how: 'size-limit', stdoutBytes: 7 } });
});

test('a slow reader slows the sender down and loses nothing', async () => {
  const block = Buffer.alloc(1_000_000, 120);
  let buffered = 0;
  const connection = await serving((s) => {
    for (let i = 0; i < 60; i += 1) s.send(frame(1, block));
    s.send(SUCCESS);
    const look = setInterval(() => {
      buffered = Math.max(buffered, s.readyState === s.OPEN ? s.bufferedAmount : 0);
    }, 5);
    s.on('close', () => clearInterval(look));
  });
  let bytes = 0;
  let inside = 0;
  const result = await exec(connection, RUN, async (chunk) => {
    inside += 1;
    expect(inside).toBe(1); // one at a time, in order
    await new Promise((resolve) => setTimeout(resolve, 2));
    bytes += chunk.length;
    inside -= 1;
  });
  expect(result).toMatchObject({ ok: true, value: { how: 'exited', exitCode: 0 } });
  expect(bytes).toBe(60_000_000);
  expect(buffered).toBeGreaterThan(10_000_000); // it stayed on the sender's side
});

test.each([
  [403, { kind: 'forbidden', verb: 'create', resource: 'pods/exec', namespace: 'finance', message: 'no' }],
  [404, { kind: 'not-found', resource: 'pods/exec', name: 'payment' }],
  [500, { kind: 'server-error', code: 500, message: 'no' }],
])('refused with %i: nothing ran', async (code, error) => {
  api = await smallApi(() => {});
  api.server.on('upgrade', (_, socket) => {
    const body = JSON.stringify({ kind: 'Status', message: 'no' });
    socket.end(`HTTP/1.1 ${code} X\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  });
  expect(await exec(api.connection, RUN, () => {})).toEqual({ ok: false, error });
});

test('the command goes out as it is, each word by itself', async () => {
  api = await smallApi(() => {});
  let url = '';
  api.server.on('upgrade', (incoming, socket) => {
    url = incoming.url ?? '';
    socket.end('HTTP/1.1 404 X\r\ncontent-length: 0\r\n\r\n');
  });
  await exec(api.connection, { ...RUN, command: ['sh', '-c', 'echo "a & b"; $(id)'] }, () => {});
  expect(new URL(`http://x${url}`).searchParams.getAll('command')).toEqual(['sh', '-c', 'echo "a & b"; $(id)']);
});
