import { z } from 'zod';
import type { Danger } from '../kubernetes/dangers.ts';
import { compareTimes, eventTime } from '../kubernetes/event-time.ts';
import { maskedYaml } from '../kubernetes/mask.ts';
import { hasType, leaksThrough, policiesSelecting } from '../kubernetes/network-policy.ts';
import type { Event, KubeObject, NetworkPolicy, Pod } from '../kubernetes/objects.ts';
import { ownerChain } from '../kubernetes/owners.ts';
import { bounded } from '../text/bounded.ts';
import { ContainerDetail, containerDetails } from './container-detail.ts';
import type { TriageContext } from './context.ts';
import { ownerFacts } from './owner-facts.ts';
import { TriageRow } from './row.ts';
import { rowOf } from './rows.ts';

export { ContainerDetail } from './container-detail.ts';

export const PodEvent = z.object({
  uid: z.string(),
  type: z.string(), // Normal, Warning
  reason: z.string(),
  message: z.string(),
  source: z.string(), // kubelet, default-scheduler
  at: z.string().nullable(), // best time, RFC 3339
  timeField: z.string().nullable(), // the field it was read from
  first: z.string().nullable(),
  count: z.number().int(),
});
export type PodEvent = z.infer<typeof PodEvent>;

export const PodDetail = z.object({
  row: TriageRow,
  /** masked YAML for people's eyes; at most 200,000 characters */
  manifest: z.string(),
  containers: z.array(ContainerDetail),
  /** oldest first; null: events could not be read */
  events: z.array(PodEvent).nullable(),
  /** nearest first, the pod itself not among them */
  ownerChain: z.array(
    z.object({ kind: z.string(), name: z.string(), uid: z.string(), found: z.boolean(), facts: z.string() }),
  ),
  /** policies that select the pod, and what each lets through; null: they could not be read */
  networkPolicies: z
    .array(
      z.object({ name: z.string(), isolates: z.array(z.enum(['ingress', 'egress'])), allows: z.array(z.string()) }),
    )
    .nullable(),
  /** true: on the host network, where no NetworkPolicy applies */
  hostNetwork: z.boolean(),
  serviceAccount: z.object({
    name: z.string(),
    tokenMounted: z.boolean(),
    /** why its rights are dangerous; empty: nothing known to be; null: its rights could not be read */
    dangers: z.array(z.object({ words: z.string(), through: z.string() })).nullable(),
  }),
  podIp: z.string().nullable(),
  volumes: z.array(z.object({ name: z.string(), what: z.string() })),
  /** when the node last reported, when it no longer does */
  statusAsOf: z.string().nullable(),
});
export type PodDetail = z.infer<typeof PodDetail>;

export interface PodObjects {
  pod: Pod;
  context: TriageContext;
  /** events about the pod; null: they could not be read */
  events: readonly Event[] | null;
  /** of the pod's namespace; null: they could not be read */
  networkPolicies: readonly NetworkPolicy[] | null;
}

const MAX_EVENTS = 500;

/** What a pod's page shows, from objects that are there already. */
export function podDetail({ pod, context, events, networkPolicies }: PodObjects): PodDetail {
  const namespace = pod.metadata?.namespace ?? '';
  const row = rowOf(pod, context);
  const account = context.serviceAccount(namespace, row.serviceAccount);
  const node = context.node(row.node ?? '');
  return {
    row,
    manifest: maskedYaml(withKind(pod)),
    containers: containerDetails(pod),
    events: events && eventRows(events),
    ownerChain: ownerChain(pod, context.find).map(({ kind, name, uid, object }) => ({
      kind,
      name,
      uid,
      found: object !== null,
      facts: object ? ownerFacts(object) : 'not found, or may not be read',
    })),
    networkPolicies: networkPolicies && policyRows(pod, networkPolicies),
    hostNetwork: pod.spec?.hostNetwork === true,
    serviceAccount: {
      name: row.serviceAccount,
      tokenMounted: pod.spec?.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true,
      dangers:
        context.dangersOf(namespace, row.serviceAccount)?.map(({ words, through }: Danger) => ({ words, through })) ??
        null,
    },
    podIp: pod.status?.podIP ?? null,
    volumes: (pod.spec?.volumes ?? [])
      .slice(0, 200)
      .map(({ name, ...source }) => ({ name, what: volumeWords(source) })),
    statusAsOf:
      node?.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'Unknown')
        ?.lastHeartbeatTime ?? null,
  };
}

/** Items of a list come without their kind. A manifest has it. */
const withKind = (pod: Pod): KubeObject => ({ ...pod, apiVersion: 'v1', kind: 'Pod' });

function eventRows(events: readonly Event[]): PodEvent[] {
  return events
    .map((event): PodEvent => {
      const { at, field, first, count } = eventTime(event);
      return {
        uid: event.metadata?.uid ?? '',
        type: event.type ?? '',
        reason: bounded(event.reason ?? '', 200),
        message: bounded(event.message ?? '', 4_000),
        source: bounded(event.source?.component || event.reportingComponent || '', 200),
        at,
        timeField: field,
        first,
        count,
      };
    })
    .sort((a, b) => compareTimes(a.at, b.at))
    .slice(-MAX_EVENTS);
}

function policyRows(pod: Pod, policies: readonly NetworkPolicy[]) {
  return policiesSelecting(pod, policies).map((policy) => ({
    name: policy.metadata?.name ?? '',
    isolates: (['ingress', 'egress'] as const).filter((direction) => hasType(policy, direction)),
    allows: leaksThrough(pod, [policy]).map(({ allows }) => allows),
  }));
}

/** "Secret payment-tls", "hostPath /var/run/docker.sock", "emptyDir": the kind of a volume and what it names. */
function volumeWords(source: object): string {
  const [entry] = Object.entries(source);
  if (!entry) return 'emptyDir';
  const [kind, value]: [string, unknown] = entry;
  const names = typeof value === 'object' && value !== null ? value : {};
  const name: unknown = ['secretName', 'name', 'path', 'claimName', 'driver', 'server']
    .map((key) => Reflect.get(names, key))
    .find((text) => typeof text === 'string');
  return bounded(name === undefined ? kind : `${kind} ${String(name)}`, 300);
}
