import 'server-only';
import { reasonOf } from '../cases/cluster-words.ts';
import { readPodByUid } from '../cases/fresh-read.server.ts';
import { db } from '../db/client.server.ts';
import { type ActionResult, succeeded } from '../failure.ts';
import type { KubeObject } from '../kubernetes/objects.ts';
import { QUARANTINE_LABEL } from '../kubernetes/quarantine-label.ts';
import { dryRun, makePlan, type PlanTarget, refusedBy, unreadable } from './plan-make.server.ts';
import { quarantineChecks } from './quarantine-checks.ts';
import { readPolicies, readQuarantineFacts } from './quarantine-facts.server.ts';
import { chooseName, isOurs } from './quarantine-names.ts';
import { planQuarantine, planQuarantineUndo } from './quarantine-plan.ts';
import { type MadePlan, RunRecord } from './run-record.ts';
import type { Check, IsolationMode } from './step.ts';

export async function planQuarantineStep(target: PlanTarget, mode: IsolationMode): Promise<ActionResult<MadePlan>> {
  const { cluster, suspect } = target;
  const facts = await readQuarantineFacts(cluster, suspect);
  if (!facts.ok) return unreadable(`Pod ${suspect.namespace}/${suspect.podName} or its policies`, facts.error);
  const { pod, policies, owners } = facts.value;
  const name = chooseName({
    caseNumber: target.case.number,
    suspectId: suspect.id,
    podUid: suspect.podUid,
    policies,
    labelsInUse: facts.value.labelsInUse,
  });
  const owner = owners[0] ?? null;
  const draft = planQuarantine({
    pod,
    policies,
    ownerLabels: selectorLabels(owner?.object ?? null),
    mode,
    name,
    caseId: target.case.id,
    suspectId: suspect.id,
  });
  const services = facts.value.services.ok ? facts.value.services.value : null;
  const requests = await dryRun(target, draft.requests);
  const checks: Check[] = [
    ...quarantineChecks({ pod, mode, owner, draft, services }),
    facts.value.enforcement.check,
    ...facts.value.otherKinds,
    ...alreadyMarked(pod.metadata?.labels?.[QUARANTINE_LABEL], name.label),
  ];
  const undo = `Undo gives back ${Object.keys(draft.takenOff).length > 0 ? 'the labels' : 'the label'} and removes policy ${name.policy}.`;
  return succeeded({
    plan: makePlan(target, {
      step: 'quarantine',
      mode,
      undoOf: null,
      requests,
      checks,
      undo,
      blocked: refusedBy(requests),
    }),
    quarantine: {
      policy: name.policy,
      policyUid: policies.find((one) => one.metadata?.name === name.policy)?.metadata?.uid ?? null,
      label: name.label,
      takenOff: { ...(await takenOffBefore(suspect.id, name.label)), ...draft.takenOff },
    },
    scale: null,
  });
}

/** What earlier runs that still stand took off under this label: undo gives back that as well. */
async function takenOffBefore(suspectId: string, label: string): Promise<Record<string, string>> {
  const runs = await db.stepRun.findMany({
    where: { suspectId, step: 'quarantine', undoOf: null, state: { not: 'undone' } },
    orderBy: { startedAt: 'asc' },
    select: { plan: true },
  });
  const records = runs.flatMap(({ plan }) => RunRecord.safeParse(plan).data?.quarantine ?? []);
  return Object.assign({}, ...records.filter((record) => record.label === label).map(({ takenOff }) => takenOff));
}

const alreadyMarked = (present: string | undefined, wanted: string): Check[] =>
  present === undefined || present === wanted
    ? []
    : [
        {
          state: 'caution',
          words: `The pod carries the quarantine label ${present} already: another case's, or somebody else's. It is replaced by ours, and that policy no longer selects the pod`,
        },
      ];

/** matchLabels of whatever selects the pod: ReplicaSet, StatefulSet, DaemonSet, Job. Null when it is not known. */
export function selectorLabels(owner: KubeObject | null): Record<string, string> | null {
  const spec = owner?.spec;
  if (typeof spec !== 'object' || spec === null || !('selector' in spec)) return null;
  const { selector } = spec;
  if (typeof selector !== 'object' || selector === null) return null;
  // a ReplicationController's selector is the map itself
  const labels: unknown =
    'matchLabels' in selector ? selector.matchLabels : owner?.kind === 'ReplicationController' ? selector : null;
  if (typeof labels !== 'object' || labels === null) return null;
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export async function planQuarantineUndoStep(
  target: PlanTarget,
  runId: string,
  record: RunRecord,
): Promise<ActionResult<MadePlan>> {
  const { cluster, suspect } = target;
  const made = record.quarantine;
  if (!made) return unreadable('The record of this quarantine', { kind: 'bad-answer', message: 'it holds no policy' });
  const pod = await readPodByUid(cluster, suspect.namespace, suspect.podName, suspect.podUid);
  const gone = !pod.ok && (pod.error.kind === 'not-found' || pod.error.kind === 'replaced');
  if (!pod.ok && !gone) return unreadable(`Pod ${suspect.namespace}/${suspect.podName}`, pod.error);
  const policies = await readPolicies(cluster, suspect.namespace);
  if (!policies.ok) return unreadable('The policies of the namespace', policies.error);
  const uid = made.policyUid ?? uidOfCreated(record);
  const present = policies.value.find((policy) => policy.metadata?.name === made.policy);
  // by the UID that the answer told; when no answer came, by the marks and the shape that only ours has
  const ours =
    present !== undefined && (uid === null ? isOurs(present, suspect.id, made.label) : present.metadata?.uid === uid);
  const drafts = planQuarantineUndo({
    pod: pod.ok ? pod.value : null,
    namespace: suspect.namespace,
    policy: ours ? { name: made.policy, uid: present.metadata?.uid ?? '' } : null,
    label: made.label,
    takenOff: made.takenOff,
  });
  const checks: Check[] = [
    { state: 'caution', words: 'The pod can send and receive again as soon as this is done' },
    ...(pod.ok
      ? []
      : [
          {
            state: 'caution',
            words: gone
              ? 'The pod is gone: only the policy is taken away'
              : reasonOf({ kind: 'bad-answer', message: '' }),
          } as const,
        ]),
    ...(pod.ok && Object.keys(made.takenOff).length > 0 && suspect.owners[0]
      ? [
          {
            state: 'caution',
            words: `With its labels the pod belongs to ${suspect.owners[0].kind} ${suspect.owners[0].name} again. That has one pod too many then, and may end any of them, this one too`,
          } as const,
        ]
      : []),
    ...(present && !ours
      ? [
          {
            state: 'caution',
            words: `A policy named ${made.policy} is there, but it is not the one that was made: it is left as it is`,
          } as const,
        ]
      : []),
    ...(present ? [] : [{ state: 'ok', words: `Policy ${made.policy} is gone already` } as const]),
  ];
  const requests = await dryRun(target, drafts);
  return succeeded({
    plan: makePlan(target, {
      step: 'quarantine',
      mode: record.plan.mode,
      undoOf: runId,
      requests,
      checks,
      undo: 'Quarantine again to undo this.',
      blocked: refusedBy(requests),
    }),
    quarantine: made,
    scale: null,
  });
}

/** The UID of the policy that the run created, as the API server answered. */
const uidOfCreated = ({ plan, progress }: RunRecord): string | null => {
  const index = plan.requests.findIndex(({ verb }) => verb === 'POST');
  return progress[index]?.uid ?? null;
};
