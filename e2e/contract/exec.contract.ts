import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import WebSocket from 'ws';
import { makeNamespace, podSpec, send, socketOptions, until } from './api.ts';

let ns: Awaited<ReturnType<typeof makeNamespace>>;
const rbac = 'rbac.authorization.k8s.io';

beforeAll(async () => {
  ns = await makeNamespace('exec');
  const pods = `/api/v1/namespaces/${ns.name}/pods`;
  await send('POST', pods, { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: podSpec() } });
  for (const verb of ['get', 'create']) await allow(verb);
  await until(async () => ((await send('GET', `${pods}/p`)).body.status as { phase?: string }).phase === 'Running');
});
afterAll(() => ns.remove());

/** A user named after the only verb that it has on pods/exec. */
async function allow(verb: string) {
  const path = `/apis/${rbac}/v1/namespaces/${ns.name}`;
  const rules = [{ apiGroups: [''], resources: ['pods/exec'], verbs: [verb] }];
  await send('POST', `${path}/roles`, {
    body: { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: { name: verb }, rules },
  });
  const roleRef = { apiGroup: rbac, kind: 'Role', name: verb };
  const subjects = [{ apiGroup: rbac, kind: 'User', name: verb }];
  const metadata = { name: verb };
  await send('POST', `${path}/rolebindings`, {
    body: { apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata, roleRef, subjects },
  });
}

interface Session {
  /** of a refused upgrade */
  refused: { status: number; body: unknown } | null;
  channels: Record<number, string>;
  protocol: string;
}

async function exec(query: string, { as, input }: { as?: string; input?: string } = {}): Promise<Session> {
  const { url, options } = await socketOptions(`/api/v1/namespaces/${ns.name}/pods/p/exec?${query}`, as);
  return new Promise((resolve, reject) => {
    const session: Session = { refused: null, channels: {}, protocol: '' };
    const socket = new WebSocket(url, ['v5.channel.k8s.io'], options);
    socket.on('open', () => {
      session.protocol = socket.protocol;
      if (input === undefined) return;
      socket.send(Buffer.concat([Buffer.from([0]), Buffer.from(input)]));
      socket.send(Buffer.from([255, 0]));
    });
    socket.on('message', (data: Buffer) => {
      const channel = data[0] ?? 0;
      session.channels[channel] = (session.channels[channel] ?? '') + data.subarray(1).toString();
    });
    socket.on('unexpected-response', (_, response) => {
      let text = '';
      response.on('data', (part) => (text += part));
      response.on('end', () =>
        resolve({ ...session, refused: { status: response.statusCode ?? 0, body: JSON.parse(text) } }),
      );
    });
    socket.on('close', () => resolve(session));
    socket.on('error', reject);
  });
}

// KWOK's containers are faked: it knows neither exit codes nor the end of stdin.
const inContainers = test.skipIf(!inject('isDrill'));

inContainers('exec: output, errors and a status of success', async () => {
  const { protocol, channels } = await exec(
    'command=sh&command=-c&command=echo+out;echo+err+>%262&stdout=true&stderr=true',
  );
  expect(protocol).toBe('v5.channel.k8s.io');
  expect(channels[1]).toBe('out\n');
  expect(channels[2]).toBe('err\n');
  expect(JSON.parse(channels[3] ?? '')).toEqual({ metadata: {}, status: 'Success' });
});

inContainers('exec: the exit code is a cause of the status', async () => {
  const { channels } = await exec('command=sh&command=-c&command=exit+3&stdout=true');
  expect(JSON.parse(channels[3] ?? '')).toMatchObject({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '3' }] },
  });
});

inContainers('exec: stdin ends with frame 255', async () => {
  const { channels } = await exec('command=cat&stdin=true&stdout=true', { input: 'a line\n' });
  expect(channels[1]).toBe('a line\n');
});

test('exec over a WebSocket needs get and create on pods/exec', async () => {
  const query = 'command=true&stdout=true';
  const message = (words: string) => ({
    status: 403,
    body: expect.objectContaining({ reason: 'Forbidden', message: `pods "p" is forbidden: ${words}` }),
  });
  expect((await exec(query, { as: 'get' })).refused).toEqual(message(''));
  const words = `User "create" cannot get resource "pods/exec" in API group "" in the namespace "${ns.name}"`;
  expect((await exec(query, { as: 'create' })).refused).toEqual(message(words));
});
