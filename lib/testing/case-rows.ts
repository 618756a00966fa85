import { randomUUID } from 'node:crypto';
import { PHASES } from '../cases/case.ts';
import { db, type Prisma } from '../db/client.server.ts';
import type { LiveEvent } from '../live/events.ts';
import { unmetCriteria } from '../playbooks/criteria.server.ts';

/** A suspect as a row. */
export const makeSuspect = (caseId: string, podName: string, rest: Partial<Prisma.SuspectUncheckedCreateInput> = {}) =>
  db.suspect.create({
    data: {
      caseId,
      podUid: `uid-${podName}`,
      namespace: 'finance',
      podName,
      serviceAccount: 'payment',
      ownerChain: [{ kind: 'ReplicaSet', name: 'payment-1', uid: 'rs' }],
      images: [],
      ...rest,
    },
  });

/** An override for each criterion of the case that is not met. */
export async function overridesOf(caseId: string) {
  const unmet = await unmetCriteria(db, caseId, PHASES);
  return unmet.map(({ id }) => ({ criterionId: id, reason: 'Not needed in this test' }));
}

/** What browsers were told since `after`, of one type. */
export async function toldSince<T extends LiveEvent['type']>(type: T, after = 0n) {
  const rows = await db.liveEvent.findMany({ where: { type, id: { gt: after } }, orderBy: { id: 'asc' } });
  // written by publish(), whose argument is a LiveEvent
  return rows.map(({ payload }) => payload as unknown as Extract<LiveEvent, { type: T }>);
}

/** The id of the newest live event. */
export const lastTold = async (): Promise<bigint> =>
  (await db.liveEvent.findFirst({ orderBy: { id: 'desc' }, select: { id: true } }))?.id ?? 0n;

/** Sentences of a case's timeline, the oldest first. */
export const sentences = async (caseId: string): Promise<string[]> =>
  (await db.timelineEntry.findMany({ where: { caseId }, orderBy: { id: 'asc' }, select: { sentence: true } })).map(
    ({ sentence }) => sentence,
  );

/** A run of a step on a suspect as a row; a quarantine that ended, when nothing else is said. */
export const makeRun = (
  suspect: { id: string; caseId: string },
  rest: Partial<Prisma.StepRunUncheckedCreateInput> = {},
) =>
  db.stepRun.create({
    data: {
      caseId: suspect.caseId,
      suspectId: suspect.id,
      step: 'quarantine',
      state: 'succeeded',
      planHash: randomUUID(),
      plan: {},
      startedById: randomUUID(),
      ...rest,
    },
  });
