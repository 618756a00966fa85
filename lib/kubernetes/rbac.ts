import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding } from './objects.ts';
import { selects } from './selectors.ts';

/** Everything RBAC decides by. Rules of aggregated ClusterRoles are in their `rules`: the controller wrote them there. */
export interface Rbac {
  roles: readonly Role[];
  clusterRoles: readonly ClusterRole[];
  roleBindings: readonly RoleBinding[];
  clusterRoleBindings: readonly ClusterRoleBinding[];
}

/** Who asks. `groups` as authentication gives them: system:authenticated is in it when it applies. */
export interface Subject {
  user: string;
  groups: readonly string[];
}

export interface Binding {
  kind: 'RoleBinding' | 'ClusterRoleBinding';
  /** null: the binding counts in the whole cluster */
  namespace: string | null;
  name: string;
}

/** A rule, and by which binding and role the subject has it. */
export interface GrantedRule {
  rule: PolicyRule;
  binding: Binding;
  role: { kind: string; name: string };
}

/** A binding of the subject whose role is not there (or could not be read): its rights are unknown, not absent. */
export interface Unresolved {
  binding: Binding;
  role: { kind: string; name: string };
}

export interface Rights {
  rules: readonly GrantedRule[];
  unresolved: readonly Unresolved[];
}

export interface ResourceRequest {
  verb: string;
  /** '' is the core group */
  apiGroup: string;
  resource: string;
  subresource?: string;
  /** '' or absent for create, and for list, watch and deletecollection without fieldSelector metadata.name=… */
  name?: string;
  /** '' or absent: a cluster-wide request */
  namespace?: string;
}
export interface PathRequest {
  verb: string;
  nonResourcePath: string;
}

/** A service account as the API server knows it: its user name and the groups it is always in. */
export function serviceAccountSubject(namespace: string, name: string): Subject {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

/**
 * The first rule that allows the request, or null, as kube-apiserver's RBAC authorizer decides. Text is compared exactly:
 * verbs, groups and resources are lower case there. Rights through a RoleBinding hold in its namespace, and never for
 * non-resource paths. Group system:masters passes the real server without RBAC; see `isSuperuser`.
 */
export function allows(rules: readonly GrantedRule[], request: ResourceRequest | PathRequest): GrantedRule | null {
  return rules.find((granted) => grants(granted, request)) ?? null;
}

function grants({ rule, binding }: GrantedRule, request: ResourceRequest | PathRequest): boolean {
  if ('nonResourcePath' in request) return binding.namespace === null && ruleAllowsPath(rule, request);
  if (binding.namespace !== null && binding.namespace !== (request.namespace ?? '')) return false;
  return ruleAllows(rule, request);
}

/** Whether one rule, taken alone, allows a resource request; where it is bound does not count here. */
export function ruleAllows(rule: PolicyRule, request: ResourceRequest): boolean {
  return (
    matches(rule.verbs, request.verb) &&
    matches(rule.apiGroups, request.apiGroup) &&
    matchesResource(rule.resources, request) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(request.name ?? ''))
  );
}

const matches = (list: readonly string[] | undefined, value: string) =>
  !!list && (list.includes('*') || list.includes(value));

// `*` is every resource and subresource, `*/scale` the subresource scale of every resource; `pods/*` means nothing.
function matchesResource(
  resources: readonly string[] | undefined,
  { resource, subresource }: ResourceRequest,
): boolean {
  if (!resources) return false;
  const combined = subresource ? `${resource}/${subresource}` : resource;
  return matches(resources, combined) || (!!subresource && resources.includes(`*/${subresource}`));
}

function ruleAllowsPath(rule: PolicyRule, { verb, nonResourcePath }: PathRequest): boolean {
  if (!matches(rule.verbs, verb)) return false;
  return (rule.nonResourceURLs ?? []).some(
    (url) =>
      url === '*' ||
      url === nonResourcePath ||
      (url.endsWith('*') && nonResourcePath.startsWith(url.replace(/\*+$/, ''))),
  );
}

/** Members of system:masters are allowed everything before RBAC is asked. */
export const isSuperuser = ({ groups }: Subject): boolean => groups.includes('system:masters');

/**
 * Rules in force for a subject in a namespace: all ClusterRoleBindings, and the RoleBindings of that namespace.
 * `namespace` '' : cluster-wide requests, ClusterRoleBindings only. `null`: everything the subject has anywhere; `allows`
 * keeps to each rule's namespace. Pass an index (`indexRbac`) when asking more than once.
 */
export function rulesFor(subject: Subject, namespace: string | null, rbac: Rbac | RbacIndex): Rights {
  const index = 'bySubject' in rbac ? rbac : indexRbac(rbac);
  const rules: GrantedRule[] = [];
  const unresolved: Unresolved[] = [];
  for (const { binding, role } of bindingsOf(subject, index)) {
    if (binding.namespace !== null && namespace !== null && binding.namespace !== namespace) continue;
    const found = index.rulesByRole.get(roleKey(role.kind, binding.namespace, role.name));
    if (found) for (const rule of found) rules.push({ rule, binding, role });
    else unresolved.push({ binding, role });
  }
  return { rules, unresolved };
}

export interface RbacIndex {
  bySubject: ReadonlyMap<string, readonly Unresolved[]>;
  rulesByRole: ReadonlyMap<string, readonly PolicyRule[]>;
}

/** Bindings by subject and rules by role, so that thousands of subjects are evaluated quickly. */
export function indexRbac(rbac: Rbac): RbacIndex {
  const bySubject = new Map<string, Unresolved[]>();
  for (const binding of rbac.clusterRoleBindings) indexBinding(bySubject, binding, 'ClusterRoleBinding');
  for (const binding of rbac.roleBindings) indexBinding(bySubject, binding, 'RoleBinding');
  const rulesByRole = new Map<string, readonly PolicyRule[]>();
  for (const role of rbac.clusterRoles) {
    rulesByRole.set(roleKey('ClusterRole', null, role.metadata?.name ?? ''), role.rules ?? []);
  }
  for (const role of rbac.roles) {
    rulesByRole.set(roleKey('Role', role.metadata?.namespace ?? '', role.metadata?.name ?? ''), role.rules ?? []);
  }
  return { bySubject, rulesByRole };
}

function indexBinding(
  index: Map<string, Unresolved[]>,
  object: RoleBinding | ClusterRoleBinding,
  kind: Binding['kind'],
) {
  const namespace = kind === 'RoleBinding' ? (object.metadata?.namespace ?? '') : null;
  const entry: Unresolved = {
    binding: { kind, namespace, name: object.metadata?.name ?? '' },
    role: { kind: object.roleRef.kind, name: object.roleRef.name },
  };
  const keys = new Set((object.subjects ?? []).map((subject) => subjectKey(subject, namespace ?? '')));
  for (const key of keys) {
    if (key === null) continue;
    const entries = index.get(key);
    if (entries) entries.push(entry);
    else index.set(key, [entry]);
  }
}

/** A service account without namespace belongs to the binding's; in a ClusterRoleBinding such a subject is nobody. */
function subjectKey(
  subject: { kind: string; name: string; namespace?: string },
  bindingNamespace: string,
): string | null {
  switch (subject.kind) {
    case 'User':
      return `u:${subject.name}`;
    case 'Group':
      return `g:${subject.name}`;
    case 'ServiceAccount': {
      const namespace = subject.namespace || bindingNamespace;
      return namespace ? `u:system:serviceaccount:${namespace}:${subject.name}` : null;
    }
    default:
      return null;
  }
}

function bindingsOf(subject: Subject, index: RbacIndex): Set<Unresolved> {
  const keys = [`u:${subject.user}`, ...subject.groups.map((group) => `g:${group}`)];
  return new Set(keys.flatMap((key) => index.bySubject.get(key) ?? []));
}

/** A Role is looked up in the binding's namespace; a ClusterRole has none. */
const roleKey = (kind: string, namespace: string | null, name: string) =>
  kind === 'Role' ? `Role/${namespace ?? ''}/${name}` : `${kind}//${name}`;

/** What the controller writes into the rules of a ClusterRole with an aggregationRule; other roles have their own. */
export function aggregatedRules(role: ClusterRole, clusterRoles: readonly ClusterRole[]): PolicyRule[] {
  const selectors = role.aggregationRule?.clusterRoleSelectors;
  if (!selectors?.length) return role.rules ?? [];
  const parts = clusterRoles
    .filter((other) => other.metadata?.name !== role.metadata?.name)
    .filter((other) => selectors.some((selector) => selects(selector, other.metadata?.labels)))
    .toSorted((a, b) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1));
  const seen = new Set<string>();
  return parts
    .flatMap(({ rules }) => rules ?? [])
    .filter((rule) => {
      const text = JSON.stringify(rule);
      return !seen.has(text) && seen.add(text);
    });
}

/**
 * Parts of a rule that look like a right and are none. With resourceNames, a plain create (POST) carries no name and is
 * refused; list, watch and deletecollection pass only when asked with fieldSelector metadata.name.
 */
export function withoutEffect(rule: PolicyRule): string[] {
  if (!rule.resourceNames?.length) return [];
  const words: string[] = [];
  if (rule.verbs.includes('create')) {
    words.push('create with resourceNames has no effect: a plain create carries no name when it is authorised');
  }
  for (const verb of ['list', 'watch', 'deletecollection'].filter((verb) => rule.verbs.includes(verb))) {
    words.push(`${verb} with resourceNames holds only for requests with fieldSelector metadata.name`);
  }
  return words;
}
