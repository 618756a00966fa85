import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SignedIn } from '../auth/session.server.ts';
import { openCase } from '../cases/open.server.ts';
import { clusters, startClusters } from '../cluster/clusters.server.ts';
import { db } from '../db/client.server.ts';
import type { ActionResult } from '../failure.ts';
import type { KubeObject, Pod } from '../kubernetes/objects.ts';
import { pod } from './builders.ts';
import { SmallApi } from './small-api.ts';

export const NS = '/api/v1/namespaces/finance';
export const POD = `${NS}/pods/payment-abc`;
export const POLICIES = '/apis/networking.k8s.io/v1/namespaces/finance/networkpolicies';
export const APPS = '/apis/apps/v1/namespaces/finance';

/** A payment-service of two replicas, of which one is suspect; policies are enforced by Cilium. Real database, real HTTP. */
export async function openRoom() {
  process.env.BULKHEAD_HOME = mkdtempSync(path.join(tmpdir(), 'bulkhead-home-'));
  const api = new SmallApi();
  const { kubeconfig } = await api.start();
  process.env.KUBECONFIG = kubeconfig;
  api.put('/apis/apps/v1/namespaces/kube-system/daemonsets', {
    metadata: { name: 'cilium', namespace: 'kube-system' },
  });
  const selector = { matchLabels: { app: 'payment', 'pod-template-hash': 'abc' } };
  api.put(`${APPS}/deployments`, {
    kind: 'Deployment',
    metadata: { name: 'payment', namespace: 'finance', uid: 'dep' },
    spec: { replicas: 2 },
  });
  api.put(`${APPS}/replicasets`, {
    kind: 'ReplicaSet',
    metadata: {
      name: 'payment-1',
      namespace: 'finance',
      uid: 'rs',
      ownerReferences: [owner('Deployment', 'payment', 'dep')],
    },
    spec: { replicas: 2, selector },
  });
  putPod(api, 'payment-abc', 'uid-abc');
  putPod(api, 'payment-def', 'uid-def');
  startClusters();
  await until(() => clusters()[0]?.cache.status().state === 'live');
  const cluster = clusters()[0];
  if (!cluster) throw new Error('no cluster');
  await db.cluster.update({ where: { id: cluster.id }, data: { actionsEnabled: true } });
  const person = await commander();
  return { api, cluster, person, by: { person } };
}

export async function commander(): Promise<SignedIn> {
  const { id, name, email, role } = await db.person.create({
    data: { name: 'Ines Okafor', email: `ines-${Math.random()}@example.com`, role: 'commander', passwordHash: 'x' },
  });
  return { id, name, email, role, sessionId: id };
}

export const owner = (kind: string, name: string, uid: string) => ({
  apiVersion: 'apps/v1',
  kind,
  name,
  uid,
  controller: true,
});

export function putPod(api: SmallApi, name: string, uid: string, rest: Partial<Pod> = {}): void {
  const made = pod({ name, uid, labels: { app: 'payment', 'pod-template-hash': 'abc' } });
  const object: KubeObject = { ...made, ...rest };
  api.put(`${NS}/pods`, {
    ...object,
    metadata: { ...object.metadata, ownerReferences: [owner('ReplicaSet', 'payment-1', 'rs')] },
  });
}

export async function openPaymentCase(room: Awaited<ReturnType<typeof openRoom>>) {
  const opened = valueIn(
    await openCase(
      {
        clusterId: room.cluster.id,
        pods: [{ namespace: 'finance', name: 'payment-abc', uid: 'uid-abc' }],
        title: 'Shell in payment',
        severity: 'critical',
        detectedAt: null,
      },
      room.by,
    ),
  );
  const suspect = await db.suspect.findFirstOrThrow({ where: { caseId: opened.caseId } });
  return { caseId: opened.caseId, number: opened.number, suspectId: suspect.id };
}

export function valueIn<T>(result: ActionResult<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.title} ${result.failure.detail}`);
  return result.value;
}

/** Waits for something that other code brings about; fails after 10 s. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (await condition()) return;
    await wait(20);
  }
  throw new Error('It did not come about within 10 s');
}
