import type { KubeObject } from '../../kubernetes/objects.ts';
import { type FieldProblem, invalid } from '../errors.ts';
import { rfc3339 } from '../store-rules.ts';
import { ISSUER, issueToken } from './authentication.ts';
import { isRecord, mediaType, readObject } from './body.ts';
import { withDefaults } from './defaults.ts';
import { patchedBy } from './patch.ts';
import { current, replace, type Write } from './write.ts';

const HOUR = 3600;
const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** POST serviceaccounts/token: a token of this cluster, valid for `spec.expirationSeconds` of the wall's clock. */
export async function issueServiceAccountToken(write: Write): Promise<KubeObject> {
  const account = current(write);
  const body = await readObject(write.request);
  const spec = isRecord(body.spec) ? body.spec : {};
  const asked = spec.expirationSeconds ?? HOUR;
  if (typeof asked !== 'number' || asked < 600) {
    const message = `Invalid value: ${JSON.stringify(asked)}: may not specify a duration less than 10 minutes`;
    const problem: FieldProblem = { reason: 'FieldValueInvalid', message, field: 'spec.expirationSeconds' };
    throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', [problem]);
  }
  const audiences = Array.isArray(spec.audiences) ? spec.audiences.map(text).filter(Boolean) : [];
  const bound = isRecord(spec.boundObjectRef) && spec.boundObjectRef.kind === 'Pod' ? spec.boundObjectRef : null;
  const wish = {
    account,
    audiences,
    expirationSeconds: asked,
    ...(bound ? { pod: { name: text(bound.name), uid: text(bound.uid) } } : {}),
  };
  const now = Date.now();
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name: account.metadata?.name, namespace: account.metadata?.namespace },
    spec: { ...spec, audiences: audiences.length > 0 ? audiences : [ISSUER], expirationSeconds: asked },
    status: { token: issueToken(wish, write.cluster.keys, now), expirationTimestamp: rfc3339(now + asked * 1000) },
  };
}

/** POST pods/eviction: a graceful delete. Disruption budgets are kept, not enforced. */
export async function evict(write: Write): Promise<object> {
  const pod = current(write);
  const body = await readObject(write.request);
  const options = isRecord(body.deleteOptions) ? body.deleteOptions : {};
  const grace = options.gracePeriodSeconds;
  const plan = write.cluster.store.planRemove(write.kind, pod.metadata?.namespace ?? null, write.target.name, {
    ...(typeof grace === 'number' ? { graceSeconds: grace } : {}),
  });
  const dryRun = write.dryRun || (Array.isArray(options.dryRun) && options.dryRun.includes('All'));
  if (!dryRun) plan.commit();
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

/** PUT or PATCH pods/ephemeralcontainers: containers may be added, never changed or taken away. */
export async function writeEphemeralContainers(write: Write): Promise<KubeObject> {
  const before = current(write);
  const body =
    write.request.method === 'PUT'
      ? await readObject(write.request)
      : patchedBy(mediaType(write.request), await write.request.body(), before, write);
  const wanted = ephemeralOf(withDefaults(write.kind, body));
  const held = ephemeralOf(before);
  if (held.some((one) => !wanted.some(({ name }) => name === one.name))) {
    const message = 'Forbidden: existing ephemeral containers may not be removed';
    throw invalid(write.kind, write.target.name, [
      { reason: 'FieldValueForbidden', message, field: 'spec.ephemeralContainers' },
    ]);
  }
  const spec = isRecord(before.spec) ? before.spec : {};
  const asked = body.metadata?.resourceVersion;
  return replace(write, before, {
    ...before,
    metadata: { ...before.metadata, ...(asked ? { resourceVersion: asked } : {}) },
    spec: { ...spec, ephemeralContainers: wanted },
  });
}

function ephemeralOf({ spec }: KubeObject): Record<string, unknown>[] {
  const list = isRecord(spec) ? spec.ephemeralContainers : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** PUT namespaces/finalize: only spec.finalizers is taken over. */
export async function finalizeNamespace(write: Write): Promise<KubeObject> {
  const before = current(write);
  const body = await readObject(write.request);
  const finalizers = isRecord(body.spec) && Array.isArray(body.spec.finalizers) ? body.spec.finalizers : [];
  const spec = isRecord(before.spec) ? before.spec : {};
  return replace(write, before, { ...before, spec: { ...spec, finalizers } });
}
