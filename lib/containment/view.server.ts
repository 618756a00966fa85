import 'server-only';
import { db, type Tx } from '../db/client.server.ts';
import type { StepKind as StepKindRow } from '../db/generated/enums.ts';
import { publish } from '../live/publish.server.ts';
import { readGateFacts } from './gate-facts.server.ts';
import { type GateFacts, gatesOf, passes } from './gates.ts';
import { RunRecord } from './run-record.ts';
import {
  type ContainmentView,
  type GateView,
  ScaleOutcome,
  STEPS,
  type StepRunView,
  type StepView,
  Verification,
} from './step.ts';

interface RunRow {
  id: string;
  suspectId: string;
  step: StepKindRow;
  undoOf: string | null;
  state: StepRunView['state'];
  plan: unknown;
  result: unknown;
  startedById: string;
  startedAt: Date;
  endedAt: Date | null;
}

/** Containment of each suspect of a case, in the order in which they were added. */
export async function viewContainment(caseId: string): Promise<ContainmentView[]> {
  const suspects = await db.suspect.findMany({ where: { caseId }, select: { id: true }, orderBy: { id: 'asc' } });
  return Promise.all(suspects.map(({ id }) => viewSuspect(db, id)));
}

export async function viewSuspect(tx: Tx, suspectId: string): Promise<ContainmentView> {
  const runs = await tx.stepRun.findMany({ where: { suspectId }, orderBy: { startedAt: 'desc' } });
  const people = await tx.person.findMany({
    where: { id: { in: runs.map(({ startedById }) => startedById) } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const facts = await readGateFacts(tx, suspectId);
  const gates = gatesOf(facts);
  return {
    suspectId,
    gates,
    steps: STEPS.map((step) =>
      stepView(
        step,
        runs.filter((run) => run.step === step),
        names,
        facts,
        gates,
      ),
    ),
  };
}

function stepView(
  step: StepView['step'],
  runs: readonly RunRow[],
  names: ReadonlyMap<string, string>,
  facts: GateFacts,
  gates: readonly GateView[],
): StepView {
  const [latest] = runs;
  const done = runs.find(({ undoOf }) => undoOf === null);
  const standing = done && done.state !== 'undone' ? done : undefined;
  const verification = step === 'quarantine' ? (Verification.safeParse(standing?.result).data ?? null) : null;
  const scale = step === 'scaleToZero' ? (ScaleOutcome.safeParse(standing?.result).data ?? null) : null;
  return {
    step,
    chip: chipOf(step, latest, verification, scale, facts, gates),
    run: latest ? viewRun(latest, names.get(latest.startedById) ?? 'unknown') : null,
    verification,
    scale,
    undoable: step !== 'capture' && standing !== undefined && standing.state !== 'running' && reachedCluster(standing),
  };
}

/** Something was, or may have been, changed: only then is there something to take back. */
const reachedCluster = ({ plan }: RunRow): boolean =>
  RunRecord.safeParse(plan).data?.progress.some(({ state }) => state === 'succeeded' || state === 'unknown') ?? false;

type Chip = StepView['chip'];

function chipOf(
  step: StepView['step'],
  run: RunRow | undefined,
  verification: Verification | null,
  scale: ScaleOutcome | null,
  facts: GateFacts,
  gates: readonly GateView[],
): Chip {
  if (run?.state === 'running')
    return { words: step === 'capture' ? sealedWords(facts) : run.undoOf ? 'Undoing' : 'Sending', tone: 'run' };
  if (run && run.undoOf === null) {
    if (run.state === 'failed' && !verification && !scale) return { words: 'Failed', tone: 'failed' };
    if (step === 'quarantine') return quarantineChip(run, verification);
    if (step === 'capture') return captureChip(run, facts);
    return scaleChip(run, scale);
  }
  const gate = gates.find(({ kind }) => kind === step);
  const undone = run?.state === 'succeeded' ? 'Undone. ' : run ? 'Undo did not finish. ' : '';
  if (gate && !passes(gate)) return { words: `${undone}Waits`, tone: 'waits' };
  return { words: `${undone}Ready to send`, tone: run && run.state !== 'succeeded' ? 'caution' : 'waits' };
}

/** A run that has ended, when nobody has looked at the cluster since. */
function unseen({ state }: RunRow): Chip {
  if (state === 'failed') return { words: 'Failed', tone: 'failed' };
  return state === 'succeeded'
    ? { words: 'Sent, being checked', tone: 'run' }
    : { words: 'Outcome unknown', tone: 'unknown' };
}

function quarantineChip(run: RunRow, verification: Verification | null): Chip {
  if (run.state === 'undone') return { words: 'Undone', tone: 'waits' };
  switch (verification?.outcome) {
    case 'verified':
      return { words: 'Verified', tone: 'ok' };
    case 'leaking':
      return { words: 'Sent, does not hold', tone: 'failed' };
    case 'unknown':
      return { words: 'Sent, not verified', tone: 'unknown' };
    case undefined:
      return unseen(run);
  }
}

const sealedWords = ({ artifacts }: GateFacts) => `${artifacts.sealed} of ${artifacts.expected} sealed`;

function captureChip(run: RunRow, facts: GateFacts): Chip {
  if (facts.artifacts.expected > 0 && facts.artifacts.sealed === facts.artifacts.expected)
    return { words: sealedWords(facts), tone: 'ok' };
  return { words: sealedWords(facts), tone: run.state === 'unknown' ? 'unknown' : 'caution' };
}

function scaleChip(run: RunRow, scale: ScaleOutcome | null): Chip {
  if (run.state === 'undone') return { words: 'Undone', tone: 'waits' };
  switch (scale?.outcome) {
    case 'at-zero':
      return { words: 'At zero', tone: 'ok' };
    case 'ending':
      return { words: `${scale.remaining.length} still ending`, tone: 'run' };
    default:
      return unseen(run);
  }
}

/** A run as it is shown: each request with its answer. */
export function viewRun(run: RunRow, by: string): StepRunView {
  const record = RunRecord.safeParse(run.plan).data;
  return {
    id: run.id,
    state: run.state,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    by,
    actions: record?.progress.flatMap(({ seqs }) => seqs) ?? [],
    requests:
      record?.plan.requests.map(({ verb, target }, index) => ({
        verb,
        target,
        state: record.progress[index]?.state ?? 'waiting',
        answer: record.progress[index]?.answer ?? '',
      })) ?? [],
    error: record?.error ?? null,
  };
}

export async function readRun(runId: string): Promise<StepRunView> {
  const run = await db.stepRun.findUniqueOrThrow({ where: { id: runId } });
  const person = await db.person.findUnique({ where: { id: run.startedById }, select: { name: true } });
  return viewRun(run, person?.name ?? 'unknown');
}

/** Whoever writes a run of a suspect holds this until the transaction ends: one lock for all its runs, taken first. */
export async function lockSuspectOf(tx: Tx, runId: string): Promise<void> {
  await tx.$queryRaw`SELECT s.id FROM "Suspect" s JOIN "StepRun" r ON r."suspectId" = s.id
    WHERE r.id = ${runId}::uuid FOR NO KEY UPDATE OF s`;
}

/**
 * Tells every browser how the containment of a suspect is now. One step may be written while another is: with the suspect
 * locked before the view is read, a view that is told later is never an older one.
 */
export async function publishContainment(tx: Tx, caseId: string, suspectId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "Suspect" WHERE id = ${suspectId}::uuid FOR NO KEY UPDATE`;
  await publish(tx, `case:${caseId}`, {
    type: 'containment.changed',
    caseId,
    containment: await viewSuspect(tx, suspectId),
  });
  await publish(tx, `case:${caseId}`, { type: 'checklist.changed', caseId }); // what ticks itself may have changed
}
