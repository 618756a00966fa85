import type { KubeObject } from '../../kubernetes/objects.ts';
import { ApiError, badRequest, methodNotAllowed, noSuchPath, notFound } from '../errors.ts';
import type { Kind } from '../kinds.ts';
import { type Answer, ok, type Stream } from './answer.ts';
import type { Authenticated } from './authentication.ts';
import { refusal, requestOf } from './authorization.ts';
import { isRecord, readObject } from './body.ts';
import type { ClusterParts } from './cluster.ts';
import { remove, removeCollection } from './delete.ts';
import { list } from './list.ts';
import { podLog } from './log.ts';
import { metrics } from './metrics.ts';
import { shapeWanted } from './negotiate.ts';
import { patch } from './patch.ts';
import { type Rendering, renderList, renderObject } from './render.ts';
import { type ApiRequest, kindAt, type Target } from './request.ts';
import { review } from './reviews.ts';
import { scaleOf, writeScale } from './scale.ts';
import { evict, finalizeNamespace, issueServiceAccountToken, writeEphemeralContainers } from './subresources.ts';
import { watch } from './watch.ts';
import { create, current, update, type Write, type Written, writeOf } from './write.ts';

/** Answers a request for a resource. The caller has authenticated and authorised it. */
export async function handleResource(
  cluster: ClusterParts,
  request: ApiRequest,
  target: Target,
  who: Authenticated,
): Promise<Answer | Stream> {
  const kind = kindAt(target);
  if (!kind || (target.subresource && !kind.subresources.includes(target.subresource))) throw noSuchPath();
  if (target.namespace !== '' && !kind.namespaced && kind.plural !== 'namespaces') throw noSuchPath();
  if (kind.group === 'metrics.k8s.io') return metrics(cluster, request, target, kind, renderingOf(cluster, request));
  if (!kind.stored) return answerReview(cluster, request, target, kind, who);
  if (target.subresource) return handleSubresource(cluster, request, target, kind);
  return handleObject(cluster, request, target, kind);
}

function renderingOf(cluster: ClusterParts, { headers, query }: ApiRequest): Rendering {
  const shape = shapeWanted(headers.accept);
  if (!shape) {
    const only = 'application/json, application/json;as=Table;g=meta.k8s.io;v=v1';
    throw new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${only}`, {});
  }
  const asked = query.get('includeObject');
  const includeObject = asked === 'None' || asked === 'Object' ? asked : 'Metadata';
  return { shape, includeObject, now: cluster.now() };
}

async function answerReview(
  cluster: ClusterParts,
  request: ApiRequest,
  target: Target,
  kind: Kind,
  who: Authenticated,
) {
  if (request.method !== 'POST') throw methodNotAllowed();
  const context = { ...cluster, who, namespace: target.namespace };
  return ok(review(kind, await readObject(request), context), 201);
}

async function handleObject(
  cluster: ClusterParts,
  request: ApiRequest,
  target: Target,
  kind: Kind,
): Promise<Answer | Stream> {
  if (!kind.verbs.includes(target.verb)) throw methodNotAllowed();
  const rendering = renderingOf(cluster, request);
  switch (target.verb) {
    case 'watch':
      return watch(cluster.store, request, target, kind, { ...rendering, clock: () => cluster.now() });
    case 'list':
      return list(cluster.store, cluster.snapshots, request, target, kind, rendering);
    case 'get':
      return rendered(kind, found(cluster, target, kind), rendering);
    default:
      return handleWrite(writeOf(cluster, request, target, kind), rendering);
  }
}

function found({ store }: ClusterParts, target: Target, kind: Kind): KubeObject {
  const object = store.get(kind, kind.namespaced ? target.namespace : null, target.name);
  if (!object) throw notFound(kind, target.name);
  return object;
}

async function handleWrite(write: Write, rendering: Rendering): Promise<Answer> {
  const { kind, target, cluster } = write;
  switch (target.verb) {
    case 'create':
      if (kind.namespaced && !target.namespace) throw methodNotAllowed();
      return written(kind, await create(write), rendering);
    case 'update':
      return written(kind, await update(write), rendering);
    case 'patch':
      return written(kind, await patch(write), rendering);
    case 'delete':
      return answerOf(kind, await remove(write), rendering);
    case 'deletecollection': {
      const objects = await removeCollection(write);
      return ok(renderList(kind, objects, { resourceVersion: String(cluster.store.resourceVersion) }, rendering));
    }
    default:
      throw methodNotAllowed();
  }
}

function written(kind: Kind, { object, created, warnings }: Written, rendering: Rendering): Answer {
  return { ...rendered(kind, object, rendering), status: created ? 201 : 200, warnings };
}

function answerOf(kind: Kind, body: object, rendering: Rendering): Answer {
  return isRecord(body) && body.kind === kind.kind ? rendered(kind, body, rendering) : ok(body);
}

const rendered = (kind: Kind, object: KubeObject, rendering: Rendering): Answer => ({
  status: 200,
  body: renderObject(kind, object, rendering),
  contentType: 'application/json',
});

async function handleSubresource(
  cluster: ClusterParts,
  request: ApiRequest,
  target: Target,
  kind: Kind,
): Promise<Answer | Stream> {
  const rendering = renderingOf(cluster, request);
  const write = writeOf(cluster, request, target, kind);
  const { method } = request;
  switch (target.subresource) {
    case 'status':
      if (method === 'GET') return rendered(kind, found(cluster, target, kind), rendering);
      if (method === 'PUT') return written(kind, await update(write), rendering);
      if (method === 'PATCH') return written(kind, await patch(write), rendering);
      break;
    case 'scale':
      if (method === 'GET') return ok(scaleOf(current(write)));
      if (method === 'PUT' || method === 'PATCH') return ok(await writeScale(write));
      break;
    case 'log':
      if (method === 'GET') return podLog(cluster, request, current(write));
      break;
    case 'token':
      if (method === 'POST') return ok(await issueServiceAccountToken(write), 201);
      break;
    case 'eviction':
      if (method === 'POST') return ok(await evict(write), 201);
      break;
    case 'ephemeralcontainers':
      if (method === 'GET') return rendered(kind, found(cluster, target, kind), rendering);
      if (method === 'PUT' || method === 'PATCH')
        return rendered(kind, await writeEphemeralContainers(write), rendering);
      break;
    case 'finalize':
      if (method === 'PUT') return rendered(kind, await finalizeNamespace(write), rendering);
      break;
    case 'exec':
      throw badRequest('Upgrade request required');
  }
  throw methodNotAllowed();
}

/** Throws 403 unless RBAC allows the request; the apply that would create also needs `create`. */
export function authorise(cluster: ClusterParts, request: ApiRequest, target: Target) {
  const asked = requestOf(target, request.query);
  if (!cluster.authorizer.decide(request.subject, asked).allowed) throw refusal(request.subject, asked);
  const kind = kindAt(target);
  if (target.verb !== 'patch' || !kind || target.subresource || !isApply(request)) return;
  if (cluster.store.get(kind, kind.namespaced ? target.namespace : null, target.name)) return;
  const creating = { ...asked, verb: 'create' };
  if (!cluster.authorizer.decide(request.subject, creating).allowed) throw refusal(request.subject, creating);
}

const isApply = ({ headers }: ApiRequest) => (headers['content-type'] ?? '').startsWith('application/apply-patch');
