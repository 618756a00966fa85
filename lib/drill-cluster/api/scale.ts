import type { KubeObject } from '../../kubernetes/objects.ts';
import { badRequest, invalid } from '../errors.ts';
import { selectorText } from '../printers/columns.ts';
import { isRecord, mediaType, readObject } from './body.ts';
import { patchedBy } from './patch.ts';
import { current, replace, type Write } from './write.ts';

/** The Scale (autoscaling/v1) of a workload. */
export function scaleOf(object: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
  const spec = isRecord(object.spec) ? object.spec : {};
  const status = isRecord(object.status) ? object.status : {};
  const selector = selectorText(isRecord(spec.selector) ? spec.selector : undefined);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: typeof spec.replicas === 'number' && spec.replicas > 0 ? { replicas: spec.replicas } : {},
    status: {
      replicas: typeof status.replicas === 'number' ? status.replicas : 0,
      ...(selector === '<none>' ? {} : { selector }),
    },
  };
}

/** PUT or PATCH of the scale subresource: only spec.replicas is taken over. */
export async function writeScale(write: Write): Promise<KubeObject> {
  const before = current(write);
  const scale = write.request.method === 'PUT' ? await readObject(write.request) : await patchedScale(write, before);
  const replicas = isRecord(scale.spec) ? (scale.spec.replicas ?? 0) : 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) throw badRequest('spec.replicas is not a number');
  if (replicas < 0) {
    const message = `Invalid value: ${replicas}: must be greater than or equal to 0`;
    throw invalid({ group: 'autoscaling', kind: 'Scale' }, write.target.name, [
      { reason: 'FieldValueInvalid', message, field: 'spec.replicas' },
    ]);
  }
  const spec = isRecord(before.spec) ? before.spec : {};
  const { resourceVersion, ...metadata } = before.metadata ?? {};
  const asked = scale.metadata?.resourceVersion;
  const wanted = asked === resourceVersion ? undefined : asked;
  const object = {
    ...before,
    metadata: { ...metadata, ...(wanted ? { resourceVersion: wanted } : {}) },
    spec: { ...spec, replicas },
  };
  return scaleOf(replace(write, before, object));
}

async function patchedScale(write: Write, before: KubeObject): Promise<KubeObject> {
  return patchedBy(mediaType(write.request), await write.request.body(), scaleOf(before), write);
}
