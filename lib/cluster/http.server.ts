import 'server-only';
import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { TLSSocket } from 'node:tls';
import type { KubeConfig } from '@kubernetes/client-node';
import { type ApiCall, describeCall, qualified } from './api-path.ts';
import { noteCall } from './calls.server.ts';
import { type ClusterError, err, ok, type Result } from './errors.ts';
import { USER_AGENT } from './user-agent.ts';

/** What is needed to speak to one API server. */
export interface Connection {
  kc: KubeConfig;
  /** base URL without a slash at its end */
  server: string;
}

export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** absolute, without query: "/api/v1/pods" */
  path: string;
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  /** an object is sent as JSON, a string as it is */
  body?: unknown;
  contentType?: string;
  /** until the head of the answer is here; default 15 s */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** joins the API server's audit entries (userAgent) to one action of the action log */
  actionId?: string;
}

const ANSWER_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Query string in a stable order; lists repeat their key, as `command` of exec does. */
export function queryOf(query: HttpCall['query']): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (Array.isArray(value)) for (const each of value) params.append(key, String(each));
    else if (value !== undefined) params.set(key, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

export const userAgent = (actionId: string | undefined): string =>
  actionId === undefined ? USER_AGENT : `${USER_AGENT} (action ${actionId})`;

export const callOf = (call: Pick<HttpCall, 'method' | 'path' | 'query'>): ApiCall =>
  describeCall(
    call.method,
    call.path,
    call.query?.watch === true || call.query?.watch === 'true' || call.query?.watch === 1,
  );

interface Secured {
  headers: Record<string, string>;
  tls: https.AgentOptions;
  auth: string | undefined;
  proxy: http.Agent | undefined;
}

/** Certificates and headers of this connection, by the KubeConfig. Fails when a credential plugin or a file does. */
export async function secure(connection: Connection): Promise<Result<Secured>> {
  try {
    // client-node fills whatever https.request takes
    const options: https.RequestOptions & { headers?: Record<string, string> } = {};
    await connection.kc.applyToHTTPSOptions(options);
    const { ca, cert, key, rejectUnauthorized, servername } = options;
    const tls = Object.fromEntries(
      Object.entries({ ca, cert, key, rejectUnauthorized, servername }).filter(([, value]) => value !== undefined),
    );
    const proxied = connection.kc.getCurrentCluster()?.proxyUrl !== undefined;
    const proxy = proxied && options.agent instanceof http.Agent ? options.agent : undefined;
    return ok({ headers: { ...options.headers }, tls, auth: options.auth ?? undefined, proxy });
  } catch (error) {
    return err({ kind: 'unreachable', message: messageOf(error) });
  }
}

/** Open sockets by connection and certificates: a renewed client certificate gets sockets of its own. */
const agents = new WeakMap<KubeConfig, Map<string, http.Agent>>();

function agentFor(connection: Connection, tls: https.AgentOptions): http.Agent {
  const kept = agents.get(connection.kc) ?? new Map<string, http.Agent>();
  agents.set(connection.kc, kept);
  const key = createHash('sha256').update(JSON.stringify(tls)).digest('hex');
  const found = kept.get(key);
  if (found !== undefined) return found;
  for (const old of kept.values()) old.destroy();
  kept.clear();
  const options = { keepAlive: true, maxSockets: 256, ...tls };
  const agent = connection.server.startsWith('https:') ? new https.Agent(options) : new http.Agent(options);
  kept.set(key, agent);
  return agent;
}

/** Forgets idle sockets, so that the next call opens a new one: after a connection was found to swallow bytes. */
export function dropIdleSockets(connection: Connection): void {
  const kept = agents.get(connection.kc);
  for (const agent of kept?.values() ?? [])
    for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: http.IncomingMessage;
  /** ends it and its socket; safe to call more than once */
  close: () => void;
}

/**
 * Sends one HTTP request and answers once the head of the reply is there, whatever its status.
 * `unreachable` only when nothing can have been sent; after that a missing reply is `no-answer`.
 */
export async function send(connection: Connection, call: HttpCall): Promise<Result<Answer>> {
  const secured = await secure(connection);
  if (!secured.ok) return secured;
  noteCall(callOf(call));
  if (call.signal?.aborted) return err({ kind: 'unreachable', message: 'stopped before it was sent' });
  const { headers, tls, auth, proxy } = secured.value;
  const body = call.body === undefined ? null : typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  const url = new URL(`${connection.server}${call.path}${queryOf(call.query)}`);
  const options: https.RequestOptions = {
    method: call.method,
    ...(auth === undefined ? {} : { auth }),
    agent: proxy ?? agentFor(connection, tls),
    headers: {
      accept: 'application/json',
      ...headers,
      'user-agent': userAgent(call.actionId),
      ...(body === null
        ? {}
        : { 'content-type': call.contentType ?? 'application/json', 'content-length': Buffer.byteLength(body) }),
    },
  };
  try {
    const request = (url.protocol === 'https:' ? https : http).request(url, options);
    return await answered(request, body, call);
  } catch (error) {
    return err({ kind: 'unreachable', message: messageOf(error) }); // a header or URL that Node refuses to send
  }
}

function answered(request: http.ClientRequest, body: string | null, call: HttpCall): Promise<Result<Answer>> {
  return new Promise((resolve) => {
    let sent = false;
    let settled = false;
    const settle = (result: Result<Answer>): void => {
      if (settled) return;
      settled = true;
      clearTimeout(connecting);
      clearTimeout(answering);
      resolve(result);
    };
    const fail = (message: string): void => {
      settle(err(sent ? { kind: 'no-answer', message } : { kind: 'unreachable', message }));
      request.destroy();
    };
    const stop = (): void => fail('stopped');
    const connecting = setTimeout(() => {
      if (!sent) fail(`no connection within ${CONNECT_TIMEOUT_MS / 1000} s`);
    }, CONNECT_TIMEOUT_MS);
    const limit = call.timeoutMs ?? ANSWER_TIMEOUT_MS;
    const answering = setTimeout(() => fail(`no answer within ${limit / 1000} s`), limit);
    request.on('socket', (socket) => {
      const nowSent = (): void => {
        sent = true;
      };
      if (!socket.connecting) nowSent();
      else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', nowSent);
    });
    request.on('error', (error) => fail(messageOf(error)));
    request.on('response', (response) => {
      const close = (): void => {
        request.destroy();
      };
      // After an abort or a cut the body reports it to whoever reads it; without a reader it must not be uncaught.
      response.on('error', () => {});
      response.once('close', () => call.signal?.removeEventListener('abort', close));
      call.signal?.removeEventListener('abort', stop);
      call.signal?.addEventListener('abort', close, { once: true });
      settle(ok({ status: response.statusCode ?? 0, headers: response.headers, body: response, close }));
    });
    call.signal?.addEventListener('abort', stop, { once: true });
    request.end(body ?? undefined);
  });
}

/** Turns an answer that is not 2xx into its error, with verb and resource from our own request. */
export function errorFrom(
  call: ApiCall,
  status: number,
  headers: http.IncomingHttpHeaders,
  text: string,
): ClusterError {
  const message = statusMessage(text) || `HTTP ${status}`;
  if (status === 401) return { kind: 'unauthorized', message };
  if (status === 403)
    return { kind: 'forbidden', verb: call.verb, resource: qualified(call), namespace: call.namespace, message };
  if (status === 404) return { kind: 'not-found', resource: qualified(call), name: call.name ?? '' };
  if (status === 409 || status === 412) return { kind: 'conflict', message };
  if (status === 429) return { kind: 'throttled', retryAfterS: retryAfter(headers) };
  if (status >= 500) return { kind: 'server-error', code: status, message };
  if (status >= 400) return { kind: 'invalid', message };
  return { kind: 'bad-answer', message: `unexpected answer: HTTP ${status}` };
}

export function retryAfter(headers: http.IncomingHttpHeaders): number | null {
  const seconds = Number(headers['retry-after']);
  return headers['retry-after'] !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** `message` of a v1.Status, else the start of the text. */
function statusMessage(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string')
      return value.message.slice(0, 2_000);
  } catch {
    // not JSON: a proxy's page
  }
  return text.slice(0, 300).trim();
}

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]); // one per address tried
  return error instanceof Error ? error.message || error.name : String(error);
}
