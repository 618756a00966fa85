import type { KubeObject } from '../../kubernetes/objects.ts';
import { badRequest, notFound } from '../errors.ts';
import { type Kind, kinds } from '../kinds.ts';
import { isRecord, readObject } from './body.ts';
import { type ApiRequest, isTrue } from './request.ts';
import { selection } from './select.ts';
import { current, type Write } from './write.ts';

interface DeleteOptions {
  graceSeconds: number | undefined;
  uid: string | undefined;
  resourceVersion: string | undefined;
  orphan: boolean;
  dryRun: boolean;
}

async function optionsOf(request: ApiRequest): Promise<DeleteOptions> {
  const body = await readObject(request);
  const { query } = request;
  const preconditions = isRecord(body.preconditions) ? body.preconditions : {};
  const asked =
    body.gracePeriodSeconds ?? (query.has('gracePeriodSeconds') ? Number(query.get('gracePeriodSeconds')) : undefined);
  if (asked !== undefined && (typeof asked !== 'number' || !Number.isInteger(asked)))
    throw badRequest('invalid gracePeriodSeconds');
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return {
    graceSeconds: asked,
    uid: text(preconditions.uid),
    resourceVersion: text(preconditions.resourceVersion),
    orphan:
      (body.propagationPolicy ?? query.get('propagationPolicy')) === 'Orphan' || isTrue(query.get('orphanDependents')),
    dryRun: Array.isArray(body.dryRun) ? body.dryRun.includes('All') : false,
  };
}

/** The answer of a delete: the object while it is still ending, else a Status that names it. */
export async function remove(write: Write): Promise<object> {
  const before = current(write);
  const options = await optionsOf(write.request);
  return removeOne(write, before, { ...options, dryRun: options.dryRun || write.dryRun });
}

function removeOne({ cluster, kind }: Write, before: KubeObject, options: DeleteOptions): object {
  const { name = '', namespace = null, uid } = before.metadata ?? {};
  const { graceSeconds, uid: wanted, resourceVersion } = options;
  const plan = cluster.store.planRemove(kind, namespace, name, {
    ...(graceSeconds === undefined ? {} : { graceSeconds }),
    ...(wanted ? { uid: wanted } : {}),
    ...(resourceVersion ? { resourceVersion } : {}),
  });
  if (!options.dryRun && options.orphan) orphanDependents(cluster.store, uid ?? '');
  const result = options.dryRun ? plan.result : plan.commit();
  if (cluster.store.get(kind, namespace, name) && result.metadata?.deletionTimestamp) return result;
  if (isPodKind(kind)) return result;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(kind.group ? { group: kind.group } : {}), kind: kind.plural, uid },
  };
}

/** Pods, services and some others answer with the object they removed; the rest with a Status. */
const isPodKind = ({ group, plural }: Kind) =>
  group === '' && ['pods', 'services', 'serviceaccounts', 'persistentvolumeclaims'].includes(plural);

function orphanDependents(store: Write['cluster']['store'], uid: string) {
  for (const kind of kinds) {
    if (!kind.stored) continue;
    for (const object of store.list(kind, null)) {
      const owners = object.metadata?.ownerReferences ?? [];
      if (!owners.some((owner) => owner.uid === uid)) continue;
      store.update(kind, {
        ...object,
        metadata: { ...object.metadata, ownerReferences: owners.filter((owner) => owner.uid !== uid) },
      });
    }
  }
}

/** Deletes what the selectors select; answers what was found, as the real one does. */
export async function removeCollection(write: Write): Promise<KubeObject[]> {
  const { cluster, kind, target, request } = write;
  if (kind.namespaced && !target.namespace) throw notFound(kind, '');
  const matches = selection(kind, request.query);
  const options = await optionsOf(request);
  const found = cluster.store.list(kind, kind.namespaced ? target.namespace : null).filter(matches);
  for (const object of found) removeOne(write, object, { ...options, dryRun: options.dryRun || write.dryRun });
  return [...found];
}
