import type http from 'node:http';
import type { Connection } from '../cluster/http.server.ts';
import { json, smallApi } from '../cluster/testing/small-api.ts';

/** What a tiny API server does with a request. `objects`: its contents by path. */
export type Behave = (
  request: { method: string; path: string; body: string },
  response: http.ServerResponse,
  objects: Map<string, unknown>,
) => void;

/** A real HTTP server that holds a few objects and answers writes as the test says: for cut lines, errors and late answers. */
export async function tinyApi(initial: Behave): Promise<{
  url: string;
  connection: Connection & { id: string };
  objects: Map<string, unknown>;
  writes: string[];
  behave: (next: Behave) => void;
  close: () => Promise<void>;
}> {
  const objects = new Map<string, unknown>();
  const writes: string[] = [];
  let behave = initial;
  const { connection, close } = await smallApi(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const body = (await request.toArray()).join('');
    if (request.method !== 'GET') {
      writes.push(`${request.method} ${path}`);
      return behave({ method: request.method ?? '', path, body }, response, objects);
    }
    const found = objects.get(path);
    if (found) return json(response, found);
    json(response, { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404, message: 'not found' }, 404);
  });
  return {
    url: connection.server,
    connection: { ...connection, id: 'tiny' },
    objects,
    writes,
    behave: (next) => {
      behave = next;
    },
    close,
  };
}
