import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { err, ok } from '../cluster/errors.ts';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { type Behave, tinyApi } from '../testing/tiny-api.ts';
import { listRecords, recordIntent, verifyChain } from './log.server.ts';
import { type Call, perform } from './perform.server.ts';
import { settleUnfinished } from './settle.server.ts';

process.env.BULKHEAD_HOME = mkdtempSync(path.join(tmpdir(), 'bh-perform-'));
const database = await testDatabase();
const ines = { id: '01a20000-0000-7000-8000-000000000001', name: 'Ines Okafor', role: 'commander' };

const store: Behave = ({ path: at, body }, response, objects) => {
  const object = { ...JSON.parse(body), metadata: { ...JSON.parse(body).metadata, resourceVersion: '7' } };
  objects.set(`${at}/${object.metadata.name}`, object);
  response.writeHead(201, { 'content-type': 'application/json' });
  response.end(JSON.stringify(object));
};
const status =
  (code: number, reason: string): Behave =>
  (_, response) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ kind: 'Status', status: 'Failure', reason, code, message: `${reason} says the server` }),
    );
  };
/** Carries it out or not, and then the line is cut. */
const cut =
  (carriedOut: boolean): Behave =>
  (request, response, objects) => {
    if (carriedOut) objects.set(`${request.path}/${JSON.parse(request.body).metadata.name}`, JSON.parse(request.body));
    response.socket?.destroy();
  };

const api = await tinyApi(store);
const policies = '/apis/networking.k8s.io/v1/namespaces/finance/networkpolicies';
const create = (name: string): Call => ({
  verb: 'POST',
  path: policies,
  contentType: 'application/json',
  body: { metadata: { name } },
});
const context = { person: ines, caseId: null, words: 'Create NetworkPolicy' };
const kindsOf = async (actionId: string) =>
  (await db.actionRecord.findMany({ where: { actionId }, orderBy: { seq: 'asc' } })).map(({ body }) => {
    const { kind, outcome } = JSON.parse(body);
    return outcome ?? kind;
  });

beforeAll(async () => {
  await db.cluster.create({ data: { id: 'tiny', name: 'tiny', server: api.url, actionsEnabled: true } });
});
afterEach(() => {
  api.behave(store);
  api.writes.length = 0;
});
afterAll(async () => {
  await api.close();
  await database.close();
});

test('the intent is committed before the API server hears of it', async () => {
  let recordedBefore = -1;
  api.behave((request, response, objects) => {
    void db.actionRecord.count().then((count) => {
      recordedBefore = count;
      store(request, response, objects);
    });
  });
  const done = await perform(context, api.connection, create('first'));
  expect(done).toMatchObject({ outcome: 'succeeded', sent: 'sent', status: 201, error: null });
  expect(recordedBefore).toBe(1);
  expect(await kindsOf(done.actionId)).toEqual(['intent', 'succeeded']);
  expect((await listRecords())[0]?.answer).toMatchObject({ status: 201, resourceVersion: '7' });
});

test.each<[string, Behave, string, string]>([
  ['401', status(401, 'Unauthorized'), 'failed', 'unauthorized'],
  ['403', status(403, 'Forbidden'), 'failed', 'forbidden'],
  ['409', status(409, 'Conflict'), 'failed', 'conflict'],
  ['422', status(422, 'Invalid'), 'failed', 'invalid'],
  ['429', status(429, 'TooManyRequests'), 'failed', 'throttled'],
])('%s: failed, and recorded so', async (_, behave, outcome, kind) => {
  api.behave(behave);
  const done = await perform(context, api.connection, create(randomUUID()));
  expect(done).toMatchObject({ outcome, error: { kind } });
  expect(await kindsOf(done.actionId)).toEqual(['intent', outcome]);
  expect(api.writes).toHaveLength(1);
});

test.each<[string, Behave, string]>([
  ['the line is cut after it was carried out: a look-up shows it', cut(true), 'succeeded'],
  ['the line is cut, and the cluster does not show it: unknown, not failed', cut(false), 'unknown'],
  ['500, and the cluster does not show it', status(500, 'InternalError'), 'unknown'],
])('%s', async (_, behave, outcome) => {
  api.behave(behave);
  const done = await perform(context, api.connection, create(randomUUID()));
  expect(done.outcome).toBe(outcome);
  expect(await kindsOf(done.actionId)).toEqual(['intent', outcome]);
  expect(api.writes).toHaveLength(1); // never sent a second time
});

test('no API server: failed, nothing was sent', async () => {
  const gone = await tinyApi(store);
  await gone.close();
  const done = await perform(context, { ...gone.connection }, create('x'));
  expect(done).toMatchObject({ outcome: 'failed', sent: 'nothing', error: { kind: 'unreachable' } });
});

test('if the log cannot be written, nothing is sent', async () => {
  await database.query(`ALTER TABLE "ActionRecord" ADD CONSTRAINT full_disk CHECK (kind <> 'intent') NOT VALID`);
  const done = await perform(context, api.connection, create('x'));
  await database.query('ALTER TABLE "ActionRecord" DROP CONSTRAINT full_disk');
  expect(done).toMatchObject({ outcome: 'failed', sent: 'nothing', seq: null });
  expect(api.writes).toEqual([]);
});

test('a read-only cluster gets nothing', async () => {
  await db.cluster.create({ data: { id: 'locked', name: 'locked', server: api.url } });
  const done = await perform(context, { ...api.connection, id: 'locked' }, create('x'));
  expect(done).toMatchObject({ outcome: 'failed', sent: 'nothing', seq: null });
  expect(api.writes).toEqual([]);
});

test('a precondition that no longer holds: recorded as failed, nothing sent', async () => {
  const precondition = async () => err({ kind: 'conflict' as const, message: 'The pod is another one now.' });
  const done = await perform(context, api.connection, create('x'), { precondition });
  expect(done).toMatchObject({ outcome: 'failed', sent: 'nothing', words: 'The pod is another one now.' });
  expect(api.writes).toEqual([]);
  expect((await perform(context, api.connection, create('y'), { precondition: async () => ok(null) })).outcome).toBe(
    'succeeded',
  );
});

test('the same action asked for three times at once is sent once', async () => {
  const actionId = randomUUID();
  await Promise.all([1, 2, 3].map(() => perform(context, api.connection, create('once'), { actionId })));
  expect(api.writes).toHaveLength(1);
  expect(await kindsOf(actionId)).toEqual(['intent', 'succeeded']);
  expect(await perform(context, api.connection, create('once'), { actionId })).toMatchObject({ outcome: 'succeeded' });
  expect(api.writes).toHaveLength(1);
});

/** A process of its own performs, and is killed while the API server has its request. */
async function killedWhileSending(name: string, behave: (kill: () => Promise<void>) => Behave): Promise<string> {
  const actionId = randomUUID();
  const program = `
    import { KubeConfig } from '@kubernetes/client-node';
    import { perform } from './lib/action-log/perform.server.ts';
    const kc = new KubeConfig();
    kc.loadFromClusterAndUser({ name: 'tiny', server: '${api.url}', skipTLSVerify: true }, { name: 'tiny' });
    await perform(${JSON.stringify(context)}, { id: 'tiny', kc, server: '${api.url}' }, ${JSON.stringify(create(name))}, { actionId: '${actionId}' });`;
  const child = spawn(process.execPath, ['--conditions=react-server', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  api.behave(
    behave(async () => {
      child.kill('SIGKILL');
      await ended;
    }),
  );
  await ended;
  return actionId;
}

test.each<[string, boolean, string]>([
  ['carried out: settled as succeeded', true, 'succeeded'],
  ['not carried out: settled as failed', false, 'failed'],
])('kill -9 in the middle of a call that was %s, and it is not repeated', async (_, carriedOut, outcome) => {
  const actionId = await killedWhileSending(`killed-${carriedOut}`, (kill) => (request, response, objects) => {
    if (carriedOut) objects.set(`${request.path}/killed-true`, JSON.parse(request.body));
    void kill().then(() => response.destroy());
  });
  expect(await kindsOf(actionId)).toEqual(['intent']);
  // PostgreSQL notices the dead connection at once on a Unix socket; until then the action counts as in progress.
  await expect
    .poll(async () =>
      (await settleUnfinished(() => api.connection, { givenUpAfterMs: 0 })).map((each) => each.actionId),
    )
    .toEqual([actionId]);
  expect(await kindsOf(actionId)).toEqual(['intent', outcome]);
  expect(api.writes).toHaveLength(1);
  expect((await verifyChain()).broken).toBeNull();
});

test('an action that a living process is doing is left alone', async () => {
  const intent = await recordIntent({
    ...context,
    clusterId: 'tiny',
    request: { method: 'POST', path: policies, contentType: null, body: { metadata: { name: 'z' } } },
  });
  expect(await settleUnfinished(() => api.connection, { givenUpAfterMs: 0 })).toEqual([]);
  expect(await kindsOf(intent.actionId)).toEqual(['intent']);
});

test('a cluster that does not come back: settled as unknown', async () => {
  const actionId = await killedWhileSending(
    'lost',
    (kill) => (_, response) => void kill().then(() => response.destroy()),
  );
  await expect
    .poll(async () => (await settleUnfinished(() => null, { patienceMs: 50 })).map(({ outcome }) => outcome))
    .toEqual(['unknown']);
  expect(await kindsOf(actionId)).toEqual(['intent', 'unknown']);
});
