import type { KubeObject, Pod } from '../../kubernetes/objects.ts';
import { ApiError, methodNotAllowed } from '../errors.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import { rfc3339 } from '../store-rules.ts';
import { type Answer, ok } from './answer.ts';
import type { ClusterParts } from './cluster.ts';
import { asPod } from './pods.ts';
import { type Rendering, renderList, renderObject } from './render.ts';
import type { ApiRequest, Target } from './request.ts';
import { selection } from './select.ts';

const PODS = { group: '', plural: 'pods' };
const NODES = { group: '', plural: 'nodes' };
const WINDOW = '15s';

/** metrics.k8s.io: what the worlds use now. Nothing is kept. */
export function metrics(
  cluster: ClusterParts,
  { query }: ApiRequest,
  target: Target,
  kind: Kind,
  rendering: Rendering,
): Answer {
  const measure = kind.plural === 'pods' ? podMetrics : nodeMetrics;
  if (target.verb === 'get') {
    const [object] = measure(cluster, kind, target.namespace, target.name);
    if (object) return { ...ok(renderObject(kind, object, rendering)), contentType: 'application/json' };
    const label =
      kind.plural === 'pods'
        ? `podmetrics.metrics.k8s.io "${target.namespace}/${target.name}"`
        : `nodemetrics.metrics.k8s.io "${target.name}"`;
    throw new ApiError(404, 'NotFound', `${label} not found`, {
      name: target.name,
      group: kind.group,
      kind: kind.plural,
    });
  }
  if (target.verb !== 'list') throw methodNotAllowed();
  const items = measure(cluster, kind, target.namespace, '').filter(selection(kind, query));
  return ok(renderList(kind, items, { resourceVersion: '' }, rendering));
}

interface Usage {
  cpuNanoCores: number;
  memoryBytes: number;
}

const written = ({ cpuNanoCores, memoryBytes }: Usage) => ({
  cpu: `${Math.round(cpuNanoCores)}n`,
  memory: `${Math.round(memoryBytes / 1024)}Ki`,
});

function usageOf(cluster: ClusterParts, pod: Pod) {
  return (pod.spec?.containers ?? []).flatMap(({ name }) => {
    const usage = cluster.worlds.find(pod.metadata?.uid ?? '', name)?.usage();
    return usage ? [{ name, usage }] : [];
  });
}

function measured(cluster: ClusterParts, kind: Kind, of: KubeObject, rest: object): KubeObject {
  const { name, namespace, labels } = of.metadata ?? {};
  const timestamp = rfc3339(cluster.now());
  return {
    kind: kind.kind,
    apiVersion: apiVersionOf(kind),
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      ...(labels ? { labels } : {}),
      creationTimestamp: timestamp,
    },
    timestamp,
    window: WINDOW,
    ...rest,
  };
}

function podMetrics(cluster: ClusterParts, kind: Kind, namespace: string, name: string): KubeObject[] {
  const pods = cluster.store.list(PODS, namespace || null);
  return pods
    .filter((pod) => name === '' || pod.metadata?.name === name)
    .flatMap((pod) => {
      const containers = usageOf(cluster, asPod(pod)).map((one) => ({ name: one.name, usage: written(one.usage) }));
      return containers.length > 0 ? [measured(cluster, kind, pod, { containers })] : [];
    });
}

/** What a node's own daemons use besides its pods. */
const SYSTEM: Usage = { cpuNanoCores: 120_000_000, memoryBytes: 900 * 1024 * 1024 };

function nodeMetrics(cluster: ClusterParts, kind: Kind, _namespace: string, name: string): KubeObject[] {
  const byNode = new Map<string, Usage>();
  for (const object of cluster.store.list(PODS, null)) {
    const pod = asPod(object);
    const node = pod.spec?.nodeName;
    if (!node) continue;
    const sum = byNode.get(node) ?? { ...SYSTEM };
    for (const { usage } of usageOf(cluster, pod)) {
      sum.cpuNanoCores += usage.cpuNanoCores;
      sum.memoryBytes += usage.memoryBytes;
    }
    byNode.set(node, sum);
  }
  return cluster.store
    .list(NODES, null)
    .filter((node) => name === '' || node.metadata?.name === name)
    .map((node) => measured(cluster, kind, node, { usage: written(byNode.get(node.metadata?.name ?? '') ?? SYSTEM) }));
}
