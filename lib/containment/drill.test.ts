import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { verifyChain } from '../action-log/log.server.ts';
import { openCase } from '../cases/open.server.ts';
import { clusters, startClusters, stopClusters } from '../cluster/clusters.server.ts';
import { db } from '../db/client.server.ts';
import { listArtifacts } from '../evidence/read.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { commander, until, valueIn } from '../testing/room.ts';
import { planStep } from './plan.server.ts';
import { sendStep, undoStep } from './send.server.ts';
import { followCluster, startContainment } from './start.server.ts';
import type { IsolationMode, StepKind } from './step.ts';
import { viewSuspect } from './view.server.ts';

const database = await testDatabase();
const home = mkdtempSync(path.join(tmpdir(), 'bulkhead-drill-'));
const drill = spawn(
  process.execPath,
  [path.join(import.meta.dirname, '../drill-cluster/main.ts'), '--home', path.join(home, 'drill')],
  { stdio: ['pipe', 'pipe', 'inherit'] },
);
await once(drill.stdout, 'data'); // one line when it answers
process.env.BULKHEAD_HOME = home;
delete process.env.KUBECONFIG;
startContainment();
startClusters();
const cluster = clusters()[0];
if (!cluster) throw new Error('the drill cluster is not configured');
await until(() => cluster.cache.status().resources.every(({ state }) => state === 'live'));
followCluster(cluster);
afterAll(async () => {
  stopClusters();
  drill.kill();
  await database.close();
});

test('the story on the drill cluster: quarantine verified, evidence sealed, workload at zero, and all of it undone', async () => {
  const by = { person: await commander() };
  const pod = cluster.cache
    .list('pods', 'finance')
    .find(({ metadata }) => metadata?.name?.startsWith('payment-service'));
  const { name = '', uid = '', labels = {} } = pod?.metadata ?? {};
  const { caseId } = valueIn(
    await openCase(
      {
        clusterId: cluster.id,
        pods: [{ namespace: 'finance', name, uid }],
        title: 'Shell in payment-service',
        severity: 'critical',
        detectedAt: null,
      },
      by,
    ),
  );
  const { id: suspectId } = await db.suspect.findFirstOrThrow({ where: { caseId } });
  const step = async (kind: StepKind, mode: IsolationMode | null) => {
    const { plan } = valueIn(await planStep({ caseId, suspectId, step: kind, mode, undoOf: null }));
    expect(plan.blocked).toBeNull();
    const run = valueIn(await sendStep({ caseId, suspectId, step: kind, mode, planHash: plan.hash }, by));
    await until(async () => (await db.stepRun.findUniqueOrThrow({ where: { id: run.id } })).state !== 'running');
    return { plan, run };
  };
  const undo = async (kind: StepKind, runId: string) => {
    const { plan } = valueIn(await planStep({ caseId, suspectId, step: kind, mode: null, undoOf: runId }));
    valueIn(await undoStep({ caseId, suspectId, runId, planHash: plan.hash }, by));
  };

  const quarantine = await step('quarantine', 'replace');
  expect(quarantine.plan.requests.map(({ dryRun }) => dryRun.outcome)).toEqual(
    quarantine.plan.requests.map(() => 'accepted'),
  );
  const verified = (await viewSuspect(db, suspectId)).steps[0];
  expect(verified?.verification).toMatchObject({ outcome: 'verified', leaks: [] });

  await step('capture', null);
  const artifacts = await listArtifacts(caseId);
  expect(
    artifacts.filter(({ state }) => state !== 'sealed').map(({ collector, reason }) => `${collector}: ${reason}`),
  ).toEqual([]);

  const scale = await step('scaleToZero', null);
  expect(scale.plan.survives).toEqual([`finance/${name}`]);
  await until(async () => (await viewSuspect(db, suspectId)).steps[2]?.scale?.outcome === 'at-zero');
  expect((await verifyChain()).broken).toBeNull();

  await undo('scaleToZero', scale.run.id);
  await undo('quarantine', quarantine.run.id);
  await until(() => cluster.cache.podByUid(uid)?.metadata?.labels?.app === labels.app);
  expect(cluster.cache.podByUid(uid)?.metadata?.labels).toEqual(labels);
}, 120_000);
