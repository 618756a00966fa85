import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { type Cluster, clusterById } from '../cluster/clusters.server.ts';
import { db, inTransaction, type Prisma, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import type { KubeObject, Pod } from '../kubernetes/objects.ts';
import { startChecklist } from '../playbooks/start.server.ts';
import { takeKnownEvents } from '../timeline/follow.server.ts';
import { isFuture } from '../timeline/note.ts';
import { addEntry } from '../timeline/write.server.ts';
import { addAssetsOf } from './assets.server.ts';
import { publishCase } from './changed.server.ts';
import { readFailure } from './cluster-words.ts';
import { readOwners, readPodByUid } from './fresh-read.server.ts';
import { imagesOf } from './images.ts';
import type { AddSuspects, OpenCase, PodRef } from './inputs.ts';
import { inOpenCase } from './open-case.server.ts';

type NewSuspect = Omit<Prisma.SuspectUncheckedCreateInput, 'caseId'>;
type By = { person: SignedIn };

/** Opens a case about pods that are read afresh: each must still be the pod that was on screen. */
export async function openCase(
  input: OpenCase,
  { person }: By,
): Promise<ActionResult<{ caseId: string; number: number }>> {
  const cluster = clusterById(input.clusterId);
  if (!cluster) return failed('no-such-cluster', 'There is no such cluster', 'No case was opened.');
  const now = new Date();
  const detectedAt = input.detectedAt ? new Date(input.detectedAt) : now;
  if (isFuture(detectedAt, now))
    return failed(
      'detected-in-future',
      'The time of detection has not come yet',
      'No case was opened.',
      'Correct the time or its zone.',
    );
  const suspects = await readSuspects(cluster, input.pods);
  if (!suspects.ok) return suspects;
  const opened = await inTransaction(async (tx) => {
    const row = await tx.case.create({
      data: {
        title: input.title,
        severity: input.severity,
        commanderId: person.id,
        clusterId: cluster.id,
        drill: cluster.drill,
        detectedAt,
        suspects: { create: suspects.value },
      },
      select: { id: true, number: true },
    });
    const names = suspects.value.map(({ namespace, podName }) => `${namespace}/${podName}`);
    await addEntry(tx, {
      caseId: row.id,
      occurredAt: now,
      occurredFrom: 'ours',
      source: 'case',
      sentence: `Case opened, severity ${input.severity}, about ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`,
      detail: { severity: input.severity, suspects: names, detectedAt: detectedAt.toISOString() },
      personId: person.id,
    });
    await startChecklist(tx, row.id);
    await addAssetsOf(tx, row.id, suspects.value);
    await publishCase(tx, row.id);
    return row;
  });
  await takeKnownEvents(cluster, opened.id);
  return succeeded({ caseId: opened.id, number: opened.number });
}

/** Adds pods to an open case. One that is in it already is left as it is. */
export async function addSuspects(
  { caseId, pods }: z.infer<typeof AddSuspects>,
  { person }: By,
): Promise<ActionResult<{ added: number }>> {
  const row = await db.case.findUnique({ where: { id: caseId }, select: { clusterId: true, closedAt: true } });
  if (!row) return failed('no-such-case', 'There is no such case');
  if (row.closedAt) return failed('case-closed', 'The case is closed', 'No suspect was added.');
  const cluster = clusterById(row.clusterId);
  if (!cluster)
    return failed('no-such-cluster', 'The cluster of this case is not configured here', 'No suspect was added.');
  const suspects = await readSuspects(cluster, pods);
  if (!suspects.ok) return suspects;
  const added = await inOpenCase(caseId, { change: true }, async (tx) =>
    succeeded({ added: await add(tx, caseId, suspects.value, person) }),
  );
  if (added.ok && added.value.added > 0) await takeKnownEvents(cluster, caseId);
  return added;
}

async function add(tx: Tx, caseId: string, suspects: NewSuspect[], person: SignedIn): Promise<number> {
  const known = await tx.suspect.findMany({ where: { caseId }, select: { podUid: true } });
  const fresh = suspects.filter((one) => !known.some(({ podUid }) => podUid === one.podUid));
  if (fresh.length === 0) return 0;
  await tx.suspect.createMany({ data: fresh.map((one) => ({ ...one, caseId })), skipDuplicates: true });
  await tx.case.update({ where: { id: caseId }, data: { containedAt: null } }); // a suspect more, and not quarantined
  for (const one of fresh)
    await addEntry(tx, {
      caseId,
      occurredAt: new Date(),
      occurredFrom: 'ours',
      source: 'case',
      sentence: `Suspect added: ${one.namespace}/${one.podName}`,
      detail: { podUid: one.podUid },
      personId: person.id,
      dedupeKey: `suspect:${one.podUid}`,
    });
  await addAssetsOf(tx, caseId, fresh);
  await publishCase(tx, caseId);
  return fresh.length;
}

async function readSuspects(cluster: Cluster, pods: readonly PodRef[]): Promise<ActionResult<NewSuspect[]>> {
  const suspects = new Map<string, NewSuspect>();
  for (const { namespace, name, uid } of pods) {
    const pod = await readPodByUid(cluster, namespace, name, uid);
    if (pod.ok) {
      suspects.set(uid, await suspectOf(cluster, pod.value));
      continue;
    }
    const { error } = pod;
    if (error.kind === 'replaced')
      return failed(
        'pod-replaced',
        `${namespace}/${name} is another pod now`,
        'Its UID has changed since it was on screen: the pod that was chosen is gone.',
        'Look at the pod that is there now, and choose again.',
      );
    if (error.kind === 'not-found')
      return failed(
        'pod-gone',
        `${namespace}/${name} is gone`,
        'It no longer exists in the cluster.',
        'Choose a pod that is there.',
      );
    return { ok: false, failure: readFailure(`Pod ${namespace}/${name}`, error) };
  }
  return succeeded([...suspects.values()]);
}

async function suspectOf(cluster: Cluster, pod: Pod): Promise<NewSuspect> {
  const object: KubeObject = { ...pod };
  const owners = await readOwners(cluster, object);
  return {
    podUid: pod.metadata?.uid ?? '',
    namespace: pod.metadata?.namespace ?? '',
    podName: pod.metadata?.name ?? '',
    node: pod.spec?.nodeName ?? null,
    serviceAccount: pod.spec?.serviceAccountName ?? 'default',
    ownerChain: owners.map(({ kind, name, uid }) => ({ kind, name, uid })),
    images: imagesOf(pod).map((image) => ({ ...image })),
  };
}
