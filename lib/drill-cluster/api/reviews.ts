import type { KubeObject, PolicyRule } from '../../kubernetes/objects.ts';
import type { PathRequest, ResourceRequest, Subject } from '../../kubernetes/rbac.ts';
import { isSuperuser } from '../../kubernetes/rbac.ts';
import { badRequest } from '../errors.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import type { ObjectStore } from '../store.ts';
import { type Authenticated, authenticate, type TokenKeys } from './authentication.ts';
import type { Authorizer } from './authorization.ts';

interface ReviewSpec {
  resourceAttributes?: Partial<Record<'verb' | 'group' | 'resource' | 'subresource' | 'name' | 'namespace', string>>;
  nonResourceAttributes?: { path?: string; verb?: string };
  user?: string;
  groups?: string[];
  namespace?: string;
  token?: string;
}

export interface ReviewContext {
  store: ObjectStore;
  authorizer: Authorizer;
  adminToken: string;
  keys: TokenKeys;
  who: Authenticated;
  /** the namespace of the URL */
  namespace: string;
}

/** The status of a posted review; reviews are answered, not kept. */
export function review(kind: Kind, object: KubeObject, context: ReviewContext): KubeObject {
  // the body of a review: fields that are missing or of another type are read as absent below
  const spec = (object.spec ?? {}) as ReviewSpec;
  const answer = (status: object) => ({ ...object, kind: kind.kind, apiVersion: apiVersionOf(kind), status });
  const self = context.who.subject;
  switch (kind.kind) {
    case 'SelfSubjectAccessReview':
      return answer(access(spec, self, context));
    case 'SubjectAccessReview':
    case 'LocalSubjectAccessReview':
      return answer(access(spec, { user: spec.user ?? '', groups: spec.groups ?? [] }, context));
    case 'SelfSubjectRulesReview':
      return answer(rules(spec.namespace ?? '', self, context));
    case 'SelfSubjectReview':
      return answer({ userInfo: userInfo(context.who) });
    case 'TokenReview':
      return answer(tokenStatus(spec.token ?? '', context));
    default:
      throw badRequest(`no review ${kind.kind}`);
  }
}

function access(spec: ReviewSpec, subject: Subject, { authorizer, namespace }: ReviewContext) {
  const { allowed, reason } = authorizer.decide(subject, requestIn(spec, namespace));
  return { allowed, ...(reason ? { reason } : {}) };
}

function requestIn(
  { resourceAttributes: asked, nonResourceAttributes }: ReviewSpec,
  namespace: string,
): ResourceRequest | PathRequest {
  if (nonResourceAttributes)
    return { verb: nonResourceAttributes.verb ?? '', nonResourcePath: nonResourceAttributes.path ?? '' };
  return {
    verb: asked?.verb ?? '',
    apiGroup: asked?.group ?? '',
    resource: asked?.resource ?? '',
    subresource: asked?.subresource ?? '',
    name: asked?.name ?? '',
    namespace: asked?.namespace ?? namespace,
  };
}

const EVERYTHING: PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

function rules(namespace: string, subject: Subject, { authorizer }: ReviewContext) {
  const granted = authorizer
    .rules(subject, namespace)
    .filter(({ rule, binding }) => binding.namespace === null || rule.nonResourceURLs === undefined)
    .map(({ rule }) => rule);
  const held = isSuperuser(subject) ? [...EVERYTHING, ...granted] : granted;
  return {
    incomplete: false,
    resourceRules: held
      .filter(({ resources }) => resources?.length)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames?.length ? { resourceNames } : {}),
      })),
    nonResourceRules: held
      .filter(({ nonResourceURLs }) => nonResourceURLs?.length)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
  };
}

const userInfo = ({ subject, uid, extra }: Authenticated) => ({
  username: subject.user,
  ...(uid ? { uid } : {}),
  groups: subject.groups,
  ...(Object.keys(extra).length > 0 ? { extra } : {}),
});

function tokenStatus(token: string, { adminToken, keys, store }: ReviewContext) {
  const found = authenticate(`Bearer ${token}`, adminToken, keys, store, Date.now());
  return found ? { authenticated: true, user: userInfo(found) } : { authenticated: false };
}
