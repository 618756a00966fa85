import 'server-only';
import { db } from '../db/client.server.ts';
import { type ActionResult, succeeded } from '../failure.ts';
import { readGateFacts } from './gate-facts.server.ts';
import { gateOf, passes } from './gates.ts';
import { dryRun, makePlan, type PlanTarget, refusedBy, unreadable } from './plan-make.server.ts';
import type { MadePlan, RunRecord, ScaleRecord } from './run-record.ts';
import { readScaleFacts, readSuspects, readWorkload, recordOf, type WorkloadRef } from './scale-facts.server.ts';
import { fateOf, isScalable, planScale, planScaleUndo, setBackChecks, type Workload } from './scale-plan.ts';
import type { Check } from './step.ts';

export async function planScaleStep(target: PlanTarget): Promise<ActionResult<MadePlan>> {
  const { cluster, suspect } = target;
  const top = suspect.owners.at(-1);
  if (!top || !isScalable(top.kind))
    return succeeded({
      plan: makePlan(target, { ...SCALE, requests: [], undo: '', blocked: notScalable(top) }),
      quarantine: null,
      scale: null,
    });
  const ref: WorkloadRef = { ...top, namespace: suspect.namespace };
  const facts = await readScaleFacts(cluster, ref);
  if (!facts.ok) return unreadable(`${top.kind} ${suspect.namespace}/${top.name}`, facts.error);
  const { workload, jobs, pods, belongs, autoscalers } = facts.value;
  const drafts = [workload, ...jobs].map((one) => ({ one, draft: planScale(one) }));
  const suspects = await readSuspects(cluster.id, ref.uid);
  const fate = fateOf(pods, belongs, new Set(suspects.filter((one) => one.of).map(({ podUid }) => podUid)));
  const requests = await dryRun(
    target,
    drafts.flatMap(({ draft }) => draft.requests),
  );
  const dying = suspects.filter(({ podUid }) => pods.some((pod) => pod.metadata?.uid === podUid && belongs(pod)));
  const gates = await Promise.all(
    [suspect, ...dying].map(async ({ id, namespace, podName }) => ({
      name: `${namespace}/${podName}`,
      gate: gateOf('scaleToZero', await readGateFacts(db, id)),
    })),
  );
  const closed = gates.find(({ gate }) => !passes(gate));
  const checks: Check[] = [
    ...dying.map(
      ({ namespace, podName }): Check => ({
        state: 'caution',
        words: `Suspect ${namespace}/${podName} still belongs to ${top.kind} ${top.name} and ends with it`,
      }),
    ),
    ...fate.survives.map((name): Check => ({ state: 'ok', words: `Suspect ${name} is detached and lives on` })),
    ...setBackChecks(workload.object, top.kind, autoscalers),
  ];
  const nothing = requests.length === 0 ? `${top.kind} ${top.name} is at zero already` : null;
  return succeeded({
    plan: makePlan(target, {
      ...SCALE,
      requests,
      checks,
      dies: fate.dies,
      survives: fate.survives,
      undo: 'Undo gives back what the record says was there before. Pods that ended come back as new ones.',
      blocked: closed ? `${closed.name}: ${closed.gate.words}` : (nothing ?? refusedBy(requests)),
    }),
    quarantine: null,
    scale: recordOf(
      ref,
      drafts.flatMap(({ one, draft }) => draft.requests.map(() => changedOf(one, draft.before))),
    ),
  });
}

const SCALE = { step: 'scaleToZero', mode: null, undoOf: null } as const;

const changedOf = (
  { kind, object }: Workload,
  before: ScaleRecord['changed'][number]['before'],
): ScaleRecord['changed'][number] => ({
  kind,
  name: object.metadata?.name ?? '',
  uid: object.metadata?.uid ?? '',
  before,
});

function notScalable(top: PlanTarget['suspect']['owners'][number] | undefined): string {
  if (!top)
    return 'The pod has no controller: there is nothing to scale, and deleting a pod is not offered. Keep it quarantined; isolate or drain its node when its evidence is safe';
  if (top.kind === 'Node')
    return `The kubelet of node ${top.name} runs this pod from a file: it ends when the file is taken off the node. Keep it quarantined`;
  return `${top.kind} ${top.name} is not a kind that is scaled from here. Stop it by its own means, once the evidence is safe`;
}

export async function planScaleUndoStep(
  target: PlanTarget,
  runId: string,
  record: RunRecord,
): Promise<ActionResult<MadePlan>> {
  const { scale } = record;
  if (!scale)
    return unreadable('The record of this step', { kind: 'bad-answer', message: 'it does not say what was changed' });
  const done = scale.changed.filter((_, index) =>
    ['succeeded', 'unknown'].includes(record.progress[index]?.state ?? ''),
  );
  const workloads: { workload: Workload; change: ScaleRecord['changed'][number] }[] = [];
  for (const change of done) {
    const workload = await readWorkload(target.cluster, { ...change, namespace: scale.namespace });
    if (!workload.ok) return unreadable(`${change.kind} ${scale.namespace}/${change.name}`, workload.error);
    workloads.push({ workload: workload.value, change });
  }
  const requests = await dryRun(
    target,
    workloads.flatMap(({ workload, change }) => planScaleUndo(workload, change.before)),
  );
  const checks: Check[] = [
    {
      state: 'caution',
      words: 'Pods start again from the same template: if its image or secrets are bad, so are they',
    },
    ...workloads.flatMap(({ workload }) => setBackChecks(workload.object, workload.kind, [])),
  ];
  return succeeded({
    plan: makePlan(target, {
      ...SCALE,
      undoOf: runId,
      requests,
      checks,
      undo: 'Scale to zero again to undo this.',
      blocked: requests.length === 0 ? 'It is as it was before already' : refusedBy(requests),
    }),
    quarantine: null,
    scale,
  });
}
