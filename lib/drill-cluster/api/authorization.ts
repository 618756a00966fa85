import {
  allows,
  type GrantedRule,
  indexRbac,
  isSuperuser,
  type PathRequest,
  type Rbac,
  type RbacIndex,
  type ResourceRequest,
  rulesFor,
  type Subject,
} from '../../kubernetes/rbac.ts';
import { ApiError } from '../errors.ts';
import type { ObjectStore } from '../store.ts';
import type { Target } from './request.ts';
import { nameSelected } from './select.ts';

const GROUP = 'rbac.authorization.k8s.io';

export interface Verdict {
  allowed: boolean;
  /** as a SubjectAccessReview gives it; empty when denied */
  reason: string;
}

/** RBAC over the objects of the store. */
export class Authorizer {
  #store: ObjectStore;
  #index: RbacIndex | null = null;

  constructor(store: ObjectStore) {
    this.#store = store;
    store.subscribe(({ group }) => {
      if (group === GROUP) this.#index = null;
    });
  }

  /** After the store was replaced as a whole. */
  forget() {
    this.#index = null;
  }

  rules(subject: Subject, namespace: string): readonly GrantedRule[] {
    return rulesFor(subject, namespace, (this.#index ??= indexRbac(this.#rbac()))).rules;
  }

  decide(subject: Subject, request: ResourceRequest | PathRequest): Verdict {
    if (isSuperuser(subject)) return { allowed: true, reason: '' };
    const namespace = 'nonResourcePath' in request ? '' : (request.namespace ?? '');
    const granted = allows(this.rules(subject, namespace), request);
    return granted
      ? { allowed: true, reason: `RBAC: allowed by ${bindingWords(granted, subject)}` }
      : { allowed: false, reason: '' };
  }

  #rbac(): Rbac {
    // objects of these resources have these shapes
    const all = <T>(plural: string) => this.#store.list({ group: GROUP, plural }, null) as unknown as readonly T[];
    return {
      roles: all('roles'),
      clusterRoles: all('clusterroles'),
      roleBindings: all('rolebindings'),
      clusterRoleBindings: all('clusterrolebindings'),
    };
  }
}

function bindingWords({ binding, role }: GrantedRule, { user }: Subject) {
  const name = binding.namespace === null ? binding.name : `${binding.name}/${binding.namespace}`;
  const [, , namespace, account] = user.split(':');
  const who = user.startsWith('system:serviceaccount:') ? `ServiceAccount "${account}/${namespace}"` : `User "${user}"`;
  return `${binding.kind} "${name}" of ${role.kind} "${role.name}" to ${who}`;
}

export function requestOf(target: Target, query: URLSearchParams): ResourceRequest {
  const { verb, apiGroup, resource, subresource, namespace } = target;
  const fromSelector = ['list', 'watch', 'deletecollection'].includes(verb) ? nameSelected(query) : '';
  return { verb, apiGroup, resource, subresource, namespace, name: target.name || fromSelector };
}

/** 403 in the API server's words. */
export function refusal({ user }: Subject, request: ResourceRequest): ApiError {
  const { verb, apiGroup, resource, subresource, namespace, name } = request;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const what = subresource ? `${resource}/${subresource}` : resource;
  const label = apiGroup ? `${resource}.${apiGroup}` : resource;
  return new ApiError(
    403,
    'Forbidden',
    `${label}${name ? ` "${name}"` : ''} is forbidden: User "${user}" cannot ${verb} resource "${what}" in API group "${apiGroup}" ${where}`,
    { ...(name ? { name } : {}), ...(apiGroup ? { group: apiGroup } : {}), kind: resource },
  );
}

export function pathRefusal({ user }: Subject, { verb, nonResourcePath }: PathRequest): ApiError {
  return new ApiError(403, 'Forbidden', `forbidden: User "${user}" cannot ${verb} path "${nonResourcePath}"`, {});
}
