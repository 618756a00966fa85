import type { Container, Pod, Service } from '../kubernetes/objects.ts';
import type { QuarantineDraft } from './quarantine-plan.ts';
import type { Check, IsolationMode, Leak } from './step.ts';

export interface CheckInput {
  pod: Pod;
  mode: IsolationMode;
  owner: { kind: string; name: string } | null;
  draft: QuarantineDraft;
  /** null: could not be read */
  services: readonly Service[] | null;
}

/** What will follow from the click, said before it. */
export function quarantineChecks(input: CheckInput): Check[] {
  return [
    ...leakChecks(input.draft),
    ...hostNetworkCheck(input.pod),
    ...ownerChecks(input),
    ...serviceChecks(input),
    ...probeChecks(input.pod),
    ...stateChecks(input.pod),
    CONNECTIONS,
  ];
}

export const leakWords = ({ policy, allows }: Leak): string => `policy ${policy} allows ${allows}`;

function leakChecks({ leaksBefore, leaksAfter, takenOff }: QuarantineDraft): Check[] {
  const closed = leaksBefore.filter((leak) => !leaksAfter.some((after) => after.policy === leak.policy));
  return [
    ...[...new Set(closed.map((leak) => leak.policy))].map((policy): Check => {
      const by = closed.find((leak) => leak.policy === policy)?.byLabels.filter((key) => key in takenOff) ?? [];
      return {
        state: 'caution',
        words: `Policy ${policy} selects this pod${by.length > 0 ? ` by ${by.join(', ')}` : ''} and lets packets through; the labels come off, so it does not any more`,
      };
    }),
    ...leaksAfter.map(
      (leak): Check => ({
        state: 'failed',
        words: `Still open afterwards: ${leakWords(leak)}. ${leak.byLabels.length > 0 ? `Isolate and replace takes off ${leak.byLabels.join(', ')}` : 'It selects every pod; change that policy by hand'}`,
      }),
    ),
    ...(leaksBefore.length === 0 && leaksAfter.length === 0
      ? [{ state: 'ok', words: 'No other NetworkPolicy lets packets through to this pod' } as const]
      : []),
  ];
}

const hostNetworkCheck = (pod: Pod): Check[] =>
  pod.spec?.hostNetwork === true
    ? [
        {
          state: 'failed',
          words:
            'The pod uses the network of its node: no NetworkPolicy applies to it. Capture, then stop the workload, or isolate the node',
        },
      ]
    : [];

function ownerChecks({ mode, owner, draft }: CheckInput): Check[] {
  if (!owner) return [{ state: 'caution', words: 'The pod has no controller: nothing replaces it' }];
  const who = `${owner.kind} ${owner.name}`;
  if (!draft.detaches)
    return mode === 'replace'
      ? [{ state: 'unknown', words: `By which labels ${who} selects the pod could not be read: it is not detached` }]
      : [{ state: 'ok', words: `${who} keeps the pod: one replica less serves until it is scaled down` }];
  if (owner.kind === 'StatefulSet')
    return [
      {
        state: 'failed',
        words: `${who} cannot start a replacement while this pod has its name: isolate in place instead, or go without this replica`,
      },
    ];
  return [
    {
      state: 'caution',
      words: `${who} lets go of the pod and starts a replacement from the same template: if the image or its secrets are bad, so is the replacement`,
    },
  ];
}

function serviceChecks({ services, pod, draft }: CheckInput): Check[] {
  if (!services)
    return [{ state: 'unknown', words: 'Services could not be read: which of them lose the pod is not known' }];
  const labels = pod.metadata?.labels ?? {};
  const losing = services.filter((service) => {
    const selector = Object.entries(service.spec?.selector ?? {});
    return (
      selector.length > 0 &&
      selector.every(([key, value]) => labels[key] === value) &&
      selector.some(([key]) => key in draft.takenOff)
    );
  });
  const keeping = services.filter((service) => {
    const selector = Object.entries(service.spec?.selector ?? {});
    return selector.length > 0 && selector.every(([key, value]) => labels[key] === value) && !losing.includes(service);
  });
  const names = (list: readonly Service[]) => list.map((one) => one.metadata?.name).join(', ');
  return [
    ...(losing.length > 0 ? [{ state: 'caution', words: `Service ${names(losing)} loses this pod` } as const] : []),
    ...(keeping.length > 0
      ? [
          {
            state: 'caution',
            words: `Service ${names(keeping)} still sends clients to this pod until it is not ready: they will wait in vain`,
          } as const,
        ]
      : []),
  ];
}

function probeChecks(pod: Pod): Check[] {
  const describe = ({ livenessProbe }: Container): string | null =>
    !livenessProbe
      ? null
      : livenessProbe.httpGet
        ? `HTTP ${livenessProbe.httpGet.path ?? '/'}`
        : livenessProbe.exec
          ? 'a command'
          : livenessProbe.grpc
            ? 'gRPC'
            : 'a TCP port';
  return (pod.spec?.containers ?? []).flatMap((container): Check[] => {
    const asks = describe(container);
    const after = (container.livenessProbe?.periodSeconds ?? 10) * (container.livenessProbe?.failureThreshold ?? 3);
    return asks === null
      ? []
      : [
          {
            state: 'caution',
            words: `Liveness of ${container.name} asks ${asks}: when that needs what is cut off, the kubelet restarts the container after ${after} s and its memory is lost`,
          },
        ];
  });
}

function stateChecks(pod: Pod): Check[] {
  if (pod.metadata?.deletionTimestamp)
    return [{ state: 'failed', words: 'The pod is ending already: capture what you need at once' }];
  const phase = pod.status?.phase;
  return phase === 'Running' || phase === undefined
    ? []
    : [{ state: 'caution', words: `The pod is not running (${phase})` }];
}

const CONNECTIONS: Check = {
  state: 'unknown',
  words: 'Open connections may outlive the policy. They are looked at afterwards',
};
