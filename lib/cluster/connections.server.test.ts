import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { connectionsFrom } from './connections.server.ts';
import { request } from './request.server.ts';
import { json, type SmallApi, smallApi } from './testing/small-api.ts';

let api: SmallApi;
let folder: string;
const tokens: (string | undefined)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-kubeconfig-'));
  api = await smallApi((incoming, response) => {
    tokens.push(incoming.headers.authorization);
    json(response, { gitVersion: 'v1' });
  });
  script(
    'good-plugin',
    `printf '{"status":{"token":"from-%s"}}' "$(printf %s "$KUBERNETES_EXEC_INFO" | grep -o client.authentication.k8s.io/v1)"`,
  );
  script('failing-plugin', 'echo "\u001b[2Jlogin expired" >&2; exit 1');
  const plugin = (command: string, installHint?: string) => ({
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command, installHint, interactiveMode: 'Never' },
  });
  const users = {
    good: { token: 'static' },
    plugin: plugin('./good-plugin'),
    missing: plugin('no-such-plugin', 'install it from the handbook'),
    failing: plugin('./failing-plugin'),
  };
  writeFileSync(
    path.join(folder, 'config'),
    stringify({
      'current-context': 'good',
      clusters: [{ name: 'c', cluster: { server: api.connection.server } }],
      users: Object.entries(users).map(([name, user]) => ({ name, user })),
      contexts: Object.keys(users).map((name) => ({ name, context: { cluster: 'c', user: name } })),
    }),
  );
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

function script(name: string, body: string) {
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(path.join(folder, name), 0o700);
}
const settings = (context: string | null) => ({
  kubeconfig: path.join(folder, 'config'),
  context,
  inCluster: false,
  drill: true,
  home: folder,
});

async function versionOf(context: string) {
  const [connected] = connectionsFrom(settings(context));
  if (connected === undefined || 'error' in connected) throw new Error(connected?.error);
  return request(connected, { method: 'GET', path: '/version' });
}

test('all contexts, one by name, or the current one', () => {
  expect(connectionsFrom(settings('*')).map(({ name }) => name)).toEqual(['good', 'plugin', 'missing', 'failing']);
  expect(connectionsFrom(settings('missing, good')).map(({ name }) => name)).toEqual(['missing', 'good']);
  expect(connectionsFrom(settings(null)).map(({ name }) => name)).toEqual(['good']);
});

test.each([
  ['a static token', 'good', 'Bearer static'],
  [
    'the token of a plugin beside the kubeconfig, which is told who asks',
    'plugin',
    'Bearer from-client.authentication.k8s.io/v1',
  ],
])('%s is sent', async (_, context, token) => {
  expect(await versionOf(context)).toMatchObject({ ok: true });
  expect(tokens.at(-1)).toBe(token);
});

test('a plugin that does not exist takes out its cluster alone: which, where it was looked for, and the hint', async () => {
  const result = await versionOf('missing');
  expect(result).toMatchObject({
    ok: false,
    error: {
      kind: 'unreachable',
      message: expect.stringMatching(
        /no-such-plugin was not found in PATH \(.+\)\. Hint of the kubeconfig: install it from the handbook/,
      ),
    },
  });
});

test('a plugin that fails: its exit code and what it wrote to stderr', async () => {
  const result = await versionOf('failing');
  expect(result).toMatchObject({
    ok: false,
    error: {
      kind: 'unreachable',
      message: expect.stringMatching(/failing-plugin ended with exit code 1\. It said: .*login expired/),
    },
  });
});

test('and is tried again without a restart', async () => {
  const [connected] = connectionsFrom(settings('failing'));
  if (connected === undefined || 'error' in connected) throw new Error(connected?.error);
  script('failing-plugin', `echo '{"status":{"token":"renewed"}}'`);
  expect(await request(connected, { method: 'GET', path: '/version' })).toMatchObject({ ok: true });
  expect(tokens.at(-1)).toBe('Bearer renewed');
});

test.each([
  ['no such context', { context: 'nope' }, /no context nope; it has: good, plugin, missing, failing/],
  ['no such file', { kubeconfig: '/nonexistent/config' }, /\/nonexistent\/config cannot be read/],
])('%s is said in words', (_, change, words) => {
  const [connected] = connectionsFrom({ ...settings(null), ...change });
  expect(connected).toMatchObject({ error: expect.stringMatching(words) });
});

test('with nothing configured it is the drill cluster, or nothing when that is off', () => {
  const nothing = { ...settings(null), kubeconfig: null };
  expect(connectionsFrom(nothing)).toMatchObject([{ name: 'drill', drill: true, error: expect.any(String) }]);
  expect(connectionsFrom({ ...nothing, drill: false })).toEqual([]);
});
