import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { COLLECTORS } from '../evidence/collectors/index.server.ts';
import { verifyArtifact } from '../evidence/custody.server.ts';
import { listArtifacts } from '../evidence/read.server.ts';
import { pathOf } from '../evidence/store.server.ts';
import { downloadArtifact, readArtifactText } from '../evidence/text.server.ts';
import { archiveOf } from '../testing/archive.ts';
import { testDatabase } from '../testing/postgres.ts';
import { NS, openPaymentCase, openRoom, until, valueIn } from '../testing/room.ts';
import type { ExecScript } from '../testing/small-api.ts';
import { overrideGate } from './override.server.ts';
import { planStep } from './plan.server.ts';
import { retryCollector } from './retry.server.ts';
import { sendStep } from './send.server.ts';
import { viewSuspect } from './view.server.ts';

const database = await testDatabase();
const room = await openRoom();
const { api, by, person } = room;
afterAll(async () => {
  room.cluster.cache.stop();
  api.stop();
  await database.close();
});

const archive = (content = 'root:x:0:0\n') => archiveOf([['etc/passwd', content]]);

const TAR = await archive();
const whole = (argv: string[]): ExecScript => {
  if (argv[0] === 'tar') return { stdout: TAR, exitCode: 0 };
  if (argv.includes('/proc/1/environ')) return { stdout: 'HOME=/root\0DB_PASSWORD=s3cret=value\nmore\0', exitCode: 0 };
  return { stdout: `output of ${argv.join(' ')}\n`, exitCode: 0 };
};

beforeEach(() => {
  api.trouble = () => null;
  api.exec = whole;
  api.log = () => '2026-11-25T03:00:00.000000001Z one\n2026-11-25T03:00:01Z two\n';
  const [pod] = [...api.objects.entries()].filter(([key]) => key === `${NS}/pods/payment-abc`);
  if (pod)
    api.put(`${NS}/pods`, {
      ...pod[1],
      spec: {
        ...(pod[1].spec as object),
        containers: [{ name: 'app', image: 'x', env: [{ name: 'DB_PASSWORD', value: 's3cret=value' }] }],
      },
    }); // what test-room made
});

async function capture() {
  const opened = await openPaymentCase(room);
  valueIn(await overrideGate({ ...opened, gate: 'capture', reason: 'captured before the quarantine' }, by));
  const { plan } = valueIn(await planStep({ ...opened, step: 'capture', mode: null, undoOf: null }));
  const run = valueIn(await sendStep({ ...opened, step: 'capture', mode: null, planHash: plan.hash }, by));
  await until(async () => (await db.stepRun.findUniqueOrThrow({ where: { id: run.id } })).state !== 'running');
  const artifacts = await listArtifacts(opened.caseId);
  return { ...opened, run, artifacts, of: (collector: string) => artifacts.find((one) => one.collector === collector) };
}

test('the standard profile ends sealed, each artifact with its hash and custody, and nothing was written inside', async () => {
  const { artifacts, suspectId, of } = await capture();
  expect(artifacts.map(({ collector, state }) => `${collector} ${state}`)).toEqual(
    COLLECTORS.map(({ id }) => `${id} sealed`),
  );
  expect(artifacts.every(({ sha256, custody }) => sha256?.length === 64 && custody[0]?.kind === 'collected')).toBe(
    true,
  );
  expect((await viewSuspect(db, suspectId)).steps[1]?.chip).toEqual({
    words: `${COLLECTORS.length} of ${COLLECTORS.length} sealed`,
    tone: 'ok',
  });
  const environment = await readArtifactText(of('environment')?.id ?? '', 0, person);
  expect(environment?.text).toContain('HOME\nDB_PASSWORD\n');
  for (const { id } of artifacts) expect((await readArtifactText(id, 0, person))?.text).not.toContain('s3cret');
  expect((await readArtifactText(of('files')?.id ?? '', 0, person))?.listing?.map(({ name }) => name)).toEqual([
    'etc/passwd',
  ]);
});

test('without a shell or any tool each collector says so in the words of the runtime, and nothing is sealed in its place', async () => {
  api.exec = (argv) => ({ failToStart: `exec: "${argv[0]}": executable file not found in $PATH` });
  const { artifacts } = await capture();
  const byExec = artifacts.filter(({ command }) => !command.startsWith('GET'));
  expect(byExec.map(({ state, sha256 }) => `${state} ${sha256}`)).toEqual(byExec.map(() => 'failed null'));
  expect(byExec[0]?.reason).toContain('executable file not found');
  expect(artifacts.filter(({ command }) => command.startsWith('GET')).every(({ state }) => state === 'sealed')).toBe(
    true,
  );
});

test.each([
  [
    'the connection is cut without a status',
    { stdout: TAR.subarray(0, 700), closes: 'cut' },
    /Incomplete: the connection ended without a status/,
  ],
  [
    'success is told, but the end of the archive is missing',
    { stdout: TAR.subarray(0, 1024), exitCode: 0 },
    /Truncated/,
  ],
  ['the socket is closed orderly right after the last full frame', { stdout: TAR, closes: 1000 }, /Incomplete/],
  [
    'tar could not read some files',
    { stdout: TAR, stderr: 'tar: etc/shadow: Read error: Input/output error', exitCode: 1 },
    /Some files are missing/,
  ],
] as const)(
  'an archive is partial when %s; it is kept, closes the gate, and a retry makes a new one',
  async (_, script, words) => {
    api.exec = (argv) => (argv.includes('var/log') ? script : whole(argv));
    const { of, suspectId, caseId } = await capture();
    const files = of('files');
    expect(files).toMatchObject({ state: 'partial', reason: expect.stringMatching(words) });
    expect((await viewSuspect(db, suspectId)).gates[1]).toMatchObject({
      state: 'closed',
      words: expect.stringContaining('1 artifact of 13, of which 1 partial'),
    });
    api.exec = whole;
    const { artifactId } = valueIn(await retryCollector({ caseId, artifactId: files?.id ?? '', unbounded: false }, by));
    await until(async () => (await db.artifact.findUniqueOrThrow({ where: { id: artifactId } })).state === 'sealed');
    expect(
      (await listArtifacts(caseId)).filter(({ collector }) => collector === 'files').map(({ state }) => state),
    ).toEqual(['partial', 'sealed']);
    expect((await viewSuspect(db, suspectId)).gates[1]?.words).not.toContain('artifact');
  },
);

test('a log whose stream ends midway is taken up again from the last time stamp, without doubles', async () => {
  let reads = 0;
  api.log = (_, query) => {
    reads += 1;
    if (query.get('previous')) return null;
    if (!query.get('sinceTime')) return '2026-11-25T03:00:00Z 1\n2026-11-25T03:00:01Z 2\n2026-11-25T03:00:02Z 3 is c';
    return '2026-11-25T03:00:01Z 2\n2026-11-25T03:00:02Z 3 is cut\n2026-11-25T03:00:03Z 4\n';
  };
  const { of } = await capture();
  const log = await readArtifactText(of('logs')?.id ?? '', 0, person);
  expect(log?.text).toBe(
    '2026-11-25T03:00:00Z 1\n2026-11-25T03:00:01Z 2\n2026-11-25T03:00:02Z 3 is cut\n2026-11-25T03:00:03Z 4\n',
  );
  expect(of('logs')?.state).toBe('sealed');
  expect(reads).toBeGreaterThan(1);
});

test('of a log the last 10,000 lines are kept, and all of it on request, as a further artifact', async () => {
  const asked: (string | null)[] = [];
  api.log = (_, query) => {
    if (query.get('previous')) return null;
    if (query.get('sinceTime')) return '';
    asked.push(query.get('tailLines'));
    return query.get('tailLines')
      ? '2026-11-25T03:00:01Z last\n'
      : '2026-11-25T03:00:00Z first\n2026-11-25T03:00:01Z last\n';
  };
  const { of, caseId, suspectId } = await capture();
  const bounded = of('logs');
  const { artifactId } = valueIn(await retryCollector({ caseId, artifactId: bounded?.id ?? '', unbounded: true }, by));
  await until(async () => (await db.artifact.findUniqueOrThrow({ where: { id: artifactId } })).state === 'sealed');
  expect(asked).toEqual(['10000', null]);
  expect((await readArtifactText(bounded?.id ?? '', 0, person))?.text).not.toContain('first');
  expect((await readArtifactText(artifactId, 0, person))?.text).toContain('first');
  expect((await viewSuspect(db, suspectId)).steps[1]?.chip.tone).toBe('ok');
});

test('stored bytes are read-only, verified against their hash, and a change is found and said', async () => {
  const { of } = await capture();
  const artifact = of('mounts');
  const file = pathOf(artifact?.sha256 ?? '');
  expect(statSync(file).mode & 0o777).toBe(0o400);
  expect(valueIn(await verifyArtifact({ artifactId: artifact?.id ?? '' }, by)).matches).toBe(true);
  chmodSync(file, 0o600);
  writeFileSync(file, 'tampered');
  expect(valueIn(await verifyArtifact({ artifactId: artifact?.id ?? '' }, by))).toMatchObject({ matches: false });
  const download = await downloadArtifact(artifact?.id ?? '', person);
  expect(download?.name).toMatch(/^case-\d+-A-\d+-mounts\.txt$/);
  download?.stream.destroy();
  const custody = (
    await listArtifacts((await db.artifact.findUniqueOrThrow({ where: { id: artifact?.id ?? '' } })).caseId)
  ).find(({ id }) => id === artifact?.id)?.custody;
  expect(custody?.map(({ kind }) => kind)).toEqual(['collected', 'verified', 'verified', 'exported']);
});

test.each([
  ['DELETE FROM "CustodyEvent"', /append-only/],
  [`UPDATE "GateOverride" SET reason = 'another reason'`, /append-only/],
  [`UPDATE "Artifact" SET state = 'sealed' WHERE state <> 'collecting'`, /has ended/],
  ['DELETE FROM "TimelineEntry"', /append-only/],
  [
    `INSERT INTO "GateOverride" (id, "caseId", "suspectId", gate, reason, "personId") SELECT gen_random_uuid(), "caseId", "suspectId", 'scaleToZero', 'short', "personId" FROM "GateOverride" LIMIT 1`,
    /reason_is_given/,
  ],
])('the database itself refuses: %s', async (sql, words) => {
  await expect(database.query(sql)).rejects.toThrow(words);
});

test('a pod that was replaced meanwhile is not captured in its place', async () => {
  const before = api.objects.get(`${NS}/pods/payment-abc`);
  const opened = await openPaymentCase(room);
  valueIn(await overrideGate({ ...opened, gate: 'capture', reason: 'captured before the quarantine' }, by));
  api.put(`${NS}/pods`, { ...before, metadata: { ...before?.metadata, uid: 'uid-new' } });
  const { plan } = valueIn(await planStep({ ...opened, step: 'capture', mode: null, undoOf: null }));
  const run = valueIn(await sendStep({ ...opened, step: 'capture', mode: null, planHash: plan.hash }, by));
  await until(async () => (await db.stepRun.findUniqueOrThrow({ where: { id: run.id } })).state !== 'running');
  const artifacts = await listArtifacts(opened.caseId);
  expect(artifacts.filter(({ state }) => state === 'sealed').map(({ collector }) => collector)).toEqual(['events']);
  expect(artifacts[0]?.reason).toContain('another one has its name');
  api.put(`${NS}/pods`, { ...before, metadata: { ...before?.metadata } });
});
