import 'server-only';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { holdAction, releaseAction } from '../action-log/in-progress.server.ts';
import { may, type Permission, whyNot } from '../auth/permissions.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { leaveDetection } from '../cases/change.server.ts';
import { publishCase } from '../cases/changed.server.ts';
import { inTransactionOrNot, openCaseIn } from '../cases/open-case.server.ts';
import { db, isDuplicate } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { planStep } from './plan.server.ts';
import { runStep } from './run.server.ts';
import { type MadePlan, type RunRecord, waiting } from './run-record.ts';
import { IsolationMode, StepKind, type StepRunView } from './step.ts';
import { stored } from './stored.server.ts';
import { publishContainment, readRun } from './view.server.ts';

export const SendInput = z.object({
  caseId: z.uuid(),
  suspectId: z.uuid(),
  step: StepKind,
  mode: IsolationMode.nullable(),
  planHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export const UndoInput = z.object({
  caseId: z.uuid(),
  suspectId: z.uuid(),
  runId: z.uuid(),
  planHash: z.string().regex(/^[0-9a-f]{64}$/),
});

const NEEDS: Record<StepKind, Permission> = {
  quarantine: 'containment.quarantine',
  capture: 'containment.capture',
  scaleToZero: 'containment.scale-to-zero',
};
type By = { person: SignedIn };
type Confirmed = {
  caseId: string;
  suspectId: string;
  step: StepKind;
  mode: IsolationMode | null;
  undoOf: string | null;
  planHash: string;
};

/** Sends the plan that was on screen. If the cluster has moved since, answers `plan-changed`, and nothing was sent. */
export function sendStep(input: z.infer<typeof SendInput>, by: By): Promise<ActionResult<StepRunView>> {
  return send({ ...input, undoOf: null }, NEEDS[input.step], by);
}

/** Takes a step back, from its own record. */
export async function undoStep(
  { caseId, suspectId, runId, planHash }: z.infer<typeof UndoInput>,
  by: By,
): Promise<ActionResult<StepRunView>> {
  const run = await db.stepRun.findFirst({ where: { id: runId, caseId, suspectId }, select: { step: true } });
  if (!run) return failed('no-such-run', 'There is no such step to undo', 'Nothing was sent.');
  return send({ caseId, suspectId, step: run.step, mode: null, undoOf: runId, planHash }, 'containment.undo', by);
}

async function send(confirmed: Confirmed, permission: Permission, { person }: By): Promise<ActionResult<StepRunView>> {
  if (!may(person.role, permission))
    return failed(
      'not-allowed',
      'This needs another role.',
      `${whyNot(person.role, permission)} Nothing was sent.`,
      'Ask a commander.',
    );
  const { suspectId, planHash } = confirmed;
  const known = await db.stepRun.findUnique({
    where: { suspectId_planHash: { suspectId, planHash } },
    select: { id: true },
  });
  if (known) return succeeded(await readRun(known.id)); // the second of two clicks
  const made = await planStep(confirmed);
  if (!made.ok) return made;
  const { plan } = made.value;
  if (plan.hash !== planHash)
    return failed(
      'plan-changed',
      'The cluster has changed since the preview',
      'What would be sent now is not what was on screen. Nothing was sent.',
      'Look at the new preview, then send that.',
    );
  if (plan.blocked) return failed('blocked', 'This cannot be sent', `${plan.blocked}. Nothing was sent.`);
  const runId = randomUUID();
  await holdAction(runId); // before the row is there, so that nobody takes it for left behind
  try {
    const begun = await begin(runId, confirmed, made.value, person);
    if (begun !== 'begun') {
      await releaseAction(runId);
      return begun;
    }
  } catch (error) {
    await releaseAction(runId);
    throw error;
  }
  const running = runStep(runId, person).finally(() => releaseAction(runId));
  if (plan.step === 'capture') running.catch((error: unknown) => console.error(`Capture ${runId} broke off:`, error));
  else await running;
  return succeeded(await readRun(runId));
}

/** One run at a time for each suspect and step; of two clicks on one plan the first makes the row. */
async function begin(
  runId: string,
  { caseId, suspectId, step, undoOf, planHash }: Confirmed,
  made: MadePlan,
  person: SignedIn,
): Promise<'begun' | ActionResult<StepRunView>> {
  const record: RunRecord = { ...made, progress: made.plan.requests.map(waiting), error: null };
  try {
    const begun = await inTransactionOrNot(async (tx) => {
      await tx.$queryRaw`SELECT id FROM "Suspect" WHERE id = ${suspectId}::uuid FOR UPDATE`;
      const open = await openCaseIn(tx, caseId, { change: true }); // nothing begins in a closed case, nor closes meanwhile
      if (!open.ok) return open;
      const running = await tx.stepRun.findFirst({
        where: { suspectId, state: 'running' },
        select: { id: true, planHash: true },
      });
      if (running) return succeeded(running);
      await tx.stepRun.create({
        data: {
          id: runId,
          caseId,
          suspectId,
          step,
          undoOf,
          planHash,
          plan: stored(record),
          startedById: person.id,
        },
      });
      await leaveDetection(tx, open.value, person.id);
      await publishContainment(tx, caseId, suspectId);
      await publishCase(tx, caseId);
      return succeeded(null);
    });
    if (!begun.ok) return begun;
    const other = begun.value;
    if (!other) return 'begun';
    if (other.planHash === planHash) return succeeded(await readRun(other.id));
    return failed(
      'step-running',
      'Another step is running on this suspect',
      'Nothing was sent.',
      'Wait for it to end.',
    );
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const first = await db.stepRun.findUniqueOrThrow({
      where: { suspectId_planHash: { suspectId, planHash } },
      select: { id: true },
    });
    return succeeded(await readRun(first.id));
  }
}
