/** What the API server's authorizer sees of one request, taken from the request itself. */
export interface ApiCall {
  verb: string; // get, list, watch, create, update, patch, delete
  group: string; // '' for the core group
  resource: string; // with subresource: "pods/exec"; for a path without resource the path itself
  namespace: string | null;
  name: string | null;
  nonResource: boolean;
}

const VERBS: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete', GET: 'get' };

/**
 * Reads verb, group, resource, namespace and name from method and path as the API server does (RequestInfo).
 * exec is asked for by GET in the WebSocket form, and servers from 1.35 on authorise that as `create` too: it is told as create.
 */
export function describeCall(method: string, path: string, watch = false): ApiCall {
  const parts = path.split('?')[0]?.split('/').filter(Boolean).map(decodeSafely) ?? [];
  const verb = VERBS[method.toUpperCase()] ?? method.toLowerCase();
  const [prefix, ...rest] = parts;
  if ((prefix !== 'api' && prefix !== 'apis') || rest.length < (prefix === 'api' ? 2 : 3)) {
    return { verb, group: '', resource: `/${parts.join('/')}`, namespace: null, name: null, nonResource: true };
  }
  const group = prefix === 'api' ? '' : (rest[0] ?? '');
  let tail = rest.slice(prefix === 'api' ? 1 : 2);
  let namespace: string | null = null;
  if (tail[0] === 'namespaces' && tail.length > 2) {
    namespace = tail[1] ?? null;
    tail = tail.slice(2);
  }
  const [plural = '', name = null, ...sub] = tail;
  const resource = [plural, ...sub].join('/');
  return { verb: verbOf(verb, name, watch, resource), group, resource, namespace, name, nonResource: false };
}

function verbOf(verb: string, name: string | null, watch: boolean, resource: string): string {
  if (watch) return 'watch';
  if (verb === 'get' && resource === 'pods/exec') return 'create';
  if (verb === 'get' && name === null) return 'list';
  if (verb === 'delete' && name === null) return 'deletecollection';
  return verb;
}

function decodeSafely(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** "networkpolicies.networking.k8s.io", "pods/exec": as kubectl writes it. */
export const qualified = (call: Pick<ApiCall, 'group' | 'resource'>): string => {
  const [plural, ...sub] = call.resource.split('/');
  return [call.group === '' ? plural : `${plural}.${call.group}`, ...sub].join('/');
};

/** Path of a namespaced or cluster-wide collection or object. Segments are percent-encoded: names come from a cluster. */
export const apiPath = (base: string, ...segments: (string | null | undefined)[]): string =>
  [base, ...segments.filter((s): s is string => s !== null && s !== undefined).map(encodeURIComponent)].join('/');
