import 'server-only';
import type { Event, Pod } from '../kubernetes/objects.ts';
import { type PodDetail, podDetail } from '../triage/pod-detail.ts';
import { apiPath } from './api-path.ts';
import type { Cluster } from './clusters.server.ts';
import { ok, type Result } from './errors.ts';
import { request } from './request.server.ts';

const EVENTS = 500;

/** A pod's page: pod and its events read afresh, owners, policies and rights from the cache. */
export async function readPodDetail(cluster: Cluster, namespace: string, name: string): Promise<Result<PodDetail>> {
  const collection = (plural: string): string => apiPath('/api/v1/namespaces', namespace, plural);
  const [pod, events] = await Promise.all([
    request<Pod>(cluster, { method: 'GET', path: apiPath(collection('pods'), name) }),
    request<{ items?: Event[] }>(cluster, {
      method: 'GET',
      path: collection('events'),
      // pod names have no comma or equals sign; whatever else came is refused by the API server
      query: { fieldSelector: `involvedObject.kind=Pod,involvedObject.name=${name}`, limit: EVENTS },
    }),
  ]);
  if (!pod.ok) return pod;
  const policies = cluster.cache.resourceStatus('networkpolicies');
  const policiesKnown = policies !== null && policies.asOf !== null && policies.state !== 'forbidden';
  return ok(
    podDetail({
      pod: pod.value.body,
      context: cluster.cache.triageContext(),
      events: events.ok ? (events.value.body.items ?? []) : null,
      networkPolicies: policiesKnown ? cluster.cache.list('networkpolicies', namespace) : null,
    }),
  );
}
