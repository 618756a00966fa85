import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** What a receiver does with a message that it has read whole. */
export type Fate =
  | { status: number; body?: string; headers?: Record<string, string> }
  /** takes it and never answers */
  | 'silence'
  /** takes it and breaks the connection */
  | 'hang-up'
  /** answers 200 and never ends its body */
  | 'endless-body';

export interface Receiver<T> {
  readonly url: string;
  readonly received: readonly T[];
  close(): Promise<void>;
}

export interface Posted {
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** A webhook in Slack's or Teams' place, over real HTTP on this machine. */
export async function webhook(
  fate: Fate = { status: 200, body: 'ok' },
  { port = 0 } = {},
): Promise<Receiver<Posted> & { set(fate: Fate): void; breakOff(): void }> {
  let now = fate;
  const received: Posted[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text) });
      answer(response, now);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/secret-part`, // listening on TCP
    received,
    set: (next) => {
      now = next;
    },
    breakOff: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function answer(response: ServerResponse, fate: Fate): void {
  if (fate === 'silence') return;
  if (fate === 'hang-up') {
    response.socket?.destroy();
    return;
  }
  if (fate === 'endless-body') {
    response.writeHead(200).write('x'.repeat(10));
    return;
  }
  response.writeHead(fate.status, fate.headers).end(fate.body ?? '');
}

export interface Mail {
  from: string;
  to: string[];
  /** headers and body, as they came */
  raw: string;
}

interface MailOptions {
  port?: number;
  host?: string;
  /** recipients that are refused */
  refuses?: (address: string) => boolean;
  /** after the whole mail came: 250, an error, or nothing */
  end?: 'taken' | 'refused' | 'silence';
}

/** A mail server that takes everything, over real SMTP on this machine; without TLS and without a password. */
export async function mailServer(
  options: MailOptions = {},
): Promise<Receiver<Mail> & { set(next: MailOptions): void }> {
  let now = options;
  const received: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _, done) =>
      done(
        now.refuses?.(address) ? Object.assign(new Error(`no mailbox ${address}`), { responseCode: 550 }) : undefined,
      ),
    onData: (stream, session, done) => {
      let raw = '';
      stream.setEncoding('utf8').on('data', (part: string) => {
        raw += part;
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw });
        if (now.end === 'silence') return;
        done(now.end === 'refused' ? Object.assign(new Error('not today'), { responseCode: 554 }) : undefined);
      });
    },
  });
  server.on('error', () => undefined); // a client that went away
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve));
  return {
    url: `smtp://${options.host ?? '127.0.0.1'}:${(server.server.address() as AddressInfo).port}`, // listening on TCP
    received,
    set: (next) => {
      now = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
