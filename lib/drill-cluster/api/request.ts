import type { IncomingMessage } from 'node:http';
import type { Subject } from '../../kubernetes/rbac.ts';
import { badRequest } from '../errors.ts';
import { type Kind, kinds } from '../kinds.ts';

/** What a path and method mean, as the API server's RequestInfo: what RBAC is asked about. */
export interface Target {
  verb: string;
  apiGroup: string;
  version: string;
  resource: string;
  subresource: string;
  namespace: string;
  name: string;
}

export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  subject: Subject;
  /** null: not a resource (discovery, version, health) */
  target: Target | null;
  /** Reads the body once; bounded. */
  body(): Promise<Buffer>;
  /** ends when the client goes away */
  signal: AbortSignal;
}

const kindByUrl = new Map(kinds.map((kind) => [`${kind.group}/${kind.version}/${kind.plural}`, kind]));

export const kindAt = (target: Target): Kind | null =>
  kindByUrl.get(`${target.apiGroup}/${target.version}/${target.resource}`) ?? null;

/** null: the path names no resource. Resources unknown here are parsed too, so that RBAC speaks before 404 does. */
export function parseTarget(method: string, path: string, query: URLSearchParams): Target | null {
  const parts = path.split('/').filter(Boolean).map(decode);
  const isCore = parts[0] === 'api';
  if (!isCore && parts[0] !== 'apis') return null;
  const [apiGroup, version, ...rest] = isCore ? ['', ...parts.slice(1)] : parts.slice(1);
  if (apiGroup === undefined || version === undefined || rest.length === 0) return null;
  const target: Target = { verb: '', apiGroup, version, namespace: '', resource: '', subresource: '', name: '' };
  if (rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2] ?? '')) {
    target.namespace = rest[1] ?? '';
    rest.splice(0, 2);
  } else if (rest[0] === 'namespaces' && rest.length > 1 && isCore) {
    target.namespace = rest[1] ?? '';
  }
  [target.resource = '', target.name = '', target.subresource = ''] = rest;
  target.verb = verbOf(method, target, query);
  return target;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`invalid URL escape in ${JSON.stringify(part)}`);
  }
}

export const isTrue = (value: string | null) => value === 'true' || value === '1';

function verbOf(method: string, { name }: Target, query: URLSearchParams): string {
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (isTrue(query.get('watch'))) return 'watch';
      return name ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name ? 'delete' : 'deletecollection';
    default:
      return method.toLowerCase();
  }
}
