import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:tls';

interface Kubeconfig {
  clusters: [{ name: string; cluster: { server: string; 'certificate-authority-data': string } }];
  users: [{ user: { token: string } }];
}

type Fate = 'pass' | 'hold' | 'hold-answer' | 'silence';

/** A proxy between Bulkhead and an API server: it counts what was sent, holds what a test wants held, and can be cut. */
export interface Between {
  /** a kubeconfig that leads through here; with `token`, as whoever that is */
  kubeconfig(file: string, token?: string): string;
  /** "POST /apis/…" of everything that may change something and is no dry run, as it came */
  readonly changes: readonly string[];
  /** What becomes of a request: held before the API server gets it, or its answer is held. Null: nothing is held. */
  holdWhere(fate: ((line: string) => Fate) | null): void;
  /** Resolves when a request is held. */
  held(): Promise<string>;
  /** As a stopped process: connections are taken, nothing is answered. */
  stop(): void;
  /** As an ended process: connections are refused. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  /** Text that is put before the body of every log that is read. */
  logBegins(text: string): void;
  close(): Promise<void>;
}

export async function between(kubeconfigOfApi: string): Promise<Between> {
  const { clusters, users }: Kubeconfig = JSON.parse(readFileSync(kubeconfigOfApi, 'utf8')); // written by the drill cluster, as JSON
  const api = new URL(clusters[0].cluster.server);
  const ca = Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64');
  const agent = new Agent({ keepAlive: true, ca });
  const sockets = new Set<Socket>();
  const changes: string[] = [];
  let fateOf: ((line: string) => Fate) | null = null;
  let stopped = false;
  let logHead = '';
  let holds = Promise.withResolvers<string>();

  const serve = (from: IncomingMessage, to: ServerResponse): void => {
    const line = `${from.method} ${from.url}`;
    const changing = from.method !== 'GET' && !line.includes('dryRun=All') && !/reviews/.test(line);
    if (changing) changes.push(line);
    const fate = stopped ? 'silence' : changing ? (fateOf?.(line) ?? 'pass') : 'pass';
    if (fate === 'hold') holds.resolve(line);
    if (fate === 'hold' || fate === 'silence') return;
    const up = request(
      new URL(from.url ?? '/', api),
      { method: from.method, headers: from.headers, agent },
      (answer) => {
        if (fate === 'hold-answer') {
          answer.resume().on('end', () => holds.resolve(line));
          return;
        }
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        if (logHead && from.url?.includes('/log?') && answer.statusCode === 200) to.write(logHead);
        answer.on('data', (bytes) => stopped || to.write(bytes)).on('end', () => stopped || to.end());
        answer.on('error', () => to.destroy());
      },
    );
    up.on('error', () => to.destroy());
    to.on('close', () => up.destroy());
    from.pipe(up);
  };
  const upgrade = (from: IncomingMessage, socket: Socket, head: Buffer): void => {
    const up = connect({ host: api.hostname, port: Number(api.port), ca }, () => {
      const headers = from.rawHeaders.flatMap((name, i) => (i % 2 ? [] : [`${name}: ${from.rawHeaders[i + 1]}`]));
      up.write(`${from.method} ${from.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      up.write(head);
      up.pipe(socket).pipe(up);
    });
    for (const end of [up, socket]) end.on('error', () => [up, socket].map((each) => each.destroy()));
  };

  let server = createServer(serve);
  let port = 0;
  const open = (): Promise<void> => {
    server = createServer(serve);
    server.on('upgrade', upgrade);
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    return new Promise((resolve) =>
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port; // listening on TCP
        resolve();
      }),
    );
  };
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await open();
  return {
    kubeconfig: (file, token = users[0].user.token) => {
      const cluster = { server: `http://127.0.0.1:${port}` };
      const context = { cluster: 'far', user: 'far' };
      writeFileSync(
        file,
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'Config',
          'current-context': 'far',
          clusters: [{ name: 'far', cluster }],
          contexts: [{ name: 'far', context }],
          users: [{ name: 'far', user: { token } }],
        }),
        { mode: 0o600 },
      );
      return file;
    },
    changes,
    holdWhere: (fate) => {
      holds = Promise.withResolvers();
      fateOf = fate;
    },
    held: () => holds.promise,
    stop: () => {
      stopped = true;
    },
    cut,
    restore: async () => {
      stopped = false;
      if (server.listening) await cut();
      await open();
    },
    logBegins: (text) => {
      logHead = text;
    },
    close: async () => {
      if (server.listening) await cut();
      agent.destroy();
    },
  };
}
