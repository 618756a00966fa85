import type { KubeObject } from '../kubernetes/objects.ts';
import type { Check } from './step.ts';

/** Workloads by which a network plugin is known, and whether it enforces NetworkPolicies. */
const PLUGINS: readonly { match: RegExp; name: string; enforces: boolean }[] = [
  { match: /^(calico-node|canal)$/, name: 'Calico', enforces: true },
  { match: /^cilium$/, name: 'Cilium', enforces: true },
  { match: /^anetd$/, name: 'Dataplane V2', enforces: true },
  { match: /^antrea-agent$/, name: 'Antrea', enforces: true },
  { match: /^weave-net$/, name: 'Weave Net', enforces: true },
  { match: /^kube-router$/, name: 'kube-router', enforces: true },
  { match: /^(ovnkube-node(-.+)?|kube-ovn-cni)$/, name: 'OVN', enforces: true },
  { match: /^azure-npm(-.+)?$/, name: 'Azure NPM', enforces: true },
  { match: /^kube-network-policies$/, name: 'kube-network-policies', enforces: true },
  { match: /^kube-flannel-ds(-.+)?$/, name: 'flannel', enforces: false },
];

/** Where such plugins are installed. A DaemonSet of that name elsewhere proves nothing: anybody may name one so. */
const PLACES =
  /^(kube-system|kube-flannel|calico-system|cilium(-.+)?|antrea(-.+)?|openshift-.+|ovn-kubernetes|kube-ovn)$/;

export interface Enforcement {
  state: 'enforced' | 'not-enforced' | 'unknown';
  check: Check;
}

const unknown = (words: string): Enforcement => ({ state: 'unknown', check: { state: 'unknown', words } });

/**
 * Whether something in this cluster makes NetworkPolicies true, as far as the API can tell. `daemonSets`: of all
 * namespaces, or null when they could not be read. A plugin that runs outside of the cluster's objects is not seen.
 */
export function enforcement(drill: boolean, daemonSets: readonly KubeObject[] | null, why: string | null): Enforcement {
  if (drill)
    return { state: 'enforced', check: { state: 'ok', words: 'The drill cluster itself enforces NetworkPolicies' } };
  if (!daemonSets)
    return unknown(
      `Whether a network plugin enforces policies was not checked: ${why ?? 'DaemonSets could not be read'}`,
    );
  const seen = daemonSets.flatMap((one) => {
    if (!PLACES.test(one.metadata?.namespace ?? '')) return [];
    const plugin = PLUGINS.find(({ match }) => match.test(one.metadata?.name ?? ''));
    return plugin ? [{ ...plugin, namespace: one.metadata?.namespace ?? '', object: one.metadata?.name ?? '' }] : [];
  });
  const enforcing = seen.find((one) => one.enforces);
  if (enforcing)
    return {
      state: 'enforced',
      check: {
        state: 'ok',
        words: `${enforcing.name} enforces policies (DaemonSet ${enforcing.namespace}/${enforcing.object}); on this node not probed`,
      },
    };
  if (seen[0])
    return {
      state: 'not-enforced',
      check: {
        state: 'caution',
        words: `No enforcing plugin seen: ${seen[0].name} alone ignores NetworkPolicies, so a policy would have no effect. Capture, then stop the workload, or isolate the node`,
      },
    };
  return unknown(
    'No known network plugin was seen, so whether policies are enforced is not known. Check it by hand before relying on it',
  );
}

/** CustomResource groups whose policies also open or close the network, and are not evaluated here. */
export const OTHER_POLICY_KINDS: readonly { group: string; plural: string; namespaced: boolean }[] = [
  { group: 'cilium.io', plural: 'ciliumnetworkpolicies', namespaced: true },
  { group: 'cilium.io', plural: 'ciliumclusterwidenetworkpolicies', namespaced: false },
  { group: 'crd.projectcalico.org', plural: 'networkpolicies', namespaced: true },
  { group: 'crd.projectcalico.org', plural: 'globalnetworkpolicies', namespaced: false },
  { group: 'crd.antrea.io', plural: 'networkpolicies', namespaced: true },
  { group: 'crd.antrea.io', plural: 'clusternetworkpolicies', namespaced: false },
  { group: 'policy.networking.k8s.io', plural: 'adminnetworkpolicies', namespaced: false },
  { group: 'policy.networking.k8s.io', plural: 'baselineadminnetworkpolicies', namespaced: false },
  { group: 'policy.networking.k8s.io', plural: 'clusternetworkpolicies', namespaced: false },
];
