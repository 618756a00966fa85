import 'server-only';
import type http from 'node:http';
import WebSocket from 'ws';
import { apiPath } from './api-path.ts';
import { noteCall } from './calls.server.ts';
import { type ClusterError, err, ok, type Result } from './errors.ts';
import { type ExecEnd, execStatus } from './exec-end.ts';
import { type Connection, callOf, errorFrom, queryOf, secure, userAgent } from './http.server.ts';

export type { ExecEnd } from './exec-end.ts';

export interface ExecRequest {
  namespace: string;
  pod: string;
  container: string;
  command: readonly string[];
  /** for the whole run; default 60 s */
  timeoutMs?: number;
  /** stdout beyond it ends the run as `size-limit`; default 256 MB */
  maxBytes?: number;
  signal?: AbortSignal;
  actionId?: string;
}

const STDERR_KEPT = 64_000;
const HANDSHAKE_MS = 10_000;
/** Frames waiting for a slow consumer; beyond it the socket is paused. */
const QUEUE_HIGH = 8;

/**
 * Runs a command in a container and streams its stdout out, without stdin: POST-less form of
 * /api/v1/namespaces/{namespace}/pods/{pod}/exec over WebSocket (v5.channel.k8s.io, v4 as second choice).
 * A slow `onStdout` slows the stream down. `ok` says that the exec was let through; how it ended is in the value.
 */
export async function exec(
  connection: Connection,
  run: ExecRequest,
  onStdout: (bytes: Uint8Array) => void | Promise<void>,
): Promise<Result<ExecEnd>> {
  const secured = await secure(connection);
  if (!secured.ok) return secured;
  if (run.signal?.aborted) return err({ kind: 'unreachable', message: 'stopped before it was sent' });
  const path = `${apiPath('/api/v1/namespaces', run.namespace, 'pods', run.pod)}/exec`;
  const query = queryOf({
    container: run.container,
    command: run.command,
    stdin: false,
    stdout: true,
    stderr: true,
    tty: false,
  });
  const call = callOf({ method: 'GET', path });
  noteCall(call);
  const { headers, tls, auth, proxy } = secured.value;
  const socket = new WebSocket(
    `${connection.server.replace(/^http/, 'ws')}${path}${query}`,
    ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
    {
      ...tls,
      ...(auth === undefined ? {} : { auth }),
      ...(proxy === undefined ? {} : { agent: proxy }),
      headers: { ...headers, 'user-agent': userAgent(run.actionId) },
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: 16_000_000,
      perMessageDeflate: false,
    },
  );
  const opened = await handshake(socket, (status, responseHeaders, text) =>
    errorFrom(call, status, responseHeaders, text),
  );
  return opened.ok ? ok(await drain(socket, run, onStdout)) : opened;
}

/** exec may have started the command as soon as the request was out: a broken handshake is `no-answer`. */
function handshake(
  socket: WebSocket,
  refused: (status: number, headers: http.IncomingHttpHeaders, text: string) => ClusterError,
): Promise<Result<null>> {
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.pause(); // until drain() listens
      resolve(ok(null));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const nothingSent =
        error.code !== undefined &&
        ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'].includes(error.code);
      resolve(
        err({
          kind: nothingSent || /certificate|self.signed/i.test(error.message) ? 'unreachable' : 'no-answer',
          message: error.message || error.code || 'connection failed',
        }),
      );
    });
    socket.once('unexpected-response', (request, response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const done = (): void => {
        resolve(err(refused(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString('utf8'))));
        request.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= 65_536) chunks.push(chunk);
        else done();
      });
      response.on('end', done);
      response.on('error', done);
      response.on('close', done);
      response.setTimeout(HANDSHAKE_MS, done);
    });
  });
}

type How =
  | { how: 'exited'; exitCode: number }
  | { how: 'failed-to-start' }
  | { how: 'no-status'; closeCode: number | null }
  | { how: 'time-limit' | 'size-limit' | 'aborted' };

function drain(
  socket: WebSocket,
  run: ExecRequest,
  onStdout: (bytes: Uint8Array) => void | Promise<void>,
): Promise<ExecEnd> {
  return new Promise((resolve, reject) => {
    let end: (How & { message: string }) | null = null;
    let stderr = '';
    let stdoutBytes = 0;
    let waiting = 0;
    let queue = Promise.resolve();
    const maxBytes = run.maxBytes ?? 256_000_000;
    const decoder = new TextDecoder();

    const finish = (how: How, message: string): void => {
      end ??= { ...how, message };
      socket.terminate();
    };
    const timer = setTimeout(
      () => finish({ how: 'time-limit' }, `ran longer than ${(run.timeoutMs ?? 60_000) / 1000} s`),
      run.timeoutMs ?? 60_000,
    );
    const abort = (): void => finish({ how: 'aborted' }, 'stopped');
    run.signal?.addEventListener('abort', abort, { once: true });

    const take = async (frame: Buffer): Promise<void> => {
      const channel = frame[0];
      const bytes = frame.subarray(1);
      if (channel === 1 && end === null) {
        const room = maxBytes - stdoutBytes;
        const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
        stdoutBytes += kept.length;
        if (kept.length > 0) await onStdout(kept);
        if (bytes.length > room) finish({ how: 'size-limit' }, `stdout is larger than ${maxBytes} bytes`);
      } else if (channel === 2) {
        if (stderr.length < STDERR_KEPT)
          stderr = (stderr + decoder.decode(bytes, { stream: true })).slice(0, STDERR_KEPT);
      } else if (channel === 3) {
        const status = execStatus(bytes.toString('utf8'));
        if (status === null) return;
        if (status.how === 'exited') finish({ how: 'exited', exitCode: status.exitCode }, status.message);
        else finish({ how: 'failed-to-start' }, status.message);
      }
    };
    socket.on('message', (data, binary) => {
      const frame = binary ? asBuffer(data) : Buffer.alloc(0); // the channel protocols are binary
      waiting += 1;
      if (waiting >= QUEUE_HIGH) socket.pause();
      queue = queue
        .then(() => take(frame))
        .then(() => {
          waiting -= 1;
          if (waiting < QUEUE_HIGH && socket.isPaused) socket.resume();
        });
      queue.catch((error) => {
        socket.terminate();
        reject(error instanceof Error ? error : new Error(String(error))); // onStdout threw: the caller's own failure
      });
    });
    socket.once('close', (code) => {
      clearTimeout(timer);
      run.signal?.removeEventListener('abort', abort);
      void queue.then(
        () => {
          end ??= {
            how: 'no-status',
            closeCode: code === 1006 ? null : code,
            message: `the stream ended without a status (close ${code})`,
          };
          resolve({ ...end, stderr, stdoutBytes });
        },
        () => {},
      );
    });
    if (run.signal?.aborted) abort();
    socket.resume();
  });
}

const asBuffer = (data: WebSocket.RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
