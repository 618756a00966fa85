import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { KubeObject } from '../kubernetes/objects.ts';

/** How an exec in a container goes: what comes on stdout, then how it ends. */
export type ExecScript =
  | { stdout?: Uint8Array | string; stderr?: string; exitCode: number }
  | { failToStart: string }
  | { stdout?: Uint8Array | string; closes: number | 'cut' };

/** What the server does instead of answering as it should. */
export type Trouble = { status: number; message?: string } | 'cut' | 'carry-out-and-cut' | null;

/**
 * A few objects behind the paths of the Kubernetes API, over real HTTP, that misbehaves when told to. Enough for reads, creates,
 * merge patches, deletes, scale, watches, logs and exec; it is not the drill cluster and judges nothing.
 */
export class SmallApi {
  readonly objects = new Map<string, KubeObject>();
  readonly requests: { method: string; path: string; dryRun: boolean }[] = [];
  trouble: (method: string, path: string, dryRun: boolean) => Trouble = () => null;
  exec: (argv: string[], container: string) => ExecScript = () => ({ failToStart: 'no such program' });
  log: (container: string, query: URLSearchParams) => string | null = () => '';
  readonly #server = http.createServer((request, response) => void this.#answer(request, response));
  readonly #watches = new Set<{ path: string; response: http.ServerResponse }>();
  #version = 100;

  async start(): Promise<{ kubeconfig: string; url: string }> {
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v5.channel.k8s.io' });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(sockets, request, socket, head));
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; // a TCP server's address is one
    const kubeconfig = path.join(mkdtempSync(path.join(tmpdir(), 'small-api-')), 'kubeconfig');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'small',
        clusters: [{ name: 'small', cluster: { server: url } }],
        users: [{ name: 'small', user: { token: 'small' } }],
        contexts: [{ name: 'small', context: { cluster: 'small', user: 'small' } }],
      }),
    );
    this.put('/api/v1/namespaces', { metadata: { name: 'kube-system', uid: randomUUID() } });
    return { kubeconfig, url };
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Puts an object at its collection; tells the watches. */
  put(collection: string, object: KubeObject): KubeObject {
    const key = `${collection}/${object.metadata?.name}`;
    this.#version += 1;
    const stored = {
      ...object,
      metadata: { uid: randomUUID(), ...object.metadata, resourceVersion: String(this.#version) },
    };
    const type = this.objects.has(key) ? 'MODIFIED' : 'ADDED';
    this.objects.set(key, stored);
    this.#tell(collection, type, stored);
    return stored;
  }

  remove(key: string): void {
    const object = this.objects.get(key);
    this.objects.delete(key);
    if (object) this.#tell(key.slice(0, key.lastIndexOf('/')), 'DELETED', object);
  }

  #tell(collection: string, type: string, object: KubeObject): void {
    const everywhere = collection.replace(/\/namespaces\/[^/]+/, '');
    for (const watch of this.#watches)
      if (watch.path === everywhere || watch.path === collection)
        watch.response.write(`${JSON.stringify({ type, object })}\n`);
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x');
    const method = request.method ?? 'GET';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
    const body: unknown = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
    const dryRun = url.searchParams.has('dryRun') || (isRecord(body) && Array.isArray(body.dryRun));
    this.requests.push({ method, path: url.pathname, dryRun });
    const trouble = this.trouble(method, url.pathname, dryRun);
    if (trouble === 'cut') return void request.socket.destroy();
    if (trouble === 'carry-out-and-cut') {
      this.#carryOut(method, url.pathname, body, dryRun);
      return void request.socket.destroy();
    }
    if (trouble) return send(response, trouble.status, status(trouble.status, trouble.message ?? 'told to fail'));
    if (url.searchParams.get('watch') === 'true') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      const watch = { path: url.pathname, response };
      this.#watches.add(watch);
      response.on('close', () => this.#watches.delete(watch));
      return;
    }
    if (url.pathname.endsWith('/log')) {
      const text = this.log(url.searchParams.get('container') ?? '', url.searchParams);
      if (text === null) return send(response, 400, status(400, 'previous terminated container not found'));
      response.writeHead(200, { 'content-type': 'text/plain' });
      return void response.end(text);
    }
    if (method === 'GET') return send(response, ...this.#read(url));
    const { code, answer } = this.#carryOut(method, url.pathname, body, dryRun);
    send(response, code, answer);
  }

  #read(url: URL): [number, unknown] {
    const { pathname } = url;
    if (pathname === '/version') return [200, { gitVersion: 'v1.37.2' }];
    if (pathname === '/apis') return [200, { groups: [] }];
    const scaled = pathname.endsWith('/scale') ? this.objects.get(pathname.slice(0, -'/scale'.length)) : undefined;
    const object = scaled ?? this.objects.get(pathname);
    if (object) return [200, object];
    const name = pathname.split('/').at(-1) ?? '';
    if (!COLLECTIONS.has(name)) return [404, status(404, `${name} not found`)];
    const selector = url.searchParams.get('labelSelector');
    const items = [...this.objects.entries()].filter(([key, item]) => {
      const collection = key.slice(0, key.lastIndexOf('/'));
      const here = collection === pathname || collection.replace(/\/namespaces\/[^/]+/, '') === pathname;
      return here && (!selector || item.metadata?.labels?.[selector] !== undefined);
    });
    return [200, { metadata: { resourceVersion: String(this.#version) }, items: items.map(([, item]) => item) }];
  }

  #carryOut(method: string, pathname: string, body: unknown, dryRun: boolean): { code: number; answer: unknown } {
    if (pathname.endsWith('selfsubjectaccessreviews')) return { code: 201, answer: { status: { allowed: true } } };
    if (method === 'POST') {
      const object = body as KubeObject; // what the code under test sends
      const key = `${pathname}/${object.metadata?.name}`;
      if (this.objects.has(key)) return { code: 409, answer: status(409, 'already exists') };
      return { code: 201, answer: dryRun ? object : this.put(pathname, object) };
    }
    const key = pathname.replace(/\/scale$/, '');
    const object = this.objects.get(key);
    if (!object) return { code: 404, answer: status(404, 'not found') };
    const sent = isRecord(body) ? body : {};
    const metadata = isRecord(sent.metadata) ? sent.metadata : {};
    if (method === 'PATCH') {
      if (metadata.uid !== undefined && metadata.uid !== object.metadata?.uid)
        return { code: 422, answer: status(422, 'metadata.uid: field is immutable') };
      if (metadata.resourceVersion !== undefined && metadata.resourceVersion !== object.metadata?.resourceVersion)
        return { code: 409, answer: status(409, 'the object has been modified') };
      const patched = merge(object, sent) as KubeObject; // an object merged with an object is one
      return { code: 200, answer: dryRun ? patched : this.put(key.slice(0, key.lastIndexOf('/')), patched) };
    }
    const preconditions = isRecord(sent.preconditions) ? sent.preconditions : {};
    if (preconditions.uid !== undefined && preconditions.uid !== object.metadata?.uid)
      return { code: 409, answer: status(409, 'the UID in the precondition does not match') };
    if (!dryRun) this.remove(key);
    return { code: 200, answer: object };
  }

  #upgrade(sockets: WebSocketServer, request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://x');
    this.requests.push({ method: 'EXEC', path: url.pathname, dryRun: false });
    sockets.handleUpgrade(request, socket, head, (ws) => {
      const script = this.exec(url.searchParams.getAll('command'), url.searchParams.get('container') ?? '');
      const frame = (channel: number, bytes: Uint8Array | string) =>
        ws.send(Buffer.concat([Buffer.from([channel]), Buffer.from(bytes)]));
      if ('stdout' in script && script.stdout !== undefined) frame(1, script.stdout);
      if ('stderr' in script && script.stderr !== undefined) frame(2, script.stderr);
      if ('closes' in script) return script.closes === 'cut' ? ws.terminate() : ws.close(script.closes);
      if ('failToStart' in script)
        frame(
          3,
          JSON.stringify({ status: 'Failure', reason: 'InternalError', message: script.failToStart, code: 500 }),
        );
      else if (script.exitCode === 0) frame(3, JSON.stringify({ status: 'Success' }));
      else
        frame(
          3,
          JSON.stringify({
            status: 'Failure',
            reason: 'NonZeroExitCode',
            message: 'command terminated',
            details: { causes: [{ reason: 'ExitCode', message: String(script.exitCode) }] },
          }),
        );
      ws.close(1000);
    });
  }
}

const COLLECTIONS = new Set([
  'pods',
  'nodes',
  'namespaces',
  'replicasets',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'networkpolicies',
  'serviceaccounts',
  'services',
  'roles',
  'clusterroles',
  'rolebindings',
  'clusterrolebindings',
  'events',
  'horizontalpodautoscalers',
]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const status = (code: number, message: string) => ({ kind: 'Status', status: 'Failure', code, message });

function send(response: http.ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** RFC 7386. */
function merge(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}
