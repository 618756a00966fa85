import type http from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { request } from './request.server.ts';
import { connectionTo, json, type SmallApi, smallApi } from './testing/small-api.ts';

let api: SmallApi;
afterEach(() => api?.close());

const answering = async (handle: http.RequestListener) => {
  api = await smallApi(handle);
  return api.connection;
};
const status = (code: number, message: string) => ({ kind: 'Status', status: 'Failure', code, message });
const POLICY = '/apis/networking.k8s.io/v1/namespaces/finance/networkpolicies';

test.each([
  [401, {}, { kind: 'unauthorized', message: 'says 401' }],
  [
    403,
    {},
    {
      kind: 'forbidden',
      verb: 'create',
      resource: 'networkpolicies.networking.k8s.io',
      namespace: 'finance',
      message: 'says 403',
    },
  ],
  [404, {}, { kind: 'not-found', resource: 'networkpolicies.networking.k8s.io', name: '' }],
  [409, {}, { kind: 'conflict', message: 'says 409' }],
  [400, {}, { kind: 'invalid', message: 'says 400' }],
  [415, {}, { kind: 'invalid', message: 'says 415' }],
  [422, {}, { kind: 'invalid', message: 'says 422' }],
  [429, { 'retry-after': '7' }, { kind: 'throttled', retryAfterS: 7 }],
  [500, {}, { kind: 'server-error', code: 500, message: 'says 500' }],
  [503, {}, { kind: 'server-error', code: 503, message: 'says 503' }],
])('a write answered %i is told as such, and is sent once', async (code, headers, error) => {
  const connection = await answering((_, response) => json(response, status(code, `says ${code}`), code, headers));
  expect(await request(connection, { method: 'POST', path: POLICY, body: {} })).toEqual({ ok: false, error });
  expect(api.requests).toHaveLength(1);
});

test('nothing listens: nothing was sent', async () => {
  const result = await request(connectionTo('http://127.0.0.1:1'), { method: 'POST', path: POLICY, body: {} });
  expect(result).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
});

test.each<[string, http.RequestListener]>([
  ['the connection breaks before an answer', (incoming) => incoming.socket.destroy()],
  ['no answer comes in time', () => {}],
  [
    'the answer breaks off',
    (_, response) => response.writeHead(200, { 'content-length': '100' }).write('{"a":', () => response.destroy()),
  ],
  ['the answer does not end in time', (_, response) => response.writeHead(200).write('{')],
])('%s: a write may have been carried out, and is not repeated', async (_, handle) => {
  const connection = await answering(handle);
  const result = await request(connection, { method: 'PATCH', path: `${POLICY}/a`, body: {}, timeoutMs: 300 });
  expect(result).toMatchObject({ ok: false, error: { kind: 'no-answer' } });
  expect(api.requests).toHaveLength(1);
});

test.each([
  [429, { 'retry-after': '0' }],
  [503, {}],
])('a read that meets %i is tried once more', async (code, headers) => {
  const connection = await answering((_, response) =>
    api.requests.length === 1 ? json(response, status(code, ''), code, headers) : json(response, { items: [] }),
  );
  expect(await request(connection, { method: 'GET', path: '/api/v1/pods' })).toEqual({
    ok: true,
    value: { status: 200, body: { items: [] } },
  });
});

test('a read is not kept waiting for long: Retry-After of a minute is handed on', async () => {
  const connection = await answering((_, response) => json(response, {}, 429, { 'retry-after': '60' }));
  expect(await request(connection, { method: 'GET', path: '/api/v1/pods' })).toEqual({
    ok: false,
    error: { kind: 'throttled', retryAfterS: 60 },
  });
  expect(api.requests).toHaveLength(1);
});

test.each([
  ['a page of a proxy', '<html>'],
  ['more than was allowed', JSON.stringify('x'.repeat(2_000))],
])('%s is a bad answer', async (_, body) => {
  const connection = await answering((_request, response) => void response.end(body));
  const result = await request(connection, { method: 'GET', path: '/api/v1/pods', maxBytes: 1_000 });
  expect(result).toMatchObject({ ok: false, error: { kind: 'bad-answer' } });
});

test('the action is in the user agent, so that audit entries can be joined to it', async () => {
  let agent: string | undefined;
  const connection = await answering((incoming, response) => {
    agent = incoming.headers['user-agent'];
    json(response, {});
  });
  await request(connection, { method: 'GET', path: '/version', actionId: '0192f0c1-0000-7000-8000-000000000000' });
  expect(agent).toMatch(/^bulkhead\/\d+\.\d+\.\d+ \(action 0192f0c1-0000-7000-8000-000000000000\)$/);
});

test('an abort ends a request that waits, without a stray error', async () => {
  const connection = await answering(() => stop.abort());
  const stop = new AbortController();
  const result = await request(connection, { method: 'GET', path: '/api/v1/pods', signal: stop.signal });
  expect(result).toMatchObject({ ok: false, error: { kind: 'no-answer' } });
});
