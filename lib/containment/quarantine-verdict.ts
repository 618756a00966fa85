import { isolation, leaksThrough } from '../kubernetes/network-policy.ts';
import type { NetworkPolicy, Pod } from '../kubernetes/objects.ts';
import { QUARANTINE_LABEL } from '../kubernetes/quarantine-label.ts';
import type { Enforcement } from './cni.ts';
import { leakWords } from './quarantine-checks.ts';
import { isDenyAllFor } from './quarantine-names.ts';
import type { Check, ConnectionVerdict, Leak, Verification } from './step.ts';

export interface VerdictInput {
  /** null: the pod with this UID exists no more */
  pod: Pod | null;
  policies: readonly NetworkPolicy[];
  /** what the run made */
  made: { policy: string; label: string };
  enforcement: Enforcement;
  otherKinds: readonly Check[];
  /** null: never looked at */
  connections: ConnectionVerdict | null;
}

type Verdict = Omit<Verification, 'checkedAt'>;

/**
 * Whether the suspect is cut off, from a fresh read. `verified` only when it carries the label, the policy is as it was
 * sent, nothing else lets packets through, something that enforces policies was seen, no policy of a kind that is not
 * evaluated may add to them, and nothing that was open before still passes.
 */
export function judgeQuarantine(input: VerdictInput): Verdict {
  const { pod, policies, made } = input;
  const policiesRead = policies.length;
  if (!pod)
    return {
      outcome: 'verified',
      leaks: [],
      policiesRead,
      connections: null,
      checks: [
        {
          state: 'caution',
          words: 'The pod is gone: nothing of it can send or receive, and nothing more can be captured from it',
        },
      ],
    };
  const policy = policies.find((one) => one.metadata?.name === made.policy);
  const leaks = [...leaksThrough(pod, policies), ...hostLeaks(pod)];
  const checks: Check[] = [
    pod.metadata?.labels?.[QUARANTINE_LABEL] === made.label
      ? { state: 'ok', words: 'The pod carries the quarantine label' }
      : { state: 'failed', words: 'The pod no longer carries the quarantine label: the policy does not select it' },
    !policy
      ? { state: 'failed', words: `Policy ${made.policy} is gone` }
      : isDenyAllFor(policy, made.label)
        ? { state: 'ok', words: `Policy ${made.policy} is as it was sent: denies both directions, allows nothing` }
        : { state: 'failed', words: `Policy ${made.policy} was changed and is no longer what was sent` },
    leaks.length === 0
      ? {
          state: 'ok',
          words: `All ${policiesRead} policies of the namespace evaluated from a fresh read: nothing is allowed`,
        }
      : {
          state: 'failed',
          words: `${new Set(leaks.map(({ policy }) => policy)).size} of ${policiesRead} policies, evaluated from a fresh read, still let packets through`,
        },
  ];
  const { ingress, egress } = isolation(pod, policies);
  const selected = ingress.includes(made.policy) && egress.includes(made.policy);
  const cutByPolicy = selected && checks.every(({ state }) => state === 'ok');
  const all = [
    ...checks,
    input.enforcement.check,
    connectionCheck(input.connections),
    ...input.otherKinds,
    NOT_COVERED,
  ];
  return { outcome: outcomeOf(cutByPolicy, input), leaks, checks: all, policiesRead, connections: input.connections };
}

function outcomeOf(cutByPolicy: boolean, { enforcement, otherKinds, connections }: VerdictInput): Verdict['outcome'] {
  if (!cutByPolicy || connections?.state === 'passing') return 'leaking';
  const certain = enforcement.state === 'enforced' && connections?.state === 'cut' && otherKinds.length === 0;
  return certain ? 'verified' : 'unknown';
}

const hostLeaks = (pod: Pod): Leak[] =>
  pod.spec?.hostNetwork === true
    ? (['ingress', 'egress'] as const).map((direction) => ({
        policy: 'none',
        direction,
        allows: `${direction} of everything: the pod is on the network of its node`,
        byLabels: [],
      }))
    : [];

/** With the time of the look, since it may be older than the read of the policies. */
const connectionCheck = (found: ConnectionVerdict | null): Check =>
  found
    ? {
        ...found.check,
        words: `${found.check.words} (looked at ${found.lookedAt.slice(0, 19).replace('T', ' ')} UTC)`,
      }
    : { state: 'unknown', words: 'Open connections were not looked at yet: verify again' };

const NOT_COVERED: Check = {
  state: 'unknown',
  words: 'Traffic from the node itself and kubelet probes: not covered by policies',
};

/** When something could not be read: nothing is claimed. `connections`: what stands from an earlier look. */
export const unknownVerdict = (words: string, connections: ConnectionVerdict | null): Verdict => ({
  outcome: 'unknown',
  leaks: [],
  checks: [{ state: 'unknown', words }],
  policiesRead: null,
  connections,
});

/** One sentence for the timeline. */
export function verdictSentence(name: string, { outcome, leaks, checks }: Verdict): string {
  switch (outcome) {
    case 'verified':
      return `Quarantine of ${name} verified`;
    case 'leaking': {
      const why = leaks[0]
        ? leakWords(leaks[0])
        : (checks.find(({ state }) => state === 'failed')?.words ?? 'packets may pass');
      return `Quarantine of ${name} does not hold: ${why}`;
    }
    case 'unknown':
      return `Whether ${name} is cut off is not known: ${checks.find(({ state }) => state === 'unknown' || state === 'caution')?.words ?? 'not read'}`;
  }
}
