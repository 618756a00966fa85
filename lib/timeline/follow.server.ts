import 'server-only';
import { z } from 'zod';
import { onRecord } from '../action-log/log.server.ts';
import type { ActionRecordView } from '../action-log/record.ts';
import type { Cluster } from '../cluster/clusters.server.ts';
import { db, inTransaction, type Prisma, type Tx } from '../db/client.server.ts';
import type { Event } from '../kubernetes/objects.ts';
import { OwnerRef } from '../triage/row.ts';
import { type CaseScope, concerns, entryOf, scopeName } from './kubernetes-event.ts';
import { addEntry, markGone } from './write.server.ts';

/** From now on each action that ended is on its case's timeline, in the transaction of its record. */
export const followActions = (): void => onRecord('timeline', addAction);

async function addAction(record: ActionRecordView, tx: Tx): Promise<void> {
  if (record.kind !== 'outcome' || !record.caseId) return;
  const intent = await tx.actionRecord.findUnique({
    where: { actionId_kind: { actionId: record.actionId, kind: 'intent' } },
    select: { body: true, seq: true },
  });
  const { request } = Intent.parse(JSON.parse(intent?.body ?? '{}'));
  if (request?.method === 'EXEC') return; // its artifact has an entry of its own
  const said = typeof record.answer?.words === 'string' ? record.answer.words : '';
  await addEntry(tx, {
    caseId: record.caseId,
    occurredAt: new Date(record.recordedAt),
    occurredFrom: 'ours',
    source: 'action',
    sentence: `${record.words}: ${record.outcome}`,
    detail: {
      actionId: record.actionId,
      seq: Number(intent?.seq ?? record.seq),
      outcome: record.outcome,
      answer: said,
    },
    personId: record.person?.id ?? null,
    dedupeKey: `action:${record.actionId}`,
  });
}

const Intent = z.object({ request: z.object({ method: z.string() }).nullable().optional() });

/** Brings Kubernetes events about open cases of a cluster onto their timelines, as the cache hears of them. Answers how to stop. */
export function followEvents(cluster: Cluster): () => void {
  let queue = Promise.resolve();
  const take = (event: Event, gone: boolean) => {
    queue = queue
      .then(() => takeEvent(cluster.id, event, gone))
      .catch((error: unknown) => console.error('A Kubernetes event could not be put on a timeline:', error));
  };
  return cluster.cache.onChange((change) => {
    // what the events collection answers are events
    if (change.type === 'object' && change.resource === 'events')
      take(change.object as unknown as Event, change.change === 'DELETED');
  });
}

export async function takeEvent(clusterId: string, event: Event, gone: boolean): Promise<void> {
  for (const { caseId, scope } of await scopesOf(clusterId))
    if (concerns(event, scope)) await putOn(caseId, event, gone);
}

/** What the cache holds about a case that has just been opened: it happened before, and belongs to the story. */
export async function takeKnownEvents(cluster: Cluster, caseId: string): Promise<void> {
  const scope = (await scopesOf(cluster.id)).find((one) => one.caseId === caseId)?.scope;
  if (!scope) return;
  for (const event of cluster.cache.list('events')) if (concerns(event, scope)) await putOn(caseId, event, false);
}

async function putOn(caseId: string, event: Event, gone: boolean): Promise<void> {
  const entry = entryOf(event);
  if (!entry) return;
  await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${caseId + entry.dedupeKey}))`; // several servers hear the same event
    if (gone) return markGone(tx, caseId, entry.dedupeKey, new Date());
    const { occurredAt, firstAt, sentence, detail, ...rest } = entry;
    await addEntry(tx, {
      ...rest,
      caseId,
      source: 'kubernetes',
      occurredAt: new Date(occurredAt),
      firstAt: firstAt ? new Date(firstAt) : null,
      sentence,
      detail: detail as Prisma.InputJsonObject, // strings, numbers and null
    });
  });
}

/** Suspects, their owners and what was made for them, of each open case of a cluster. */
async function scopesOf(clusterId: string): Promise<{ caseId: string; scope: CaseScope }[]> {
  const cases = await db.case.findMany({
    where: { clusterId, closedAt: null },
    select: {
      id: true,
      number: true,
      suspects: {
        select: {
          id: true,
          podUid: true,
          namespace: true,
          podName: true,
          ownerChain: true,
          steps: { where: { step: 'quarantine' }, select: { plan: true } },
        },
      },
    },
  });
  return cases.map(({ id, suspects }) => {
    const owners = suspects.flatMap(({ ownerChain }) => z.array(OwnerRef).catch([]).parse(ownerChain));
    const made = suspects.flatMap(({ namespace, steps }) =>
      steps.map(({ plan }) =>
        scopeName('NetworkPolicy', namespace, Made.safeParse(plan).data?.quarantine.policy ?? ''),
      ),
    );
    return {
      caseId: id,
      scope: {
        namespaces: new Set(suspects.map(({ namespace }) => namespace)),
        uids: new Set([...suspects.map(({ podUid }) => podUid), ...owners.map(({ uid }) => uid)]),
        names: new Set(made),
      },
    };
  });
}

const Made = z.object({ quarantine: z.object({ policy: z.string() }) });
