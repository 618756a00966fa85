import type { KubeObject } from '../../kubernetes/objects.ts';
import { badRequest, conflict, invalid, notFound } from '../errors.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import { afterUpdate, type Writer } from '../patch/managed-fields.ts';
import { type Typed, typedKind } from '../patch/typed.ts';
import { randomSuffix, rfc3339 } from '../store-rules.ts';
import { admitCreate, admitPod, admitService, isPod, isService, validate } from './admission.ts';
import { isRecord, readObject } from './body.ts';
import type { ClusterParts } from './cluster.ts';
import { withDefaults } from './defaults.ts';
import type { ApiRequest, Target } from './request.ts';
import { pruneUnknown, withoutEmpties } from './unknown-fields.ts';

/** One write: what is being written, by whom, and whether only to see what would happen. */
export interface Write {
  cluster: ClusterParts;
  request: ApiRequest;
  target: Target;
  kind: Kind;
  dryRun: boolean;
  writer: Writer;
  typed: Typed;
}

export interface Written {
  object: KubeObject;
  created: boolean;
  warnings: readonly string[];
}

export function writeOf(cluster: ClusterParts, request: ApiRequest, target: Target, kind: Kind): Write {
  const dryRun = request.query.getAll('dryRun');
  if (dryRun.some((value) => value !== 'All')) {
    throw invalid({ group: 'meta.k8s.io', kind: 'CreateOptions' }, '', [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(dryRun[0])}: supported values: "All"`,
        field: 'dryRun',
      },
    ]);
  }
  const apiVersion = apiVersionOf(kind);
  return {
    cluster,
    request,
    target,
    kind,
    dryRun: dryRun.length > 0,
    typed: typedKind(apiVersion, kind.kind),
    writer: {
      manager: request.query.get('fieldManager') || managerOf(request.headers['user-agent']),
      subresource: target.subresource,
      apiVersion,
      hasStatus: kind.subresources.includes('status'),
      time: rfc3339(cluster.now()),
    },
  };
}

/** As the API server names a writer that does not name itself: its user agent up to the first slash. */
const managerOf = (userAgent: string | undefined) => (userAgent ?? '').split('/')[0]?.slice(0, 128) || 'unknown';

export async function create(write: Write): Promise<Written> {
  const { cluster, target, kind } = write;
  const { object, warnings } = pruneUnknown(kind, placed(await readObject(write.request), write), write.request.query);
  return { object: createFrom(write, withoutSystemFields(object)), created: true, warnings };

  function withoutSystemFields(given: KubeObject): KubeObject {
    if (given.metadata?.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
    const {
      uid: _,
      creationTimestamp: __,
      generation: ___,
      deletionTimestamp: ____,
      managedFields: _____,
      ...metadata
    } = given.metadata ?? {};
    if (!target.name) return { ...given, metadata };
    throw cluster.store.get(kind, target.namespace || null, target.name)
      ? conflict(kind, target.name)
      : notFound(kind, target.name);
  }
}

/** Defaults, admission, validation, then the store. `object` is placed and known. */
export function createFrom(write: Write, object: KubeObject, managed = false): KubeObject {
  const { cluster, kind } = write;
  const named = named_(object);
  admitCreate(cluster.store, kind, named);
  const status = kind.subresources.includes('status') && kind.plural !== 'nodes' ? initialStatus(kind) : named.status;
  const compact = withoutEmpties(kind, named);
  const defaulted = withDefaults(kind, admitted(write, compact));
  const complete: KubeObject = { ...defaulted, ...(status === undefined ? {} : { status }) };
  if (status === undefined) delete complete.status;
  validate(kind, complete, null);
  const managedFields = managed
    ? object.metadata?.managedFields
    : afterUpdate(null, owned(complete, named), write.writer, write.typed);
  const plan = cluster.store.planCreate(kind, {
    ...complete,
    metadata: { ...complete.metadata, ...(managedFields ? { managedFields } : {}) },
  });
  return write.dryRun ? plan.result : plan.commit();
}

function admitted({ cluster, kind }: Write, object: KubeObject): KubeObject {
  if (isPod(kind)) return admitPod(cluster.store, object, randomSuffix());
  return isService(kind) ? admitService(cluster.store, object, Math.random) : object;
}

/** Fields count as written by whoever sent the object, defaults included; what admission added does not. */
const owned = (complete: KubeObject, named: KubeObject): KubeObject => ({
  ...withoutStatus(complete),
  metadata: named.metadata,
});
const withoutStatus = ({ status: _, ...rest }: KubeObject): KubeObject => rest;

function named_(object: KubeObject): KubeObject {
  const { name, generateName } = object.metadata ?? {};
  return name || !generateName
    ? object
    : { ...object, metadata: { ...object.metadata, name: `${generateName}${randomSuffix()}` } };
}

function initialStatus(kind: Kind): unknown {
  switch (kind.kind) {
    case 'Pod':
      return { phase: 'Pending', qosClass: 'BestEffort' };
    case 'Namespace':
      return { phase: 'Active' };
    case 'Service':
      return { loadBalancer: {} };
    case 'NetworkPolicy':
      return undefined;
    default:
      return {};
  }
}

/** The body as an object of this URL. Throws 400 where it says otherwise. */
export function placed(object: KubeObject, { target, kind }: Write): KubeObject {
  const apiVersion = apiVersionOf(kind);
  if (object.kind !== undefined && object.kind !== '' && object.kind !== kind.kind) {
    throw badRequest(
      `${object.kind} in version ${JSON.stringify(object.apiVersion ?? '')} cannot be handled as a ${kind.kind}: converting (${object.kind}) to (${kind.kind}): unknown conversion`,
    );
  }
  if (object.apiVersion && object.apiVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${apiVersion})`,
    );
  }
  if (object.metadata !== undefined && !isRecord(object.metadata)) throw badRequest('metadata is not an object');
  const namespace = object.metadata?.namespace;
  if (kind.namespaced && namespace && namespace !== target.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const name = object.metadata?.name;
  if (target.name && name && name !== target.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`);
  }
  const { namespace: _, ...rest } = object.metadata ?? {};
  return {
    ...object,
    apiVersion,
    kind: kind.kind,
    metadata: {
      ...rest,
      ...(target.name ? { name: target.name } : {}),
      ...(kind.namespaced ? { namespace: target.namespace } : {}),
    },
  };
}

export function current({ cluster, target, kind }: Write): KubeObject {
  const found = cluster.store.get(kind, kind.namespaced ? target.namespace : null, target.name);
  if (!found) throw notFound(kind, target.name);
  return found;
}

export async function update(write: Write): Promise<Written> {
  const { object, warnings } = pruneUnknown(
    write.kind,
    placed(await readObject(write.request), write),
    write.request.query,
  );
  const before = current(write);
  if (object.metadata && !object.metadata.uid) object.metadata.uid = before.metadata?.uid;
  return { object: replace(write, before, object), created: false, warnings };
}

/** Puts `object` in the place of `before`; `managed`: its managedFields are settled already (apply). */
export function replace(write: Write, before: KubeObject, object: KubeObject, managed = false): KubeObject {
  const { cluster, kind, target } = write;
  const status = target.subresource === 'status';
  const defaulted = withDefaults(kind, withoutEmpties(kind, object));
  const after = status ? { ...before, status: defaulted.status } : keptStatus(kind, before, defaulted);
  validate(kind, after, withDefaults(kind, before)); // as if read from storage, where defaults are filled in too
  const managedFields = managed
    ? object.metadata?.managedFields
    : afterUpdate(before, after, write.writer, write.typed);
  const metadata = { ...after.metadata, resourceVersion: object.metadata?.resourceVersion, uid: object.metadata?.uid };
  if (managedFields) metadata.managedFields = managedFields;
  else delete metadata.managedFields;
  if (metadata.resourceVersion === undefined) delete metadata.resourceVersion;
  if (metadata.uid === undefined) delete metadata.uid;
  const plan = cluster.store.planUpdate(kind, { ...after, metadata }, status ? { subresource: 'status' } : {});
  return write.dryRun ? plan.result : plan.commit();
}

function keptStatus(kind: Kind, before: KubeObject, after: KubeObject): KubeObject {
  if (!kind.subresources.includes('status')) return after;
  const { status: _, ...rest } = after;
  return before.status === undefined ? rest : { ...rest, status: before.status };
}
