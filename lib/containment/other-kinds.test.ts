import { afterEach, expect, test } from 'vitest';
import { tinyApi } from '../testing/tiny-api.ts';
import { readOtherKinds } from './other-kinds.server.ts';

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

const group = (name: string, ...versions: string[]) => ({
  name,
  versions: versions.map((version) => ({ version })),
  preferredVersion: { version: versions[0] },
});
const one = { items: [{ metadata: { name: 'allow-all' } }] };
const POLICY_API = '/apis/policy.networking.k8s.io';

test.each<[string, unknown[], Record<string, unknown>, string[]]>([
  ['no such group', [group('apps', 'v1')], {}, []],
  [
    'the kind is there, and no object of it',
    [group('cilium.io', 'v2')],
    { '/apis/cilium.io/v2/namespaces/finance/ciliumnetworkpolicies': { items: [] } },
    [],
  ],
  [
    'one in the namespace',
    [group('cilium.io', 'v2')],
    { '/apis/cilium.io/v2/namespaces/finance/ciliumnetworkpolicies': one },
    ['ciliumnetworkpolicies.cilium.io'],
  ],
  [
    'one for the whole cluster',
    [group('cilium.io', 'v2')],
    { '/apis/cilium.io/v2/ciliumclusterwidenetworkpolicies': one },
    ['ciliumclusterwidenetworkpolicies.cilium.io'],
  ],
  [
    'a kind that the preferred version of its group does not know',
    [group('policy.networking.k8s.io', 'v1alpha2', 'v1alpha1')],
    {
      [`${POLICY_API}/v1alpha2/clusternetworkpolicies`]: { items: [] },
      [`${POLICY_API}/v1alpha1/adminnetworkpolicies`]: one,
    },
    ['adminnetworkpolicies.policy.networking.k8s.io'],
  ],
])('%s', async (_, groups, contents, named) => {
  const api = await tinyApi(() => undefined);
  close = api.close;
  for (const [path, object] of Object.entries({ ...contents, '/apis': { groups } })) api.objects.set(path, object);
  const checks = await readOtherKinds(api.connection, 'finance');
  expect(checks).toEqual(
    named.map((kind) => ({ state: 'unknown', words: `There are ${kind}: another kind of policy, not evaluated` })),
  );
});
