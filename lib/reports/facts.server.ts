import 'server-only';
import { z } from 'zod';
import { CONTAINMENT_GOAL_MIN, type SuspectView } from '../cases/case.ts';
import { namesOf } from '../cases/people.server.ts';
import { viewCase } from '../cases/read.server.ts';
import { ScaleOutcome, type StepKind, Verification } from '../containment/step.ts';
import { db, inTransaction, type Prisma } from '../db/client.server.ts';
import type { StepRun } from '../db/generated/client.ts';
import { unmetCriteria } from '../playbooks/criteria.server.ts';
import { Step } from '../playbooks/playbook.ts';
import { type DraftFacts, draftReport, type MarkedFact, type StepFact, type SuspectFact } from './draft.ts';
import type { ReportDraft } from './inputs.ts';

/** A status report as the record would have it now; null when there is no such case. Keeps nothing. */
export async function draftOf(caseId: string): Promise<ReportDraft | null> {
  const facts = await draftFacts(caseId, new Date());
  return facts && { content: draftReport(facts), upTo: facts.asOf };
}

/** Of each kind of mark the newest so many are read. */
const MARKED_MAX = 500;
const LIST_MAX = 200;

export async function draftFacts(caseId: string, now: Date): Promise<DraftFacts | null> {
  const view = await viewCase(db, caseId);
  if (!view) return null;
  const [runs, marked, assets, artifacts, overrides, ticked, tasks, unmet] = await Promise.all([
    db.stepRun.findMany({ where: { caseId, undoOf: null }, orderBy: { startedAt: 'desc' }, omit: { plan: true } }),
    markedEntries(caseId),
    db.asset.findMany({ where: { caseId }, orderBy: [{ kind: 'asc' }, { name: 'asc' }], take: LIST_MAX }),
    db.artifact.groupBy({ by: ['state'], where: { caseId }, _count: true }),
    db.gateOverride.findMany({ where: { caseId }, orderBy: { createdAt: 'asc' } }),
    db.checklistStep.findMany({
      where: { caseId, state: 'done' },
      orderBy: [{ phase: 'asc' }, { position: 'asc' }],
      take: LIST_MAX,
    }),
    db.task.findMany({ where: { caseId }, orderBy: { createdAt: 'asc' }, take: LIST_MAX }),
    view.closedAt ? [] : inTransaction((tx) => unmetCriteria(tx, caseId, [view.phase])),
  ]);
  const owners = await namesOf(
    db,
    tasks.map(({ ownerId }) => ownerId),
  );
  const inState = (state: string) => artifacts.find((group) => group.state === state)?._count ?? 0;
  return {
    asOf: now.toISOString(),
    detectedAt: view.detectedAt,
    containedAt: view.containedAt,
    goalMin: CONTAINMENT_GOAL_MIN,
    phase: view.phase,
    nextStep: view.closedAt ? '' : view.nextStep,
    nextWho: view.nextWho,
    suspects: view.suspectList.map((suspect) => suspectFact(suspect, runs)),
    marked,
    assets: assets.map(({ kind, name, state }) => ({ kind, name, state })),
    artifacts: {
      sealed: inState('sealed'),
      partial: inState('partial'),
      failed: inState('failed'),
      collecting: inState('collecting'),
    },
    overrides: overrides.map(({ gate, reason, createdAt, suspectId }) => ({
      what: `The gate before ${gate === 'capture' ? 'capture' : 'scale to zero'} of ${suspectName(view.suspectList, suspectId)}`,
      at: createdAt.toISOString(),
      reason,
    })),
    ticked: ticked.flatMap(({ content }) => {
      const step = Step.safeParse(content).data;
      return step && step.auto === null ? [step.title] : [];
    }),
    tasks: tasks.map(({ title, ownerId, dueAt, state }) => ({
      title,
      owner: ownerId ? (owners.get(ownerId) ?? 'unknown') : null,
      dueAt: dueAt?.toISOString() ?? null,
      state,
    })),
    unmet: unmet.map(({ words }) => words),
  };
}

const nameOf = ({ namespace, podName }: SuspectView) => `${namespace}/${podName}`;

const suspectName = (suspects: readonly SuspectView[], id: string): string => {
  const found = suspects.find((suspect) => suspect.id === id);
  return found ? nameOf(found) : 'a suspect';
};

type Run = Pick<StepRun, 'suspectId' | 'step' | 'state' | 'startedAt' | 'result'>;

function suspectFact(suspect: SuspectView, runs: readonly Run[]): SuspectFact {
  const workload = suspect.ownerChain.findLast(({ kind }) => kind !== 'Pod');
  const own = runs.filter(({ suspectId }) => suspectId === suspect.id);
  return {
    name: nameOf(suspect),
    workload: workload ? `${workload.kind} ${workload.name}` : null,
    serviceAccount: suspect.serviceAccount,
    node: suspect.node,
    quarantine: stepFact(own, 'quarantine'),
    scale: stepFact(own, 'scaleToZero'),
  };
}

/** The latest sending of a step, with what was found when somebody looked. */
function stepFact(runs: readonly Run[], kind: StepKind): StepFact | null {
  const run = runs.find(({ step }) => step === kind);
  if (!run) return null;
  const looked = Verification.or(ScaleOutcome).safeParse(run.result).data ?? null;
  return {
    state: run.state,
    at: run.startedAt.toISOString(),
    found: looked?.outcome ?? null,
    lookedAt: looked?.checkedAt ?? null,
  };
}

const Verdict = z.string().startsWith('verdict:');

/** Entries that somebody starred, made a key event or judged, and nobody hid; in order of time. */
async function markedEntries(caseId: string): Promise<MarkedFact[]> {
  const of = (mark: Prisma.AnnotationWhereInput) =>
    db.annotation.findMany({
      where: { caseId, removedAt: null, entry: { hiddenAt: null }, ...mark },
      select: { kind: true, value: true, entry: { select: { id: true, sentence: true, sortAt: true } } },
      orderBy: { id: 'desc' },
      take: MARKED_MAX,
    });
  const marks = await Promise.all([
    of({ kind: 'keyEvent' }),
    of({ kind: 'star' }),
    of({ kind: 'tag', value: { startsWith: 'verdict:' } }),
  ]);
  const found = new Map<string, MarkedFact>();
  for (const { kind, value, entry } of marks.flat()) {
    const fact = found.get(entry.id) ?? {
      at: entry.sortAt.toISOString(),
      sentence: entry.sentence,
      keyEvent: false,
      star: false,
      verdict: null,
    };
    found.set(entry.id, {
      ...fact,
      keyEvent: fact.keyEvent || kind === 'keyEvent',
      star: fact.star || kind === 'star',
      verdict: Verdict.safeParse(value).data?.slice('verdict:'.length) ?? fact.verdict,
    });
  }
  return [...found.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
