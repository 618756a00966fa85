import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Answer, Stream } from '../api/answer.ts';
import { type Authenticated, authenticate, impersonated } from '../api/authentication.ts';
import { pathRefusal, refusal, requestOf } from '../api/authorization.ts';
import type { ClusterParts } from '../api/cluster.ts';
import { discover } from '../api/discovery.ts';
import { authorise, handleResource } from '../api/handle.ts';
import { type ApiRequest, parseTarget } from '../api/request.ts';
import { ApiError, forbidden, noSuchPath, notFound, unauthorized } from '../errors.ts';
import { control } from './control.ts';
import type { Credentials } from './credentials.ts';
import { prepareExec, runExec } from './exec.ts';

const PODS = { group: '', plural: 'pods' };
const BODY_LIMIT = 3 << 20; // as the API server's

/** The API over TLS. Listening is the caller's. */
export function createApiServer(cluster: ClusterParts, { cert, key }: Credentials): Server {
  const server = createServer({ cert, key, ALPNProtocols: ['http/1.1'] }, (request, response) => {
    void serve(cluster, request, response);
  });
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0; // watches last
  server.on('upgrade', (request, socket, head) => void upgrade(cluster, request, socket, head));
  return server;
}

async function serve(cluster: ClusterParts, incoming: IncomingMessage, response: ServerResponse) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    const { request, who } = admitted(cluster, incoming, gone.signal);
    const answer = await answerTo(cluster, request, who);
    if (typeof answer === 'function') await answer(response);
    else writeAnswer(response, answer, request.method);
  } catch (error) {
    writeError(response, error);
  }
}

/** Who asks for what; throws 401, 400 and, for impersonation, 403. */
function admitted(cluster: ClusterParts, incoming: IncomingMessage, signal: AbortSignal) {
  const url = new URL(incoming.url ?? '/', 'https://localhost');
  const { headers } = incoming;
  let who = authenticate(headers.authorization, cluster.adminToken, cluster.keys, cluster.store, Date.now());
  if (!who) throw unauthorized();
  who = as(cluster, who, headers);
  const method = incoming.method ?? 'GET';
  const request: ApiRequest = {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers,
    subject: who.subject,
    target: parseTarget(method, url.pathname, url.searchParams),
    body: () => readBody(incoming),
    signal,
  };
  return { request, who };
}

/** `kubectl --as`: allowed by the verb impersonate on users, groups or serviceaccounts. */
function as(cluster: ClusterParts, who: Authenticated, headers: IncomingMessage['headers']): Authenticated {
  const other = impersonated(headers);
  if (!other) return who;
  const asked = { verb: 'impersonate', apiGroup: '', resource: 'users', name: other.user };
  if (!cluster.authorizer.decide(who.subject, asked).allowed) throw refusal(who.subject, asked);
  return { subject: other, uid: '', extra: {}, admin: false };
}

async function answerTo(cluster: ClusterParts, request: ApiRequest, who: Authenticated): Promise<Answer | Stream> {
  const { target } = request;
  if (request.path.startsWith('/drill/v1/')) return control(cluster, request, who);
  if (target) {
    authorise(cluster, request, target);
    return handleResource(cluster, request, target, who);
  }
  const asked = {
    verb: request.method === 'HEAD' ? 'head' : request.method.toLowerCase(),
    nonResourcePath: request.path,
  };
  if (!cluster.authorizer.decide(who.subject, asked).allowed) throw pathRefusal(who.subject, asked);
  const answer = discover(request);
  if (!answer) throw noSuchPath();
  return answer;
}

/** exec is the only upgrade. It needs `get` (the WebSocket's GET) and, as a real 1.37 asks too, `create` on pods/exec. */
async function upgrade(cluster: ClusterParts, incoming: IncomingMessage, socket: Duplex, head: Buffer) {
  socket.on('error', () => socket.destroy());
  try {
    const { request } = admitted(cluster, incoming, new AbortController().signal);
    const { target } = request;
    if (target?.resource !== 'pods' || target.apiGroup !== '' || target.subresource !== 'exec') throw noSuchPath();
    authorise(cluster, request, target);
    const creating = requestOf({ ...target, verb: 'create' }, request.query);
    // without words, as the real one refuses here
    if (!cluster.authorizer.decide(request.subject, creating).allowed) throw forbidden(PODS, target.name, '');
    const pod = cluster.store.get(PODS, target.namespace, target.name);
    if (!pod) throw notFound(PODS, target.name);
    runExec(incoming, socket, head, prepareExec(cluster, request, pod));
  } catch (error) {
    const { code, text } = errorText(error);
    socket.end(
      `HTTP/1.1 ${code} Error\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
    );
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    size += part.length;
    if (size > BODY_LIMIT)
      throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BODY_LIMIT}`, {});
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function writeAnswer(response: ServerResponse, { status, body, contentType, warnings }: Answer, method: string) {
  const headers: Record<string, string | string[]> = {
    'content-type': contentType ?? 'application/json',
    'cache-control': 'no-cache, private',
  };
  if (warnings?.length) headers.warning = warnings.map((words) => `299 - ${JSON.stringify(words)}`);
  response.writeHead(status, headers);
  if (method === 'HEAD') response.end();
  else if (typeof body === 'string' || Buffer.isBuffer(body)) response.end(body);
  else if (Symbol.iterator in body) {
    response.cork();
    for (const part of body) response.write(part);
    response.uncork();
    response.end();
  } else response.end(JSON.stringify(body));
}

function errorText(error: unknown): { code: number; text: string } {
  if (error instanceof ApiError) return { code: error.code, text: JSON.stringify(error.status()) };
  console.error(error);
  const why = error instanceof Error ? error.message : 'unknown';
  const internal = new ApiError(500, 'InternalError', `Internal error occurred: ${why}`, {
    causes: [{ message: why }],
  });
  return { code: 500, text: JSON.stringify(internal.status()) };
}

function writeError(response: ServerResponse, error: unknown) {
  const { code, text } = errorText(error);
  if (response.headersSent) return response.destroy();
  response.writeHead(code, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.end(text);
}
