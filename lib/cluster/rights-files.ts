import { FEATURES, type Feature, type Rule, rulesOfRole } from './rights.ts';

const list = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;

const yamlRule = ({ group, resources, verbs }: Rule): string =>
  `  - apiGroups: ${list([group])}\n    resources: ${list(resources)}\n    verbs: ${list(verbs)}\n`;

const clusterRole = (name: string, rules: readonly Rule[]): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: ${name}\nrules:\n${rules.map(yamlRule).join('')}`;

const binding = (name: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: bulkhead
    namespace: bulkhead
`;

const HEAD = '# Made by `node scripts/rights.ts` from lib/cluster/rights.ts: change that table, not this file.\n';

/** deploy/rbac.yaml: one role to read, one to act. Leave the second binding out to have Bulkhead read only. */
export function rbacYaml(): string {
  const parts = [
    'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: bulkhead\n',
    'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: bulkhead\n  namespace: bulkhead\n',
    clusterRole('bulkhead-reader', rulesOfRole('reader')),
    binding('bulkhead-reader'),
    clusterRole('bulkhead-responder', rulesOfRole('responder')),
    binding('bulkhead-responder'),
  ];
  return HEAD + parts.join('---\n');
}

const rows = (feature: Feature): string =>
  feature.rules
    .flatMap(({ group, resources, verbs }) =>
      resources.map((resource) => `| ${qualified(group, resource)} | ${verbs.join(', ')} |\n`),
    )
    .join('');

function qualified(group: string, resource: string): string {
  const [plural = '', ...sub] = resource.split('/');
  return `\`${[group === '' ? plural : `${plural}.${group}`, ...sub].join('/')}\``;
}

const section = (feature: Feature): string =>
  `### ${feature.title}\n\nWithout it: ${feature.without}\n\n| resource | verbs |\n| --- | --- |\n${rows(feature)}\n`;

/** docs/rights.md: each right, what it is for, and what is missing without it. */
export function rightsMarkdown(): string {
  const of = (role: Feature['role']): string =>
    FEATURES.filter((feature) => feature.role === role)
      .map(section)
      .join('');
  return `<!-- Made by \`node scripts/rights.ts\` from lib/cluster/rights.ts: change that table, not this file. -->
# The rights Bulkhead needs in a cluster

\`kubectl apply -f deploy/rbac.yaml\` makes a service account with two cluster roles. \`bulkhead-reader\` changes nothing.
\`bulkhead-responder\` is what the three containment steps send; leave its binding out to have Bulkhead look only. Neither
reads Secrets, and neither holds a wildcard. A right that is missing is named on screen with its verb and resource, and the
rest works. Even with both roles nothing is changed until a commander turns actions on for the cluster.

## To read: ClusterRole \`bulkhead-reader\`

${of('reader')}## To act: ClusterRole \`bulkhead-responder\`

${of('responder')}`
    .trimEnd()
    .concat('\n');
}
