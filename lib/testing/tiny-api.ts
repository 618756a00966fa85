import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';

/** What a tiny API server does with a request. `objects`: its contents by path. */
export type Behave = (
  request: { method: string; path: string; body: string },
  response: http.ServerResponse,
  objects: Map<string, unknown>,
) => void;

/** A real HTTP server that holds a few objects and answers writes as the test says: for cut lines, errors and late answers. */
export async function tinyApi(initial: Behave): Promise<{
  url: string;
  connection: { id: string; kc: KubeConfig; server: string };
  objects: Map<string, unknown>;
  writes: string[];
  behave: (next: Behave) => void;
  close: () => Promise<void>;
}> {
  const objects = new Map<string, unknown>();
  const writes: string[] = [];
  let behave = initial;
  const server = http.createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const body = (await request.toArray()).join('');
    if (request.method !== 'GET') {
      writes.push(`${request.method} ${path}`);
      return behave({ method: request.method ?? '', path, body }, response, objects);
    }
    const found = objects.get(path);
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        found ?? { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404, message: 'not found' },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  const kc = new KubeConfig();
  kc.loadFromClusterAndUser({ name: 'tiny', server: url, skipTLSVerify: true }, { name: 'tiny' });
  return {
    url,
    connection: { id: 'tiny', kc, server: url },
    objects,
    writes,
    behave: (next) => {
      behave = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
