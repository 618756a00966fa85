import type { Peer, Port, Rule } from './network-policy-rules.ts';
import { selectorWords } from './selectors.ts';

const SHOWN = 4;

/** What a rule lets through, in words: "egress to 0.0.0.0/0 on TCP 443". At most four peers and ports are named. */
export function allowsWords(direction: 'ingress' | 'egress', { peers, ports }: Rule): string {
  const whom = peers.length === 0 ? (direction === 'egress' ? 'anywhere' : 'anyone') : list(peers.map(peerWords));
  const where = ports.length === 0 ? 'any port' : list(ports.map(portWords));
  return `${direction} ${direction === 'egress' ? 'to' : 'from'} ${whom} on ${where}`;
}

function list(words: readonly string[]): string {
  const shown = words.slice(0, SHOWN).join(' or ');
  return words.length > SHOWN ? `${shown} or ${words.length - SHOWN} more` : shown;
}

function peerWords({ ipBlock, podSelector, namespaceSelector }: Peer): string {
  if (ipBlock) {
    const except = ipBlock.except ?? [];
    return except.length > 0 ? `${ipBlock.cidr} except ${list(except)}` : ipBlock.cidr;
  }
  if (!podSelector && !namespaceSelector) return 'nobody';
  const pods = podSelector ? selectorWords(podSelector) : 'all';
  const podWords = pods === 'all' ? 'all pods' : `pods ${pods}`;
  if (!namespaceSelector) return `${podWords} of this namespace`;
  const namespaces = selectorWords(namespaceSelector);
  return namespaces === 'all' ? `${podWords} of all namespaces` : `${podWords} of namespaces ${namespaces}`;
}

function portWords({ port, endPort, protocol }: Port): string {
  const name = protocol ?? 'TCP';
  if (port === undefined || port === null) return `any ${name} port`;
  if (typeof endPort === 'number') return `${name} ${port} to ${endPort}`;
  return typeof port === 'string' ? `${name} port named ${port}` : `${name} ${port}`;
}
