import 'server-only';
import { RecordBody } from '../action-log/record.ts';
import { type CaseView, CONTAINMENT_GOAL_MIN, severityNumber } from '../cases/case.ts';
import { namesOf } from '../cases/people.server.ts';
import { viewCase } from '../cases/read.server.ts';
import { db, inTransaction, type Prisma } from '../db/client.server.ts';
import { unmetCriteria } from '../playbooks/criteria.server.ts';
import type { TimelineEntry } from '../timeline/entry.ts';
import { viewEntries } from '../timeline/read.server.ts';
import type { ActionFact, CaseFacts, EntryFact, TimelinePart } from './case-document.ts';
import { listReports } from './read.server.ts';

/** What one report holds at most; what is left out is counted in it. */
const MAX = { timeline: 2_000, keyEvents: 300, actions: 500, artifacts: 500, list: 300 } as const;

/** All that the report of a case is made of; null when there is no such case. */
export async function caseFacts(caseId: string, madeBy: string): Promise<CaseFacts | null> {
  const view = await viewCase(db, caseId);
  if (!view) return null;
  const [assets, keyEvents, timeline, actions, artifacts, overrides, reports, tasks, unmet] = [
    await db.asset.findMany({ where: { caseId }, orderBy: [{ state: 'asc' }, { name: 'asc' }], take: MAX.list }),
    await keyEventsOf(caseId),
    await timelineOf(caseId),
    await actionsOf(caseId),
    await artifactsOf(caseId),
    await overridesOf(view),
    await listReports(caseId),
    await db.task.findMany({ where: { caseId, state: 'open' }, orderBy: { createdAt: 'asc' }, take: MAX.list }),
    view.closedAt ? [] : await inTransaction((tx) => unmetCriteria(tx, caseId, [view.phase])),
  ];
  const names = await namesOf(
    db,
    tasks.map(({ ownerId }) => ownerId),
  );
  return {
    ...headOf(view),
    madeAt: new Date().toISOString(),
    madeBy,
    assets: assets.map(({ kind, name, state, reason }) => ({ kind, name, state, reason })),
    keyEvents,
    timeline,
    actions,
    artifacts,
    overrides,
    reports: reports
      .filter(({ sentAt }) => sentAt !== null)
      .map((report) => ({
        number: report.number,
        sentAt: report.sentAt ?? '',
        by: report.sentBy?.name ?? 'unknown',
        to: report.deliveries.map(({ channel, outcome, words }) => `${channel}: ${outcome}. ${words}`),
      })),
    tasks: tasks.map(({ title, ownerId, dueAt, state }) => ({
      title,
      owner: ownerId ? (names.get(ownerId) ?? 'unknown') : null,
      dueAt: dueAt?.toISOString() ?? null,
      state,
    })),
    unmet: unmet.map(({ words }) => words),
  };
}

const headOf = (view: CaseView) => ({
  number: view.number,
  title: view.title,
  severity: severityNumber(view.severity),
  phase: view.phase,
  drill: view.drill,
  commander: view.commander.name,
  cluster: view.clusterName,
  members: view.members.map(({ role, person }) => ({ role, name: person.name })),
  detectedAt: view.detectedAt,
  openedAt: view.openedAt,
  containedAt: view.containedAt,
  closedAt: view.closedAt,
  result: view.result,
  goalMin: CONTAINMENT_GOAL_MIN,
  phases: view.phaseHistory.map(({ phase, enteredAt }, index) => ({
    phase,
    enteredAt,
    leftAt: view.phaseHistory[index + 1]?.enteredAt ?? null,
  })),
  suspects: view.suspectList.map((suspect) => ({
    name: `${suspect.namespace}/${suspect.podName}`,
    uid: suspect.podUid,
    node: suspect.node,
    serviceAccount: suspect.serviceAccount,
    owners: suspect.ownerChain.map(({ kind, name }) => `${kind} ${name}`),
    images: suspect.images.map(
      ({ container, image, digest }) => `${container}: ${image} ${digest ?? 'digest unknown'}`,
    ),
  })),
});

const entryFact = (entry: TimelineEntry): EntryFact => ({
  at: entry.sortAt,
  source: entry.source,
  sentence: entry.count > 1 ? `${entry.sentence} (${entry.count} times)` : entry.sentence,
  by: entry.by,
  keyEvent: entry.annotations.some(({ kind }) => kind === 'keyEvent'),
  star: entry.annotations.some(({ kind }) => kind === 'star'),
  version: entry.version,
  notes: entry.annotations.flatMap(({ kind, value, by }) =>
    kind === 'comment'
      ? [`${by.name}: ${value}`]
      : kind === 'tag' || kind === 'technique'
        ? [`${kind} ${value}, ${by.name}`]
        : [],
  ),
});

/** In the order of the ids. */
async function entriesOf(ids: readonly string[]): Promise<EntryFact[]> {
  const found = new Map((await viewEntries(db, ids)).map((entry) => [entry.id, entryFact(entry)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

async function keyEventsOf(caseId: string): Promise<EntryFact[]> {
  const rows = await db.timelineEntry.findMany({
    where: { caseId, hiddenAt: null, annotations: { some: { kind: 'keyEvent', removedAt: null } } },
    select: { id: true },
    orderBy: [{ sortAt: 'asc' }, { id: 'asc' }],
    take: MAX.keyEvents,
  });
  return entriesOf(rows.map(({ id }) => id));
}

async function timelineOf(caseId: string): Promise<TimelinePart> {
  const where = { caseId, hiddenAt: null };
  const total = await db.timelineEntry.count({ where });
  const hidden = await db.timelineEntry.count({ where: { caseId, hiddenAt: { not: null } } });
  const page = async (order: Prisma.SortOrder, take: number) =>
    (
      await db.timelineEntry.findMany({
        where,
        select: { id: true },
        orderBy: [{ sortAt: order }, { id: order }],
        take,
      })
    ).map(({ id }) => id);
  if (total <= MAX.timeline)
    return { first: await entriesOf(await page('asc', MAX.timeline)), last: [], total, hidden };
  const half = MAX.timeline / 2;
  const [first, last] = [await page('asc', half), await page('desc', half)];
  return { first: await entriesOf(first), last: await entriesOf(last.reverse()), total, hidden };
}

async function actionsOf(caseId: string): Promise<CaseFacts['actions']> {
  const intents = await db.actionRecord.findMany({
    where: { caseId, kind: 'intent' },
    orderBy: { seq: 'asc' },
    take: MAX.actions,
  });
  const outcomes = await db.actionRecord.findMany({
    where: { actionId: { in: intents.map(({ actionId }) => actionId) }, kind: 'outcome' },
  });
  const bodyOf = (body: string) => RecordBody.safeParse(JSON.parse(body)).data;
  const found = new Map(outcomes.map(({ actionId, body }) => [actionId, bodyOf(body)?.outcome ?? null]));
  const shown = intents.flatMap(({ actionId, body, hash, recordedAt }): ActionFact[] => {
    const record = bodyOf(body);
    if (!record) return [];
    const { seq, words, person } = record;
    const at = recordedAt.toISOString();
    return [{ seq, at, words, by: person?.name ?? null, outcome: found.get(actionId) ?? null, hash }];
  });
  return { shown, total: await db.actionRecord.count({ where: { caseId, kind: 'intent' } }) };
}

async function artifactsOf(caseId: string): Promise<CaseFacts['artifacts']> {
  const rows = await db.artifact.findMany({ where: { caseId }, orderBy: { number: 'asc' }, take: MAX.artifacts });
  const names = await namesOf(
    db,
    rows.map(({ collectedById }) => collectedById),
  );
  const shown = rows.map((row) => ({
    number: row.number,
    title: row.title,
    state: row.state,
    reason: row.reason,
    sensitive: row.sensitive,
    sizeBytes: Number(row.sizeBytes),
    sha256: row.sha256,
    command: row.command,
    by: names.get(row.collectedById) ?? 'unknown',
    at: row.startedAt.toISOString(),
  }));
  return { shown, total: await db.artifact.count({ where: { caseId } }) };
}

/** Gates that were passed anyway, and criteria of a phase. */
async function overridesOf(view: CaseView): Promise<CaseFacts['overrides']> {
  const gates = await db.gateOverride.findMany({ where: { caseId: view.id }, orderBy: { createdAt: 'asc' } });
  const criteria = await db.checklistCriterion.findMany({
    where: { caseId: view.id, state: 'overridden' },
    orderBy: { changedAt: 'asc' },
  });
  const names = await namesOf(db, [
    ...gates.map(({ personId }) => personId),
    ...criteria.map(({ changedById }) => changedById),
  ]);
  const suspects = new Map(view.suspectList.map(({ id, namespace, podName }) => [id, `${namespace}/${podName}`]));
  return [
    ...gates.map(({ gate, suspectId, personId, createdAt, reason }) => ({
      what: `Gate before ${gate === 'capture' ? 'capture' : 'scale to zero'} of ${suspects.get(suspectId) ?? 'a suspect'}`,
      by: names.get(personId) ?? 'unknown',
      at: createdAt.toISOString(),
      reason,
    })),
    ...criteria.map(({ phase, key, changedById, changedAt, reason }) => ({
      what: `Criterion ${key} of ${phase}`,
      by: names.get(changedById ?? '') ?? 'unknown',
      at: (changedAt ?? new Date(0)).toISOString(),
      reason,
    })),
  ];
}
