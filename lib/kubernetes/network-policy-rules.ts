import type { NetworkPolicy, Pod } from './objects.ts';
import { selects } from './selectors.ts';

export type Direction = 'ingress' | 'egress';
export const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

type Spec = NonNullable<NetworkPolicy['spec']>;
type IngressRule = NonNullable<Spec['ingress']>[number];
export type Peer = NonNullable<IngressRule['from']>[number];
export type Port = NonNullable<IngressRule['ports']>[number];

/** A rule of either direction. No peers: everyone. No ports: every port. */
export interface Rule {
  peers: readonly Peer[];
  ports: readonly Port[];
}

export const onHostNetwork = (pod: Pod): boolean => pod.spec?.hostNetwork === true;

/** Policies that select the pod: none for a pod on the host network. `policies` may be of any namespace. */
export function policiesSelecting(pod: Pod, policies: readonly NetworkPolicy[]): NetworkPolicy[] {
  if (onHostNetwork(pod)) return [];
  return policies.filter(
    (policy) =>
      (policy.metadata?.namespace ?? '') === (pod.metadata?.namespace ?? '') &&
      // podSelector is required but may be left out of a manifest: then it is empty and selects every pod
      selects(policy.spec?.podSelector ?? {}, pod.metadata?.labels),
  );
}

/** Whether the policy isolates in this direction. Without policyTypes: ingress always, egress when it has egress rules. */
export function hasType(policy: NetworkPolicy, direction: Direction): boolean {
  const types = policy.spec?.policyTypes;
  if (types?.length) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
  return direction === 'ingress' || !!policy.spec?.egress?.length;
}

/** Rules that count: those of a direction that is not among policyTypes are ignored. */
export function rulesOf(policy: NetworkPolicy, direction: Direction): Rule[] {
  if (!hasType(policy, direction)) return [];
  if (direction === 'ingress') {
    return (policy.spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from ?? [], ports: ports ?? [] }));
  }
  return (policy.spec?.egress ?? []).map(({ to, ports }) => ({ peers: to ?? [], ports: ports ?? [] }));
}
