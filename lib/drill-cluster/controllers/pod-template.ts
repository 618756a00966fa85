import type { OwnerReference, Pod } from '../../kubernetes/objects.ts';
import { withDefaults } from '../api/defaults.ts';
import { mustKind } from '../kinds.ts';
import type { Context } from './context.ts';
import { asObject, create, PODS, read, timeOf } from './objects.ts';

type Template = { metadata?: Pod['metadata']; spec?: Pod['spec'] };

/** Creates a pod of a template for its controller, as the admission and registry of a real cluster would leave it. */
export function createPod(
  context: Context,
  namespace: string,
  name: string,
  template: Template,
  owner: OwnerReference,
  more: { labels?: Record<string, string>; spec?: Partial<NonNullable<Pod['spec']>> } = {},
): Pod {
  const spec = { ...structuredClone(template.spec ?? { containers: [] }), ...more.spec };
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid: context.random.uid(),
      creationTimestamp: timeOf(context.clock.now()),
      ...(name.startsWith(`${owner.name}-`) ? { generateName: `${owner.name}-` } : {}),
      labels: { ...template.metadata?.labels, ...more.labels },
      ...(template.metadata?.annotations === undefined ? {} : { annotations: { ...template.metadata.annotations } }),
      ownerReferences: [owner],
    },
    spec: withServiceAccount(spec, context),
    status: { phase: 'Pending', qosClass: qosOf(spec) },
  };
  return create(context.store, 'pods', read('pods', withDefaults(mustKind(PODS), asObject(pod))));
}

/** What the ServiceAccount admission adds: the account's name and the projected token of one hour. */
export function withServiceAccount(
  spec: NonNullable<Pod['spec']>,
  context: { random: Context['random'] },
): NonNullable<Pod['spec']> {
  const account = spec.serviceAccountName ?? 'default';
  const named = { ...spec, serviceAccountName: account, serviceAccount: account };
  if (spec.automountServiceAccountToken === false) return named;
  const path = '/var/run/secrets/kubernetes.io/serviceaccount';
  if (spec.containers.every((c) => c.volumeMounts?.some((m) => m.mountPath === path))) return named;
  const volume = `kube-api-access-${context.random.suffix(5)}`;
  return {
    ...named,
    volumes: [...(spec.volumes ?? []), { name: volume, projected: TOKEN }],
    containers: spec.containers.map((c) => ({
      ...c,
      volumeMounts: [...(c.volumeMounts ?? []), { name: volume, readOnly: true, mountPath: path }],
    })),
  };
}

const TOKEN = {
  defaultMode: 420,
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ],
};

/** QoS class by requests and limits (kubernetes.io/docs/concepts/workloads/pods/pod-qos). */
export function qosOf(spec: NonNullable<Pod['spec']>): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const resources = spec.containers.map((c) => c.resources ?? {});
  if (resources.every((r) => r.requests === undefined && r.limits === undefined)) return 'BestEffort';
  const guaranteed = resources.every((r) =>
    ['cpu', 'memory'].every(
      (unit) => r.limits?.[unit] !== undefined && (r.requests?.[unit] ?? r.limits[unit]) === r.limits[unit],
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
