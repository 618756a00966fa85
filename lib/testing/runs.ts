import type { RunRecord } from '../containment/run-record.ts';
import type { IsolationMode, PlannedRequest } from '../containment/step.ts';
import type { Prisma } from '../db/client.server.ts';

type State = RunRecord['progress'][number]['state'];
interface OfSuspect {
  id: string;
  caseId: string;
  namespace: string;
  podName: string;
}

const request = (verb: PlannedRequest['verb'], target: string, body: unknown): PlannedRequest => ({
  verb,
  path: `/${target}`,
  contentType: 'application/json',
  body,
  target,
  note: '',
  diff: [],
  dryRun: { outcome: 'accepted', message: '' },
  kubectl: '',
});

function record(
  { id, caseId }: OfSuspect,
  step: 'quarantine' | 'scaleToZero',
  mode: IsolationMode | null,
  requests: PlannedRequest[],
  states: readonly State[],
  rest: Pick<RunRecord, 'quarantine' | 'scale'>,
): Prisma.InputJsonObject {
  const run: RunRecord = {
    plan: {
      step,
      caseId,
      suspectId: id,
      mode,
      undoOf: null,
      madeAt: '2026-11-25T03:00:00.000Z',
      requests,
      checks: [],
      dies: [],
      survives: [],
      collectors: [],
      undo: '',
      blocked: null,
      hash: 'a'.repeat(64),
    },
    progress: requests.map((_, index) => ({
      state: states[index] ?? 'succeeded',
      answer: '',
      actionId: null,
      seqs: [],
      uid: null,
    })),
    error: null,
    ...rest,
  };
  return JSON.parse(JSON.stringify(run));
}

interface Quarantine {
  mode?: IsolationMode;
  takenOff?: Record<string, string>;
  /** of the policy, the label, and the labels that are taken off; succeeded where nothing is said */
  states?: State[];
  /** the policy was there from an earlier try of ours, so nothing was sent for it */
  policyThere?: boolean;
}

/** What StepRun.plan holds of a quarantine: a policy, a label, and labels taken off. */
export function quarantineRun(suspect: OfSuspect, given: Quarantine = {}): Prisma.InputJsonObject {
  const { mode = 'in-place', takenOff = {}, states = [], policyThere = false } = given;
  const name = `bulkhead-q-${suspect.podName}`;
  const off = Object.fromEntries(Object.keys(takenOff).map((key) => [key, null]));
  const pod = `pods/${suspect.podName}`;
  return record(
    suspect,
    'quarantine',
    mode,
    [
      ...(policyThere ? [] : [request('POST', `networkpolicies/${name}`, {})]),
      request('PATCH', pod, { metadata: { labels: { 'bulkhead/quarantine': 'q-1' } } }),
      ...(Object.keys(off).length > 0 ? [request('PATCH', pod, { metadata: { labels: off } })] : []),
    ],
    states,
    { quarantine: { policy: name, policyUid: policyThere ? 'uid' : null, label: 'q-1', takenOff }, scale: null },
  );
}

/** What StepRun.plan holds of a scale to zero. */
export const scaleRun = (
  suspect: OfSuspect,
  changed: NonNullable<RunRecord['scale']>['changed'],
  states: State[] = [],
): Prisma.InputJsonObject =>
  record(
    suspect,
    'scaleToZero',
    null,
    changed.map(({ name }) => request('PATCH', `deployments/${name}/scale`, {})),
    states,
    {
      quarantine: null,
      scale: { namespace: suspect.namespace, kind: 'Deployment', name: 'pay', uid: 'dep', changed },
    },
  );
