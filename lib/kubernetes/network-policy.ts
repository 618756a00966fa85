import type { Leak } from '../containment/step.ts';
import { inCidr } from './cidr.ts';
import { escapeKeys } from './network-policy-escape.ts';
import {
  DIRECTIONS,
  type Direction,
  hasType,
  onHostNetwork,
  policiesSelecting,
  type Rule,
  rulesOf,
} from './network-policy-rules.ts';
import { allowsWords } from './network-policy-words.ts';
import type { LabelSelector, Namespace, NetworkPolicy, Pod } from './objects.ts';
import { type Labels, selects } from './selectors.ts';

export { labelsToEscape } from './network-policy-escape.ts';
export { DIRECTIONS, type Direction, hasType, policiesSelecting, rulesOf } from './network-policy-rules.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** One end of a connection: a pod, or an address outside the cluster. */
export type Endpoint = Pod | { ip: string };

export interface Connection {
  from: Endpoint;
  to: Endpoint;
  /** the port at the destination pod, after any Service has been resolved */
  port: number;
  protocol: Protocol;
}

export interface Policies {
  /** of all namespaces that matter: the sender's and the receiver's */
  policies: readonly NetworkPolicy[];
  /** for namespaceSelector. A namespace not among them has its metadata.name label only. */
  namespaces: readonly Namespace[];
}

/** What one end says. `by`: policies that isolate it in this direction; `allowedBy`: the one with a rule that fits. */
export interface Side {
  isolated: boolean;
  by: string[];
  allowedBy: string | null;
  allowed: boolean;
}

export interface Verdict {
  allowed: boolean;
  egress: Side;
  ingress: Side;
}

/**
 * Whether a new connection may be made, by networking.k8s.io/v1 NetworkPolicies alone (their meaning is additive). It
 * supposes a network plugin that enforces them, and says nothing about a plugin's own kinds of policy. A pod always reaches
 * itself. Pods on the host network are covered by no policy, and match peers by address only.
 */
export function allowed({ from, to, port, protocol }: Connection, { policies, namespaces }: Policies): Verdict {
  if (isPod(from) && isPod(to) && sameObject(from, to)) {
    return { allowed: true, egress: OPEN, ingress: OPEN };
  }
  const labelsOf = namespaceLabels(namespaces);
  const packet = { port, protocol, to };
  const egress = side('egress', from, to, packet, policies, labelsOf);
  const ingress = side('ingress', to, from, packet, policies, labelsOf);
  return { allowed: egress.allowed && ingress.allowed, egress, ingress };
}

const OPEN: Side = { isolated: false, by: [], allowedBy: null, allowed: true };

interface Packet {
  port: number;
  protocol: Protocol;
  to: Endpoint;
}

function side(
  direction: Direction,
  self: Endpoint,
  peer: Endpoint,
  packet: Packet,
  policies: readonly NetworkPolicy[],
  labelsOf: (namespace: string) => Labels,
): Side {
  if (!isPod(self)) return OPEN;
  const isolating = policiesSelecting(self, policies).filter((policy) => hasType(policy, direction));
  if (isolating.length === 0) return OPEN;
  const allowing = isolating.find((policy) =>
    rulesOf(policy, direction).some(
      (rule) => fitsPorts(rule, packet) && fitsPeers(rule, peer, policy.metadata?.namespace ?? '', labelsOf),
    ),
  );
  return {
    isolated: true,
    by: isolating.map(nameOf),
    allowedBy: allowing ? nameOf(allowing) : null,
    allowed: allowing !== undefined,
  };
}

const isPod = (endpoint: Endpoint): endpoint is Pod => !('ip' in endpoint);
const nameOf = (policy: NetworkPolicy) => policy.metadata?.name ?? '';

function sameObject(a: Pod, b: Pod): boolean {
  return a === b || (a.metadata?.namespace === b.metadata?.namespace && a.metadata?.name === b.metadata?.name);
}

function namespaceLabels(namespaces: readonly Namespace[]): (namespace: string) => Labels {
  const byName = new Map(
    namespaces.map((namespace) => [namespace.metadata?.name ?? '', namespace.metadata?.labels ?? {}]),
  );
  return (name) => ({ 'kubernetes.io/metadata.name': name, ...byName.get(name) });
}

function fitsPorts({ ports }: Rule, packet: Packet): boolean {
  if (ports.length === 0) return true;
  return ports.some(({ port, endPort, protocol }) => {
    if ((protocol ?? 'TCP') !== packet.protocol) return false;
    if (port === undefined || port === null) return true;
    if (typeof port === 'string') return namedPorts(packet.to, port, packet.protocol).includes(packet.port);
    return typeof endPort === 'number' ? packet.port >= port && packet.port <= endPort : packet.port === port;
  });
}

/** A named port means the destination's, in ingress and egress rules alike; the client's own names never count. */
function namedPorts(to: Endpoint, name: string, protocol: Protocol): number[] {
  if (!isPod(to)) return [];
  const sidecars = (to.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return [...(to.spec?.containers ?? []), ...sidecars]
    .flatMap((container) => container.ports ?? [])
    .filter((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)
    .map((port) => port.containerPort);
}

function fitsPeers(
  { peers }: Rule,
  peer: Endpoint,
  namespace: string,
  labelsOf: (namespace: string) => Labels,
): boolean {
  if (peers.length === 0) return true;
  return peers.some(({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock) {
      const addresses = addressesOf(peer);
      return addresses.some(
        (address) => inCidr(ipBlock.cidr, address) && !(ipBlock.except ?? []).some((cidr) => inCidr(cidr, address)),
      );
    }
    if (!isPod(peer) || onHostNetwork(peer) || (!podSelector && !namespaceSelector)) return false;
    const peerNamespace = peer.metadata?.namespace ?? '';
    const inNamespace = namespaceSelector
      ? selects(namespaceSelector, labelsOf(peerNamespace))
      : peerNamespace === namespace;
    return inNamespace && selectsOrAll(podSelector, peer.metadata?.labels);
  });
}

/** In a peer, an absent podSelector beside a namespaceSelector means every pod of those namespaces. */
const selectsOrAll = (selector: LabelSelector | null | undefined, labels: Labels | null | undefined) =>
  !selector || selects(selector, labels);

function addressesOf(endpoint: Endpoint): string[] {
  if (!isPod(endpoint)) return [endpoint.ip];
  const all = (endpoint.status?.podIPs ?? []).map(({ ip }) => ip);
  return all.length > 0 ? all : endpoint.status?.podIP ? [endpoint.status.podIP] : [];
}

export interface Isolation {
  /** false: the pod is on the host network, where no NetworkPolicy applies */
  covered: boolean;
  /** names of the policies that isolate the pod in each direction; empty: everything may pass */
  ingress: string[];
  egress: string[];
}

/** By which policies a pod is isolated. Isolated is not closed: what the policies still allow is in `leaksThrough`. */
export function isolation(pod: Pod, policies: readonly NetworkPolicy[]): Isolation {
  const selecting = policiesSelecting(pod, policies);
  const by = (direction: Direction) => selecting.filter((policy) => hasType(policy, direction)).map(nameOf);
  return { covered: !onHostNetwork(pod), ingress: by('ingress'), egress: by('egress') };
}

/**
 * Rules through which packets still pass although a deny-all selects the pod. NetworkPolicies only add permissions, so each
 * rule of each policy that selects the pod is a leak in its direction. Nothing about pods on the host network, which no
 * policy covers: ask `isolation` as well. A plugin's own kinds are not evaluated; whoever shows the answer says so.
 */
export function leaksThrough(pod: Pod, policies: readonly NetworkPolicy[]): Leak[] {
  return policiesSelecting(pod, policies).flatMap((policy) =>
    DIRECTIONS.flatMap((direction) =>
      rulesOf(policy, direction).map((rule) => ({
        policy: nameOf(policy),
        direction,
        allows: allowsWords(direction, rule),
        byLabels: escapeKeys(pod, policy),
      })),
    ),
  );
}
