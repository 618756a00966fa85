import 'server-only';
import { z } from 'zod';
import { PHASES, Phase } from '../cases/case.ts';
import { namesOf, personRef } from '../cases/people.server.ts';
import { db, inTransaction, type Prisma } from '../db/client.server.ts';
import { ImageRef, OwnerRef } from '../triage/row.ts';
import type { ChecklistStepView, ChecklistView, CriterionView } from './checklist.ts';
import { criterionState, type PhaseMove, phaseTime, stepState, type Ticked } from './derive.ts';
import { readFacts } from './facts.server.ts';
import type { CaseFacts } from './facts.ts';
import { subjectOf } from './fill.ts';
import { Criterion, OWN_PREFIX, Step } from './playbook.ts';
import { ensureChecklist } from './start.server.ts';
import { currentPlaybook } from './versions.server.ts';

/** The checklist of a case as it is now: what people ticked, and what the records show. null: there is no such case. */
export async function viewChecklist(caseId: string): Promise<ChecklistView | null> {
  if (!(await db.case.findUnique({ where: { id: caseId }, select: { id: true } }))) return null;
  if (!(await db.checklistCriterion.findFirst({ where: { caseId }, select: { id: true } })))
    await inTransaction((tx) => ensureChecklist(tx, caseId));
  const steps = await db.checklistStep.findMany({ where: { caseId }, orderBy: [{ position: 'asc' }, { id: 'asc' }] });
  const criteria = await db.checklistCriterion.findMany({ where: { caseId }, orderBy: { position: 'asc' } });
  const moves = await readMoves(caseId);
  const { row, facts } = await readFacts(db, caseId);
  const known: Known = {
    facts,
    names: await namesOf(
      db,
      [...steps, ...criteria].flatMap((one) => [one.changedById, 'ownerId' in one ? one.ownerId : null]),
    ),
    artifacts: new Map(
      row.suspects.flatMap(({ artifacts }) => artifacts.map(({ id, number }) => [id, { id, number }])),
    ),
  };
  const titles = new Map(
    await Promise.all(PHASES.map(async (phase) => [phase, (await currentPlaybook(db, phase)).playbook.title] as const)),
  );
  const detectedAt = row.detectedAt.toISOString();
  return {
    caseId,
    subjects: row.suspects.map(({ ownerChain, images, ...suspect }) =>
      subjectOf(
        {
          ...suspect,
          ownerChain: z.array(OwnerRef).catch([]).parse(ownerChain),
          images: z.array(ImageRef).catch([]).parse(images),
        },
        { number: row.number, detectedAt },
      ),
    ),
    phases: PHASES.map((phase) => {
      const own = steps.filter((step) => step.phase === phase);
      return {
        phase,
        title: titles.get(phase) ?? phase,
        version: own[0]?.playbookVersion ?? 0,
        steps: own.map((step) => viewStep(step, known)),
        criteria: criteria.filter((one) => one.phase === phase).map((one) => viewCriterion(one, known)),
        ...phaseTime(phase, row.phase, detectedAt, moves),
      };
    }),
  };
}

interface Known {
  facts: CaseFacts;
  names: ReadonlyMap<string, string>;
  artifacts: ReadonlyMap<string, { id: string; number: number }>;
}

type StepRow = Prisma.ChecklistStepGetPayload<object>;
type CriterionRow = Prisma.ChecklistCriterionGetPayload<object>;

function viewStep(row: StepRow, known: Known): ChecklistStepView {
  const content = Step.parse(row.content);
  const ticked = {
    ...tickedOf(row, known),
    words: row.note,
    artifact: known.artifacts.get(row.artifactId ?? '') ?? null,
  };
  return {
    ...content,
    id: row.id,
    own: row.key.startsWith(OWN_PREFIX),
    owner: row.ownerId ? personRef(known.names, row.ownerId) : null,
    ...stepState(content.auto, { ...ticked, state: row.state }, known.facts),
  };
}

function viewCriterion(row: CriterionRow, known: Known): CriterionView {
  const content = Criterion.parse(row.content);
  const ticked = { ...tickedOf(row, known), words: row.reason, artifact: null, state: row.state };
  return { ...content, id: row.id, ...criterionState(content.auto, ticked, known.facts) };
}

const tickedOf = (
  row: { changedById: string | null; changedAt: Date | null },
  { names }: Known,
): Pick<Ticked<string>, 'by' | 'at'> => ({
  by: row.changedById ? (names.get(row.changedById) ?? 'unknown') : null,
  at: row.changedAt?.toISOString() ?? null,
});

const Move = z.object({ from: Phase, to: Phase });

async function readMoves(caseId: string): Promise<PhaseMove[]> {
  const entries = await db.timelineEntry.findMany({
    where: { caseId, source: 'phase' },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
    select: { detail: true, occurredAt: true, personId: true },
  });
  const names = await namesOf(
    db,
    entries.map(({ personId }) => personId),
  );
  return entries.flatMap(({ detail, occurredAt, personId }) => {
    const move = Move.safeParse(detail).data;
    return move ? [{ ...move, at: occurredAt.toISOString(), by: names.get(personId ?? '') ?? null }] : [];
  });
}
