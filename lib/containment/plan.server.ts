import 'server-only';
import { z } from 'zod';
import { actionsEnabled, type Cluster, clusterById } from '../cluster/clusters.server.ts';
import { db } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { OwnerRef } from '../triage/row.ts';
import { planCapture } from './plan-capture.server.ts';
import type { PlanInput } from './plan-input.ts';
import { makePlan, type PlanTarget } from './plan-make.server.ts';
import { planQuarantineStep, planQuarantineUndoStep } from './plan-quarantine.server.ts';
import { planScaleStep, planScaleUndoStep } from './plan-scale.server.ts';
import { type MadePlan, RunRecord } from './run-record.ts';
import type { StepKind } from './step.ts';

/**
 * What would be sent for a step, from fresh reads, with the API server's verdict (dry runs; nothing is kept). What stands
 * in the way is in `blocked`; a Failure means that no plan could be made at all.
 */
export async function planStep(input: PlanInput): Promise<ActionResult<MadePlan>> {
  const target = await targetOf(input);
  if (!target.ok) return target;
  if (input.undoOf) return planUndo(target.value, input.step, input.undoOf);
  switch (input.step) {
    case 'quarantine':
      return planQuarantineStep(target.value, input.mode ?? 'replace');
    case 'capture':
      return planCapture(target.value);
    case 'scaleToZero':
      return planScaleStep(target.value);
  }
}

async function planUndo(target: PlanTarget, step: StepKind, runId: string): Promise<ActionResult<MadePlan>> {
  const run = await db.stepRun.findFirst({ where: { id: runId, suspectId: target.suspect.id, step, undoOf: null } });
  const record = RunRecord.safeParse(run?.plan).data;
  if (!run || !record) return failed('no-such-run', 'There is no such step to undo');
  if (run.state === 'running')
    return failed('still-running', 'The step is still running', 'It can be undone when it has ended.');
  if (run.state === 'undone') return failed('already-undone', 'The step was undone already');
  if (step === 'quarantine') return planQuarantineUndoStep(target, runId, record);
  if (step === 'scaleToZero') return planScaleUndoStep(target, runId, record);
  const plan = {
    step,
    mode: null,
    undoOf: runId,
    requests: [],
    undo: '',
    blocked: 'A capture only reads: there is nothing to undo. Artifacts are kept.',
  };
  return succeeded({ plan: makePlan(target, plan), quarantine: null, scale: null });
}

/** The suspect with its case and cluster, and what all plans ask. */
export async function targetOf({
  caseId,
  suspectId,
  step,
  undoOf,
}: Omit<PlanInput, 'mode'>): Promise<ActionResult<PlanTarget>> {
  const suspect = await db.suspect.findFirst({ where: { id: suspectId, caseId }, include: { case: true } });
  if (!suspect) return failed('no-such-suspect', 'There is no such suspect in this case');
  const cluster: Cluster | null = clusterById(suspect.case.clusterId);
  if (!cluster)
    return failed(
      'no-such-cluster',
      'The cluster of this case is not configured here',
      'Nothing was sent.',
      'Start Bulkhead with its kubeconfig.',
    );
  const runsBefore = await db.stepRun.count({ where: { suspectId, step, undoOf, state: { not: 'running' } } });
  return succeeded({
    cluster,
    actionsEnabled: await actionsEnabled(cluster.id),
    case: suspect.case,
    suspect: { ...suspect, owners: z.array(OwnerRef).catch([]).parse(suspect.ownerChain) },
    runsBefore,
  });
}
