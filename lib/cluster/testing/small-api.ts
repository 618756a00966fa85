import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import type { Connection } from '../http.server.ts';

export interface SmallApi {
  connection: Connection;
  port: number;
  /** "GET /api/v1/pods?watch=true": all requests, in order of arrival */
  requests: string[];
  server: http.Server;
  close: () => Promise<void>;
}

/** A real HTTP server on the loopback that answers as the test says; misbehaviour is the test's to write. */
export async function smallApi(handle: http.RequestListener, port = 0): Promise<SmallApi> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const used = (server.address() as AddressInfo).port; // it listens on TCP
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { connection: connectionTo(`http://127.0.0.1:${used}`), port: used, requests, server, close };
}

export function connectionTo(server: string, user: object = { name: 'user', token: 'token' }): Connection {
  const kc = new KubeConfig();
  kc.loadFromOptions({
    clusters: [{ name: 'c', server, skipTLSVerify: true }],
    users: [user],
    contexts: [{ name: 'x', cluster: 'c', user: 'user' }],
    currentContext: 'x',
  });
  return { kc, server };
}

export const json = (
  response: http.ServerResponse,
  body: unknown,
  status = 200,
  headers: http.OutgoingHttpHeaders = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** Resolves when `holds` does; it is asked again each time the event loop comes round. The test's own time-out is the limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
