import type { KubeObject } from '../kubernetes/objects.ts';
import type { WatchedResource } from './resources.ts';

/** Set on an object of the cache when something of it was left out or cut; the value names what. */
export const TRUNCATED = 'bulkhead.io/truncated';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const ANNOTATION_KEPT = 1_024;
const ANNOTATIONS_KEPT = 64;
const MESSAGE_KEPT = 4_096;

/**
 * Takes off what nobody reads and what could fill memory: managedFields, the last applied configuration, long annotations, images of nodes.
 * Changes the object in place (it has just been parsed and belongs to the cache) and answers it. Copies for evidence are read afresh, never from here.
 */
export function prune(resource: WatchedResource, object: KubeObject): KubeObject {
  const meta = object.metadata;
  if (meta === undefined) return object;
  delete meta.managedFields;
  const cut = boundAnnotations(meta.annotations);
  if (cut.length > 0) meta.annotations = { ...meta.annotations, [TRUNCATED]: cut.join(', ') };
  else if (meta.annotations !== undefined && Object.keys(meta.annotations).length === 0) delete meta.annotations;
  const status = object.status;
  if (resource === 'nodes' && isRecord(status)) {
    delete status.images;
    delete status.volumesInUse;
    delete status.volumesAttached;
  }
  if (resource === 'events' && typeof object.message === 'string' && object.message.length > MESSAGE_KEPT) {
    object.message = `${object.message.slice(0, MESSAGE_KEPT)}…`;
  }
  if (
    resource === 'replicasets' &&
    isRecord(object.spec) &&
    object.spec.replicas === 0 &&
    isRecord(status) &&
    status.replicas === 0
  ) {
    delete object.spec.template; // an old revision without pods: nothing is compared with it
  }
  return object;
}

/** Bounds the values in place; answers what was cut, in words. */
function boundAnnotations(annotations: Record<string, string> | undefined): string[] {
  if (annotations === undefined) return [];
  const cut: string[] = [];
  delete annotations[LAST_APPLIED];
  for (const [index, [key, value]] of Object.entries(annotations).entries()) {
    if (index >= ANNOTATIONS_KEPT) {
      delete annotations[key];
      continue;
    }
    if (typeof value === 'string' && value.length > ANNOTATION_KEPT) {
      annotations[key] = `${value.slice(0, ANNOTATION_KEPT)}…`;
      cut.push(`${key.slice(0, 64)} (${value.length} characters)`);
    }
  }
  return cut;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
