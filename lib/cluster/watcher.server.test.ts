import type http from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type CacheChange, ClusterCache } from './cache.server.ts';
import type { WatchedResource } from './resources.ts';
import { json, type SmallApi, smallApi, until } from './testing/small-api.ts';

let api: SmallApi;
let cache: ClusterCache;
afterEach(async () => {
  cache?.stop();
  await api?.close();
});

const QUICK = { watchS: 1, endOverdueMs: 200, forbiddenRetryMs: 200, backoffMs: { first: 40, most: 400 } };
const event = (name: string, version: string) => ({
  metadata: { namespace: 'finance', name, uid: `uid-${name}`, resourceVersion: version },
});
const list = (version: string, ...names: string[]) => ({
  metadata: { resourceVersion: version },
  items: names.map((name) => event(name, version)),
});
const line = (type: string, name: string, version: string) =>
  `${JSON.stringify({ type, object: event(name, version) })}\n`;

type Serve = (watch: URLSearchParams | null, response: http.ServerResponse, path: string) => void;

async function caching(serve: Serve, resources: WatchedResource[] = ['events']) {
  api = await smallApi((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname.startsWith('/apis/metrics')) return json(response, {}, 404);
    serve(url.searchParams.has('watch') ? url.searchParams : null, response, url.pathname);
  });
  cache = new ClusterCache(api.connection, { times: QUICK, resources, metricsEveryMs: 60_000 });
  const seen: string[] = [];
  cache.onChange((change: CacheChange) => {
    if (change.type === 'object') seen.push(`${change.change} ${change.object.metadata?.name}`);
  });
  cache.start();
  return seen;
}
const state = () => cache.status().resources[0]?.state;
const watches = () => api.requests.filter((each) => each.includes('watch=true'));

test('a list in pages, then changes from its resourceVersion on', async () => {
  const seen = await caching((watch, response) => {
    if (watch !== null) {
      expect(watch.get('resourceVersion')).toBe('7');
      response.write(line('ADDED', 'c', '8') + line('DELETED', 'a', '9'));
    } else if (!api.requests.at(-1)?.includes('continue='))
      json(response, { metadata: { resourceVersion: '7', continue: 'more' }, items: [event('a', '1')] });
    else json(response, list('7', 'b'));
  });
  await until(() => seen.length === 4);
  expect(seen).toEqual(['ADDED a', 'ADDED b', 'ADDED c', 'DELETED a']);
  expect(cache.list('events').map(({ metadata }) => metadata?.name)).toEqual(['b', 'c']);
  expect(state()).toBe('live');
});

test('410 on a watch: a new list, and only what differs is news', async () => {
  let lists = 0;
  const seen = await caching((watch, response) => {
    if (watch === null) {
      lists += 1;
      json(
        response,
        lists === 1
          ? list('5', 'a', 'b')
          : { metadata: { resourceVersion: '9' }, items: [event('b', '5'), event('c', '9')] },
      );
    } else if (lists === 1)
      response.end(`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410 } })}\n`);
  });
  await until(() => seen.length === 4);
  expect(seen).toEqual(['ADDED a', 'ADDED b', 'ADDED c', 'DELETED a']);
});

test('200 and an immediate close: lists, ever more rarely, and each event is seen once', async () => {
  let lists = 0;
  const seen = await caching((watch, response) => {
    if (watch !== null) return response.end();
    lists += 1;
    json(response, list(String(lists), ...['a', 'b', 'c'].slice(0, lists)));
  });
  const begun = Date.now();
  await until(() => Date.now() - begun > 2_500 && seen.filter((each) => each.startsWith('ADDED')).length === 3);
  expect(seen.filter((each) => each.startsWith('ADDED'))).toEqual(['ADDED a', 'ADDED b', 'ADDED c']);
  expect(watches().length).toBeLessThan(10); // a tight loop makes thousands; ten-fold slower than here outside of tests
  expect(cache.status().error).toContain('closed as soon as it opens');
});

test('a connection that stays open and swallows bytes: stale, then opened anew, and what was missed is there', async () => {
  let swallowed = 0;
  const states: (string | undefined)[] = [];
  const seen = await caching((watch, response) => {
    if (watch === null) json(response, list('1'));
    else if (swallowed === 0) {
      swallowed += 1;
      response.writeHead(200).flushHeaders(); // and nothing more, not even the end that was asked for
    } else response.write(line('ADDED', 'late', '2'));
  });
  cache.onChange((change) => {
    if (change.type === 'status') states.push(state());
  });
  await until(() => seen.includes('ADDED late'));
  expect(states).toContain('stale');
  expect(state()).toBe('live');
});

test('a right that is missing is named, the rest works, and it is tried again later', async () => {
  let allowed = false;
  await caching(
    (watch, response, path) => {
      if (path.endsWith('/networkpolicies') && !allowed) return json(response, { message: 'no' }, 403);
      if (watch === null) json(response, list('1', 'a'));
      else response.writeHead(200).flushHeaders();
    },
    ['pods', 'networkpolicies'],
  );
  const policies = () => cache.resourceStatus('networkpolicies');
  await until(() => policies()?.state === 'forbidden' && cache.count('pods') === 1);
  expect(policies()).toMatchObject({
    resource: 'networkpolicies.networking.k8s.io',
    error: 'May not list networkpolicies.networking.k8s.io: no',
  });
  expect(cache.status()).toMatchObject({ state: 'live' });
  allowed = true;
  await until(() => policies()?.state === 'live');
});

test('the API server goes away and comes back', async () => {
  const serve: Serve = (watch, response) => {
    if (watch === null) json(response, list('1', 'a'));
    else response.writeHead(200).flushHeaders();
  };
  await caching(serve, ['pods']);
  await until(() => cache.status().state === 'live');
  const { port } = api;
  await api.close();
  await until(() => cache.status().state === 'unavailable');
  expect(cache.status()).toMatchObject({ error: expect.stringMatching(/^Not reached: /), asOf: expect.any(String) });
  expect(cache.count('pods')).toBe(1); // what was known stays, as old as asOf says
  api = await smallApi(
    (request, response) => serve(request.url?.includes('watch=') ? new URLSearchParams() : null, response, ''),
    port,
  );
  await until(() => cache.status().state === 'live');
});
