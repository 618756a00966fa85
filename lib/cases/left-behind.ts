import { z } from 'zod';
import { RunRecord } from '../containment/run-record.ts';
import type { PlannedRequest } from '../containment/step.ts';

/** Something that Bulkhead put into a cluster, or changed there, and that nobody has taken back. */
export const LeftBehind = z.object({
  /** the same each time it is asked for */
  id: z.string(),
  kind: z.enum(['policy', 'label', 'detached-pod', 'at-zero']),
  suspectId: z.uuid(),
  /** the step whose undo takes it back */
  runId: z.uuid(),
  target: z.string(), // "networkpolicies/bulkhead-q-42-x2kqv", "Deployment finance/payment-service"
  words: z.string(),
  /** false: it was sent, and nobody can tell whether it is there */
  certain: z.boolean(),
});
export type LeftBehind = z.infer<typeof LeftBehind>;

/** What is read of a step run; those of one suspect in the order in which they began. */
export interface RunLeft {
  id: string;
  suspectId: string;
  step: 'quarantine' | 'capture' | 'scaleToZero';
  state: 'running' | 'succeeded' | 'failed' | 'unknown' | 'undone';
  undoOf: string | null;
  plan: unknown;
  suspect: { namespace: string; podName: string; ownerChain: unknown };
  /** `gone` only when the cluster was looked at just now: what is on a pod goes with it */
  presence: 'present' | 'gone' | 'unknown';
}

/** What is left of steps that were sent and not undone, from their own records. A later run stands on an earlier one's. */
export function leftBehind(runs: readonly RunLeft[]): LeftBehind[] {
  const found = new Map<string, LeftBehind>();
  for (const run of runs) {
    if (run.undoOf !== null || run.state === 'undone') continue;
    const record = RunRecord.safeParse(run.plan).data;
    if (!record) continue;
    for (const one of [...ofQuarantine(run, record), ...ofScale(run, record)]) {
      const before = found.get(one.id);
      // the undo of the newest quarantine takes back what earlier ones did; what a workload was, its first run knows
      const kept = before && one.kind === 'at-zero' ? before : one;
      found.set(one.id, { ...kept, certain: one.certain || (before?.certain ?? false) });
    }
  }
  return [...found.values()];
}

function ofQuarantine(run: RunLeft, { plan, quarantine, progress }: RunRecord): LeftBehind[] {
  if (!quarantine) return [];
  const pod = `${run.suspect.namespace}/${run.suspect.podName}`;
  const of = { suspectId: run.suspectId, runId: run.id };
  const states = plan.requests.map((request, index) => ({
    does: doesOf(request),
    state: progress[index]?.state ?? 'waiting',
  }));
  /** what became of it; `there`: an earlier try of ours had done it, so nothing was sent */
  const fate = (does: ReturnType<typeof doesOf>, there: boolean): boolean | null => {
    const sent = states.find((one) => one.does === does)?.state;
    if (sent === undefined) return there ? true : null;
    return sent === 'succeeded' ? true : reached(sent) ? false : null;
  };
  const madePolicy = fate('policy', quarantine.policyUid !== null);
  const left: LeftBehind[] = [];
  if (madePolicy !== null)
    left.push({
      ...of,
      id: `policy ${run.suspect.namespace}/${quarantine.policy}`,
      kind: 'policy',
      target: `networkpolicies/${quarantine.policy}`,
      words: `Policy ${run.suspect.namespace}/${quarantine.policy} denies all traffic of ${pod}`,
      certain: madePolicy,
    });
  if (run.presence === 'gone') return left;
  const target = `pods/${run.suspect.podName}`;
  const labelled = fate('label', false);
  if (labelled !== null)
    left.push({
      ...of,
      id: `label ${pod} ${quarantine.label}`,
      kind: 'label',
      target,
      words: `Pod ${pod} carries the quarantine label ${quarantine.label}`,
      certain: labelled,
    });
  const off = Object.keys(quarantine.takenOff).join(', ');
  const takenOff = fate('take-off', false);
  if (takenOff !== null) {
    const detached =
      plan.mode === 'replace' && Array.isArray(run.suspect.ownerChain) && run.suspect.ownerChain.length > 0;
    left.push({
      ...of,
      id: `labels-off ${pod}`,
      kind: detached ? 'detached-pod' : 'label',
      target,
      words: detached
        ? `Pod ${pod} runs on, detached from its workload: labels ${off} taken off`
        : `Pod ${pod} lacks the labels ${off}`,
      certain: takenOff,
    });
  }
  return left;
}

const LabelPatch = z.object({ metadata: z.object({ labels: z.record(z.string(), z.string().nullable()) }) });

function doesOf({ verb, body }: PlannedRequest): 'policy' | 'label' | 'take-off' | null {
  if (verb === 'POST') return 'policy';
  const labels = LabelPatch.safeParse(body).data?.metadata.labels;
  if (verb !== 'PATCH' || !labels) return null;
  return Object.values(labels).includes(null) ? 'take-off' : 'label';
}

function ofScale(run: RunLeft, { scale, progress }: RunRecord): LeftBehind[] {
  if (!scale) return [];
  return scale.changed.flatMap((change, index) => {
    const state = progress[index]?.state ?? 'waiting';
    if (!reached(state)) return [];
    const target = `${change.kind} ${scale.namespace}/${change.name}`;
    return [
      {
        id: `at-zero ${change.kind} ${change.uid || `${scale.namespace}/${change.name}`}`,
        kind: 'at-zero' as const,
        suspectId: run.suspectId,
        runId: run.id,
        target,
        words: `${target} ${beforeWords(change.before)}`,
        certain: state === 'succeeded',
      },
    ];
  });
}

type Before = NonNullable<RunRecord['scale']>['changed'][number]['before'];

function beforeWords(before: Before): string {
  switch (before.field) {
    case 'replicas':
      return `is at zero (was ${before.value} ${before.value === 1 ? 'replica' : 'replicas'})`;
    case 'suspend':
      return 'is suspended';
    case 'nodeSelector':
      return 'runs on no node';
  }
}

/** Something was changed, or may have been. */
const reached = (state: string): boolean => ['succeeded', 'unknown', 'sent'].includes(state);
