import 'server-only';
import { randomUUID } from 'node:crypto';
import type { SignedIn } from '../auth/session.server.ts';
import { inOpenCase, type OpenCaseRow } from '../cases/open-case.server.ts';
import { enabledPerson, namesOf } from '../cases/people.server.ts';
import { caseHref, caseWords, say, tell } from '../cases/say.server.ts';
import type { Prisma, Tx } from '../db/client.server.ts';
import { artifactLabel } from '../evidence/artifact.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { overrideCriteria } from './criteria.server.ts';
import type { AddStep, AssignStep, OverrideCriterion, SetCriterion, SetStep } from './inputs.ts';
import { Criterion, OWN_PREFIX, Step } from './playbook.ts';
import { ensureChecklist } from './start.server.ts';

type By = { person: SignedIn };
type StepRow = Prisma.ChecklistStepGetPayload<object>;

const noSuchStep = failed('no-such-step', 'There is no such step in this case', 'Nothing was changed.');
const noSuchCriterion = failed('no-such-criterion', 'There is no such criterion in this case', 'Nothing was changed.');
const ticksItself = failed(
  'ticks-itself',
  'Bulkhead ticks this itself',
  'It is done when the records show it. Nothing was changed.',
  'Do the step here; or, when it was done outside Bulkhead, skip it and say how.',
);

/** Marks a step as begun, done, skipped or open again. Done and skipped stand on the timeline with what was said. */
export function setStep({ caseId, stepId, to }: SetStep, { person }: By): Promise<ActionResult<null>> {
  return inOpenCase(caseId, {}, async (tx) => {
    const row = await lockStep(tx, caseId, stepId);
    if (!row) return noSuchStep;
    const { title, auto } = Step.parse(row.content);
    if (auto && to.state === 'done') return ticksItself;
    if (row.state === to.state && row.state !== 'open') return already(tx, row, title);
    const artifact = to.state === 'done' && to.artifactId ? await artifactIn(tx, caseId, to.artifactId) : null;
    if (to.state === 'done' && to.artifactId && !artifact)
      return failed('no-such-artifact', 'There is no such artifact in this case', 'Nothing was changed.');
    const words = to.state === 'done' ? to.note : to.state === 'skipped' ? to.reason : '';
    await tx.checklistStep.update({
      where: { id: row.id },
      data: {
        state: to.state,
        note: words,
        artifactId: artifact?.id ?? null,
        changedById: person.id,
        changedAt: new Date(),
        ...(to.state === 'doing' && row.ownerId === null ? { ownerId: person.id } : {}),
      },
    });
    const proof = [words, artifact ? artifactLabel(artifact.number) : ''].filter(Boolean).join(', ');
    const settled = row.state === 'done' || row.state === 'skipped';
    const sentence =
      to.state === 'done' || to.state === 'skipped'
        ? `Step ${to.state}: ${title}. ${proof}`
        : settled
          ? `Step open again: ${title}`
          : null;
    if (sentence)
      await say(tx, caseId, person, sentence, { step: row.key, phase: row.phase, artifactId: artifact?.id ?? null });
    return changed(tx, caseId);
  });
}

/** Somebody was faster: what they said stays. */
async function already(tx: Tx, row: StepRow, title: string): Promise<ActionResult<null>> {
  const by = (await namesOf(tx, [row.changedById])).get(row.changedById ?? '') ?? 'Somebody';
  const state = row.state === 'doing' ? 'being done' : row.state;
  return failed(
    'already-so',
    `“${title}” is ${state} already`,
    `${by} said so. Nothing was changed.`,
    'Look at what they wrote.',
  );
}

export function assignStep({ caseId, stepId, ownerId }: AssignStep, { person }: By): Promise<ActionResult<null>> {
  return inOpenCase(caseId, {}, async (tx, ofCase) => {
    const row = await lockStep(tx, caseId, stepId);
    if (!row) return noSuchStep;
    if (ownerId) {
      const owner = await enabledPerson(tx, ownerId);
      if (!owner.ok) return owner;
    }
    if (ownerId === row.ownerId) return succeeded(null);
    await tx.checklistStep.update({ where: { id: row.id }, data: { ownerId } });
    const { title } = Step.parse(row.content);
    if (ownerId) await tell(tx, person, ownerId, `Yours in ${caseWords(ofCase)}: ${title}`, stepHref(ofCase, row));
    if (row.ownerId)
      await tell(tx, person, row.ownerId, `No longer yours in ${caseWords(ofCase)}: ${title}`, stepHref(ofCase, row));
    return changed(tx, caseId);
  });
}

const stepHref = (ofCase: OpenCaseRow, { id }: StepRow): string => `${caseHref(ofCase)}/checklist?step=${id}`;

/** Steps that people may add to one phase of a case. */
const MAX_OWN = 60;

/** Adds a step to this case alone. */
export function addStep(
  { caseId, phase, ...given }: AddStep,
  { person }: By,
): Promise<ActionResult<{ stepId: string }>> {
  return inOpenCase(caseId, {}, async (tx) => {
    await ensureChecklist(tx, caseId);
    await tx.$queryRaw`SELECT id FROM "ChecklistStep" WHERE "caseId" = ${caseId}::uuid ORDER BY id FOR UPDATE`; // one position each
    const others = await tx.checklistStep.findMany({ where: { caseId, phase }, orderBy: { position: 'desc' } });
    if (others.filter(({ key }) => key.startsWith(OWN_PREFIX)).length >= MAX_OWN)
      return failed('too-many-steps', `A phase has at most ${MAX_OWN} steps of its own`, 'Nothing was added.');
    const content = Step.parse({ ...given, key: `${OWN_PREFIX}${randomUUID().slice(0, 13)}` });
    const { id } = await tx.checklistStep.create({
      data: {
        caseId,
        phase,
        key: content.key,
        position: (others[0]?.position ?? -1) + 1,
        playbookVersion: others[0]?.playbookVersion ?? 0,
        content,
      },
    });
    await say(tx, caseId, person, `Step added to ${phase}: ${content.title}`, { step: content.key, phase });
    await changed(tx, caseId);
    return succeeded({ stepId: id });
  });
}

/** Says that what ends a phase is so, or no longer, where Bulkhead cannot see it. */
export function setCriterion({ caseId, criterionId, to }: SetCriterion, { person }: By): Promise<ActionResult<null>> {
  return inOpenCase(caseId, {}, async (tx) => {
    await tx.$queryRaw`SELECT id FROM "ChecklistCriterion" WHERE id = ${criterionId}::uuid FOR UPDATE`;
    const row = await tx.checklistCriterion.findFirst({ where: { id: criterionId, caseId } });
    if (!row) return noSuchCriterion;
    const { words, auto } = Criterion.parse(row.content);
    if (auto) return ticksItself;
    if (row.state === to.state) return succeeded(null);
    if (row.state === 'overridden' && to.state === 'open')
      return failed('override-stays', 'An override stays', 'It is on the record for good. Nothing was changed.');
    const reason = to.state === 'met' ? to.note : '';
    await tx.checklistCriterion.update({
      where: { id: row.id },
      data: { state: to.state, reason, changedById: person.id, changedAt: new Date() },
    });
    const sentence =
      to.state === 'met'
        ? `Criterion of ${row.phase} met: ${words}. ${reason}`
        : `Criterion of ${row.phase} open again: ${words}`;
    await say(tx, caseId, person, sentence, { criterion: row.key, phase: row.phase });
    return changed(tx, caseId);
  });
}

export const overrideCriterion = (
  { caseId, criterionId, reason }: OverrideCriterion,
  { person }: By,
): Promise<ActionResult<null>> =>
  inOpenCase(caseId, {}, (tx) => overrideCriteria(tx, caseId, [{ criterionId, reason }], person));

async function lockStep(tx: Tx, caseId: string, stepId: string): Promise<StepRow | null> {
  await tx.$queryRaw`SELECT id FROM "ChecklistStep" WHERE id = ${stepId}::uuid FOR UPDATE`;
  return tx.checklistStep.findFirst({ where: { id: stepId, caseId } });
}

const artifactIn = (tx: Tx, caseId: string, id: string) =>
  tx.artifact.findFirst({ where: { id, caseId }, select: { id: true, number: true } });

async function changed(tx: Tx, caseId: string): Promise<ActionResult<null>> {
  await publish(tx, `case:${caseId}`, { type: 'checklist.changed', caseId });
  return succeeded(null);
}
