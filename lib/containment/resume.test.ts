import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { verifyChain } from '../action-log/log.server.ts';
import { settleUnfinished } from '../action-log/settle.server.ts';
import { clusterById } from '../cluster/clusters.server.ts';
import { db } from '../db/client.server.ts';
import { COLLECTORS } from '../evidence/collectors/index.server.ts';
import { listArtifacts } from '../evidence/read.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { openPaymentCase, openRoom, until, valueIn } from '../testing/room.ts';
import { overrideGate } from './override.server.ts';
import { resumeSteps } from './resume.server.ts';
import { startContainment } from './start.server.ts';
import { viewSuspect } from './view.server.ts';

const database = await testDatabase();
const room = await openRoom();
const { api, by, person } = room;
startContainment();
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  room.cluster.cache.stop();
  api.stop();
  await database.close();
});

type Opened = Awaited<ReturnType<typeof openPaymentCase>>;

/** A server process of its own on the same database and cluster. */
function begin({ caseId, suspectId }: Opened, step: string): ChildProcess {
  const script = path.join(import.meta.dirname, 'test-crash-child.ts');
  const child = spawn(process.execPath, ['--conditions=react-server', script, caseId, suspectId, person.id, step], {
    env: { ...process.env, DATABASE_URL: database.url, NODE_OPTIONS: '' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.push(child);
  return child;
}

const killed = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

const sentOf = (method: string) =>
  api.requests.filter((one) => one.method === method && !one.dryRun && !one.path.includes('accessreviews'));

async function takeUp(): Promise<void> {
  await settleUnfinished(clusterById, { givenUpAfterMs: 0 });
  await resumeSteps();
}

test('killed between the requests of a quarantine: the next process sends what is left, and nothing twice', async () => {
  const opened = await openPaymentCase(room);
  api.requests.length = 0;
  let child: ChildProcess | null = null;
  api.exec = () => ({ stdout: '  sl  local_address rem_address   st\n', exitCode: 0 });
  // the first patch is carried out, and before its answer arrives the process is gone
  const stopped = new Promise<void>((resolve) => {
    api.trouble = (method, _path, dryRun) => {
      if (method !== 'PATCH' || dryRun) return null;
      api.trouble = () => null;
      if (child) void killed(child).then(resolve);
      return 'carry-out-and-cut';
    };
  });
  child = begin(opened, 'quarantine');
  await stopped;
  const run = await db.stepRun.findFirstOrThrow({ where: { suspectId: opened.suspectId } });
  expect(run.state).toBe('running');
  await takeUp();
  const view = await viewSuspect(db, opened.suspectId);
  expect(view.steps[0]).toMatchObject({ chip: { words: 'Verified', tone: 'ok' }, run: { state: 'succeeded' } });
  expect(sentOf('POST')).toHaveLength(1);
  expect(sentOf('PATCH')).toHaveLength(2);
  expect((await verifyChain()).broken).toBeNull();
}, 60_000);

test('killed in the middle of a capture: what came is kept as partial, the other collectors go on, none runs twice', async () => {
  const opened = await openPaymentCase(room);
  valueIn(await overrideGate({ ...opened, gate: 'capture', reason: 'a rehearsal of a crash' }, by));
  let child: ChildProcess | null = null;
  api.exec = (argv) => ({ stdout: `output of ${argv.join(' ')}\n`, exitCode: 0 });
  const stopped = new Promise<void>((resolve) => {
    api.trouble = (method, path) => {
      if (method === 'GET' && path.endsWith('/log') && child) {
        api.trouble = () => null;
        void killed(child).then(resolve);
        return 'cut';
      }
      return null;
    };
  });
  child = begin(opened, 'capture');
  await stopped;
  await takeUp();
  const run = await db.stepRun.findFirstOrThrow({ where: { suspectId: opened.suspectId, step: 'capture' } });
  await until(async () => (await db.stepRun.findUniqueOrThrow({ where: { id: run.id } })).state !== 'running');
  const artifacts = await listArtifacts(opened.caseId);
  expect(artifacts.map(({ collector }) => collector)).toEqual(COLLECTORS.map(({ id }) => id));
  expect(artifacts.some(({ state }) => state === 'collecting')).toBe(false);
  const log = artifacts.find(({ collector }) => collector === 'logs');
  expect(log?.reason).toMatch(/Bulkhead ended while this was collected|Nothing came/);
  expect(log?.state).not.toBe('sealed');
  expect((await verifyChain()).broken).toBeNull();
}, 60_000);
