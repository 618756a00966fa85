import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { KubeObject } from '../../kubernetes/objects.ts';
import type { ClusterParts } from '../api/cluster.ts';
import { asPod, containerNamed, statusOfContainer } from '../api/pods.ts';
import { type ApiRequest, isTrue } from '../api/request.ts';
import type { World } from '../contract.ts';
import { ApiError, badRequest } from '../errors.ts';

const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
/** v5 only: the byte after it names the channel that ends */
const CLOSE = 255;
/** Above this much unsent output a program waits. */
const BACKLOG_BYTES = 4 << 20;

const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: 1 << 24,
  handleProtocols: (offered) => PROTOCOLS.find((one) => offered.has(one)) ?? false,
});

/** The world and words of an exec request. Throws what the API server would answer instead of an upgrade. */
export function prepareExec(cluster: ClusterParts, { query }: ApiRequest, object: KubeObject) {
  const pod = asPod(object);
  const command = query.getAll('command');
  if (command.length === 0) throw badRequest('you must specify at least 1 command for the container');
  const { phase } = pod.status ?? {};
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw badRequest(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const container = containerNamed(pod, query.get('container') ?? '');
  const running = statusOfContainer(pod, container)?.state?.running !== undefined;
  const world = running ? cluster.worlds.find(pod.metadata?.uid ?? '', container) : null;
  if (!world) {
    const why = `unable to upgrade connection: container not found ("${container}")`;
    throw new ApiError(500, 'InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] });
  }
  return { world, command, tty: isTrue(query.get('tty')), stdin: isTrue(query.get('stdin')) };
}

export type ExecRequest = ReturnType<typeof prepareExec>;

/** Upgrades the connection and runs the command in its world until it ends or the client leaves. */
export function runExec(request: IncomingMessage, socket: Duplex, head: Buffer, wanted: ExecRequest) {
  sockets.handleUpgrade(request, socket, head, (connection) => {
    if (!connection.protocol) return connection.close(1002, 'no common subprotocol');
    void serve(connection, wanted);
  });
}

async function serve(connection: WebSocket, { world, command, tty, stdin }: ExecRequest) {
  const gone = new AbortController();
  const input = inputQueue();
  connection.on('message', (data) => receive(input, bytesOf(data)));
  connection.on('close', () => {
    input.end();
    gone.abort();
  });
  connection.on('error', () => gone.abort());
  const send = (channel: number) => (bytes: Uint8Array) => sendOn(connection, channel, bytes);
  // kubectl waits for a first frame on each stream that it opened
  for (const channel of tty ? [STDOUT] : [STDOUT, STDERR]) await sendOn(connection, channel, new Uint8Array());
  const status = await run(world, command, {
    stdin: stdin ? input.stream : null,
    stdout: send(STDOUT),
    stderr: send(tty ? STDOUT : STDERR),
    tty,
    signal: gone.signal,
  });
  await sendOn(connection, STATUS, Buffer.from(JSON.stringify(status)));
  connection.close(1000);
}

async function run(world: World, command: string[], io: Parameters<World['exec']>[1]): Promise<object> {
  try {
    const end = await world.exec(command, io);
    return 'failToStart' in end ? failedToStart(end.failToStart) : exited(end.exitCode);
  } catch (error) {
    console.error(JSON.stringify({ exec: command[0], error: String(error) }));
    return failedToStart('the drill cluster failed to run the command');
  }
}

function exited(code: number): object {
  if (code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: error executing command in container: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function failedToStart(words: string): object {
  const message = `error executing command in container: ${words}`;
  return {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: { causes: [{ message }] },
    code: 500,
  };
}

const bytesOf = (data: WebSocket.RawData): Buffer =>
  Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);

function receive(input: ReturnType<typeof inputQueue>, frame: Buffer) {
  if (frame[0] === STDIN) input.push(frame.subarray(1));
  else if (frame[0] === CLOSE && frame[1] === STDIN) input.end();
}

/** Waits while the client is slow: a program must not run ahead of its reader. */
async function sendOn(connection: WebSocket, channel: number, bytes: Uint8Array): Promise<void> {
  if (connection.readyState !== WebSocket.OPEN) return;
  await new Promise<void>((resolve) => {
    const flushed = connection.bufferedAmount > BACKLOG_BYTES;
    connection.send(Buffer.concat([Buffer.from([channel]), bytes]), () => flushed && resolve());
    if (!flushed) resolve();
  });
}

function inputQueue() {
  const waiting: Uint8Array[] = [];
  let ended = false;
  let wake = () => {};
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = waiting.shift();
      if (next) yield next;
      else if (ended) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    stream: stream(),
    push(bytes: Uint8Array) {
      waiting.push(bytes);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
  };
}
