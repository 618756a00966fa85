import { dangers } from '../kubernetes/dangers.ts';
import type { ClusterRoleBinding, PolicyRule, RoleBinding } from '../kubernetes/objects.ts';
import type { Binding, GrantedRule, Rbac } from '../kubernetes/rbac.ts';
import type { BindingRow } from './row.ts';

/** Of what could not be read, null; the rest is shown all the same. */
export type ReadableRbac = { [K in keyof Rbac]: Rbac[K] | null };

/** Who is bound to what, dangerous ones first, those whose role is unknown after them. */
export function bindingRows(rbac: ReadableRbac): BindingRow[] {
  const rulesOf = roleLookup(rbac);
  const rows = [
    ...(rbac.clusterRoleBindings ?? []).map((binding) => bindingRow(binding, 'ClusterRoleBinding', rulesOf)),
    ...(rbac.roleBindings ?? []).map((binding) => bindingRow(binding, 'RoleBinding', rulesOf)),
  ];
  return rows.sort(
    (a, b) => rank(b) - rank(a) || compare(a.namespace ?? '', b.namespace ?? '') || compare(a.name, b.name),
  );
}

const rank = ({ dangers }: BindingRow) => (dangers === null ? 0.5 : dangers.length);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

type RulesOf = (kind: string, namespace: string | null, name: string) => readonly PolicyRule[] | null;

/** null: the role is not there or could not be read. */
function roleLookup({ roles, clusterRoles }: ReadableRbac): RulesOf {
  const rules = new Map<string, readonly PolicyRule[]>();
  for (const role of clusterRoles ?? []) rules.set(`ClusterRole//${role.metadata?.name}`, role.rules ?? []);
  for (const role of roles ?? [])
    rules.set(`Role/${role.metadata?.namespace}/${role.metadata?.name}`, role.rules ?? []);
  return (kind, namespace, name) => rules.get(`${kind}/${kind === 'Role' ? namespace : ''}/${name}`) ?? null;
}

function bindingRow(object: RoleBinding | ClusterRoleBinding, kind: Binding['kind'], rulesOf: RulesOf): BindingRow {
  const namespace = kind === 'RoleBinding' ? (object.metadata?.namespace ?? '') : null;
  const name = object.metadata?.name ?? '';
  const role = { kind: object.roleRef.kind, name: object.roleRef.name };
  const granted = rulesOf(role.kind, namespace, role.name)?.map(
    (rule): GrantedRule => ({ rule, role, binding: { kind, namespace, name } }),
  );
  return {
    kind,
    namespace,
    name,
    role,
    subjects: (object.subjects ?? []).map((subject) => ({
      kind: subject.kind,
      name: subject.name,
      namespace: subject.kind === 'ServiceAccount' ? subject.namespace || namespace : null,
    })),
    dangers: granted ? dangers(granted).map(({ words }) => words) : null,
    createdAt: object.metadata?.creationTimestamp ?? null,
  };
}
