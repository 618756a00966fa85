import jsonPatch from 'fast-json-patch';
import { parse as parseYaml } from 'yaml';
import type { KubeObject } from '../../kubernetes/objects.ts';
import { ApiError, badRequest, conflict, invalid, notFound } from '../errors.ts';
import { applied } from '../patch/managed-fields.ts';
import { mergePatched } from '../patch/merge.ts';
import { strategicPatched } from '../patch/strategic.ts';
import { isRecord, mediaType, parsed } from './body.ts';
import { decodeProtobuf } from './protobuf.ts';
import { isTrue } from './request.ts';
import { pruneUnknown } from './unknown-fields.ts';
import { createFrom, current, placed, replace, type Write, type Written } from './write.ts';

const APPLY = 'application/apply-patch+yaml';
const APPLY_PROTOBUF = 'application/apply-patch+protobuf';

/** PATCH in its four forms. Only apply may create. */
export async function patch(write: Write): Promise<Written> {
  const type = mediaType(write.request);
  const bytes = await write.request.body();
  if (type === APPLY || type === APPLY_PROTOBUF) {
    const body = parsed(() => (type === APPLY ? parseYaml(bytes.toString('utf8')) : decodeProtobuf(bytes)));
    if (!isRecord(body)) throw badRequest('the body of an apply patch must be an object');
    return apply(write, body);
  }
  const before = current(write);
  const patched = patchedBy(type, bytes, before, write);
  const { object, warnings } = pruneUnknown(write.kind, placed(patched, write), write.request.query);
  refuseStale(write, before, object);
  return { object: replace(write, before, object), created: false, warnings };
}

/** The body of a patch of one of the three older kinds, applied to `target`. */
export function patchedBy(type: string, bytes: Buffer, target: KubeObject, { typed }: Write): KubeObject {
  const body: unknown = parsed(() => JSON.parse(bytes.toString('utf8')));
  switch (type) {
    case 'application/json-patch+json':
      return jsonPatched(target, body);
    case 'application/merge-patch+json':
      return anObject(mergePatched(target, body));
    case 'application/strategic-merge-patch+json':
      return anObject(strategicPatched(target, body, typed));
    default:
      throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  }
}

function anObject(value: unknown): KubeObject {
  if (!isRecord(value)) throw badRequest('the patch does not give an object');
  return value;
}

function jsonPatched(target: KubeObject, body: unknown): KubeObject {
  if (!Array.isArray(body)) throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  try {
    const { newDocument } = jsonPatch.applyPatch(structuredClone(target), body, true, true, true);
    return anObject(newDocument);
  } catch {
    throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  }
}

/** A patch that carries a resourceVersion is only for that version. */
function refuseStale({ kind, target }: Write, before: KubeObject, after: KubeObject) {
  const version = after.metadata?.resourceVersion;
  if (version && version !== before.metadata?.resourceVersion) throw conflict(kind, target.name);
}

function apply(write: Write, body: Record<string, unknown>): Written {
  const { kind, target, request, cluster } = write;
  const manager = request.query.get('fieldManager');
  if (!manager) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
      { reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' },
    ]);
  }
  if (isRecord(body.metadata) && body.metadata.managedFields) throw badRequest('metadata.managedFields must be nil');
  const { object: configuration, warnings } = pruneUnknown(kind, placed(body, write), request.query);
  const before = cluster.store.get(kind, kind.namespaced ? target.namespace : null, target.name);
  if (!before && target.subresource) throw notFound(kind, target.name);
  if (before) refuseStale(write, before, configuration);
  const force = isTrue(request.query.get('force'));
  const result = applied(before, configuration, { ...write.writer, manager }, { force }, write.typed);
  const object = before ? replace(write, before, result, true) : createFrom(write, result, true);
  return { object, created: !before, warnings };
}
