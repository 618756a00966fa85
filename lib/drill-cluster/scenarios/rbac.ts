import type { Resource } from '../contract.ts';
import { DAY_MS, type Seeder } from './build.ts';

const rbac = (plural: string): Resource => ({ group: 'rbac.authorization.k8s.io', plural });
const ROLE_GROUP = 'rbac.authorization.k8s.io';
const API = `${ROLE_GROUP}/v1`;

/** A rule as text: "verbs | groups | resources [| names]"; the core group is a dash. */
function rule(text: string): object {
  const [verbs, groups, resources, names] = text.split('|').map((part) => part.trim().split(/\s+/).filter(Boolean));
  if (groups?.[0] === 'url') return { verbs, nonResourceURLs: resources };
  return {
    verbs,
    apiGroups: groups?.map((group) => (group === '-' ? '' : group)),
    resources,
    ...(names === undefined ? {} : { resourceNames: names }),
  };
}

export function addRole(
  seed: Seeder,
  namespace: string | null,
  name: string,
  rules: readonly string[],
  ageMs = 200 * DAY_MS,
): void {
  seed.put(
    rbac(namespace === null ? 'clusterroles' : 'roles'),
    {
      apiVersion: API,
      kind: namespace === null ? 'ClusterRole' : 'Role',
      metadata: {
        name,
        ...(namespace === null ? {} : { namespace }),
        ...(bootstrapped(name)
          ? {
              labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
              annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
            }
          : {}),
      },
      rules: rules.map(rule),
    },
    ageMs,
  );
}

/** Subjects as text: `namespace/account`, `user:NAME`, `group:NAME`. A role with a slash before it is a Role: `/payments`. */
export function bind(
  seed: Seeder,
  namespace: string | null,
  name: string,
  role: string,
  subjects: readonly string[],
  ageMs = 200 * DAY_MS,
): void {
  seed.put(
    rbac(namespace === null ? 'clusterrolebindings' : 'rolebindings'),
    {
      apiVersion: API,
      kind: namespace === null ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: {
        name,
        ...(namespace === null ? {} : { namespace }),
        ...(bootstrapped(name)
          ? {
              labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
              annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
            }
          : {}),
      },
      roleRef: {
        apiGroup: ROLE_GROUP,
        kind: role.startsWith('/') ? 'Role' : 'ClusterRole',
        name: role.replace(/^\//, ''),
      },
      subjects: subjects.map((subject) => {
        const [kind, rest = ''] = /^(user|group):(.+)$/.exec(subject)?.slice(1) ?? [];
        if (kind !== undefined) return { apiGroup: ROLE_GROUP, kind: kind === 'user' ? 'User' : 'Group', name: rest };
        const [account, of] = subject.split('/').reverse();
        return { kind: 'ServiceAccount', name: account, namespace: of };
      }),
    },
    ageMs,
  );
}

const bootstrapped = (name: string) =>
  name.startsWith('system:') || ['cluster-admin', 'admin', 'edit', 'view'].includes(name);
const READ = 'get list watch';
const WRITE = 'create delete deletecollection patch update';
const WORKLOADS =
  'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale';
const CORE_READ =
  'configmaps endpoints persistentvolumeclaims pods pods/log pods/status replicationcontrollers resourcequotas serviceaccounts services events limitranges namespaces';
const VIEW = [
  `${READ} | - | ${CORE_READ}`,
  `${READ} | apps | ${WORKLOADS} controllerrevisions`,
  `${READ} | batch | cronjobs jobs`,
  `${READ} | networking.k8s.io | ingresses networkpolicies`,
  `${READ} | autoscaling | horizontalpodautoscalers`,
  `${READ} | policy | poddisruptionbudgets`,
];
const EDIT = [
  ...VIEW,
  `${READ} ${WRITE} | - | secrets services/proxy pods/attach pods/exec pods/portforward pods/proxy`,
  'impersonate | - | serviceaccounts',
  'create | - | pods/eviction serviceaccounts/token',
  `${WRITE} | - | configmaps persistentvolumeclaims pods replicationcontrollers serviceaccounts services events`,
  `${WRITE} | apps | ${WORKLOADS}`,
  `${WRITE} | batch | cronjobs jobs`,
  `${WRITE} | networking.k8s.io | ingresses networkpolicies`,
  `${WRITE} | autoscaling | horizontalpodautoscalers`,
  `${WRITE} | policy | poddisruptionbudgets`,
];

/** Cluster roles of a new cluster (bootstrappolicy), shortened where nobody looks. */
const SYSTEM_ROLES: Record<string, readonly string[]> = {
  'cluster-admin': ['* | * | *', '* | url | *'],
  admin: [
    ...EDIT,
    `${READ} ${WRITE} | rbac.authorization.k8s.io | roles rolebindings`,
    'create | authorization.k8s.io | localsubjectaccessreviews',
  ],
  edit: EDIT,
  view: VIEW,
  'system:basic-user': [
    'create | authorization.k8s.io | selfsubjectaccessreviews selfsubjectrulesreviews',
    'create | authentication.k8s.io | selfsubjectreviews',
  ],
  'system:discovery': [
    'get | url | /api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/',
  ],
  'system:public-info-viewer': ['get | url | /healthz /livez /readyz /version /version/'],
  'system:monitoring': ['get | url | /healthz /healthz/* /livez /livez/* /metrics /metrics/slis /readyz /readyz/*'],
  'system:node': [
    `${READ} | - | nodes pods services secrets configmaps`,
    'create patch update | - | events nodes/status pods/status',
    'create delete | - | pods',
  ],
  'system:node-proxier': [`${READ} | - | services nodes endpoints`, `${READ} | discovery.k8s.io | endpointslices`],
  'system:node-bootstrapper': ['create get list watch | certificates.k8s.io | certificatesigningrequests'],
  'system:kube-scheduler': [
    `${READ} | - | nodes pods namespaces services`,
    'create | - | bindings pods/binding',
    'create patch update | - | events',
    `${READ} | apps | replicasets statefulsets`,
  ],
  'system:kube-controller-manager': [
    'create delete get update | - | secrets serviceaccounts namespaces',
    'list watch | * | *',
    'create | - | serviceaccounts/token',
  ],
  'system:kube-dns': ['list watch | - | endpoints services'],
  'system:coredns': [
    'list watch | - | endpoints services pods namespaces',
    'list watch | discovery.k8s.io | endpointslices',
  ],
  'system:volume-scheduler': [`${READ} patch update | - | persistentvolumes`],
  'system:auth-delegator': [
    'create | authentication.k8s.io | tokenreviews',
    'create | authorization.k8s.io | subjectaccessreviews',
  ],
  'system:metrics-server': ['get | - | nodes/metrics', `${READ} | - | pods nodes`],
  'system:aggregated-metrics-reader': [`${READ} | metrics.k8s.io | pods nodes`],
  'system:service-account-issuer-discovery': ['get | url | /.well-known/openid-configuration /openid/v1/jwks'],
  'system:certificates.k8s.io:certificatesigningrequests:nodeclient': [
    'create | certificates.k8s.io | certificatesigningrequests/nodeclient',
  ],
  'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient': [
    'create | certificates.k8s.io | certificatesigningrequests/selfnodeclient',
  ],
};
const SYSTEM_CONTROLLERS: Record<string, readonly string[]> = {
  'attachdetach-controller': [`${READ} | - | persistentvolumes persistentvolumeclaims nodes pods`],
  'clusterrole-aggregation-controller': [
    'escalate get list patch update watch | rbac.authorization.k8s.io | clusterroles',
  ],
  'cronjob-controller': [
    `${READ} update | batch | cronjobs`,
    'create delete get list patch update watch | batch | jobs',
  ],
  'daemon-set-controller': [`${READ} | apps | daemonsets`, 'create delete list patch watch | - | pods'],
  'deployment-controller': [
    `${READ} update | apps | deployments`,
    'create delete get list patch update watch | apps | replicasets',
  ],
  'endpoint-controller': [`${READ} | - | pods services`, 'create delete get list update | - | endpoints'],
  'expand-controller': [`${READ} patch update | - | persistentvolumes`],
  'generic-garbage-collector': ['delete get list patch update watch | * | *'],
  'job-controller': [`${READ} update patch | batch | jobs`, 'create delete list patch watch | - | pods'],
  'namespace-controller': ['delete get list watch | - | namespaces', 'delete deletecollection get list | * | *'],
  'node-controller': ['delete get list patch update | - | nodes', 'delete list | - | pods'],
  'replicaset-controller': [`${READ} update | apps | replicasets`, 'create delete list patch watch | - | pods'],
  'resourcequota-controller': ['list watch | * | *'],
  'root-ca-cert-publisher': ['create update | - | configmaps'],
  'service-account-controller': ['create | - | serviceaccounts'],
  'statefulset-controller': [`${READ} | apps | statefulsets`, 'create delete get patch update | - | pods'],
  'ttl-controller': ['list patch update watch | - | nodes'],
};

export function addSystemRbac(seed: Seeder): void {
  const age = 212 * DAY_MS;
  for (const [name, rules] of Object.entries(SYSTEM_ROLES)) addRole(seed, null, name, rules, age);
  for (const [name, rules] of Object.entries(SYSTEM_CONTROLLERS)) {
    addRole(seed, null, `system:controller:${name}`, rules, age);
    bind(seed, null, `system:controller:${name}`, `system:controller:${name}`, [`kube-system/${name}`], age);
  }
  const bindings: [name: string, role: string, subject: string, ...more: string[]][] = [
    ['cluster-admin', 'cluster-admin', 'group:system:masters'],
    ['system:basic-user', 'system:basic-user', 'group:system:authenticated'],
    ['system:discovery', 'system:discovery', 'group:system:authenticated'],
    [
      'system:public-info-viewer',
      'system:public-info-viewer',
      'group:system:authenticated',
      'group:system:unauthenticated',
    ],
    ['system:monitoring', 'system:monitoring', 'group:system:monitoring'],
    ['system:node-proxier', 'system:node-proxier', 'user:system:kube-proxy'],
    ['system:kube-scheduler', 'system:kube-scheduler', 'user:system:kube-scheduler'],
    ['system:kube-controller-manager', 'system:kube-controller-manager', 'user:system:kube-controller-manager'],
    ['system:kube-dns', 'system:kube-dns', 'kube-system/kube-dns'],
    ['system:coredns', 'system:coredns', 'kube-system/coredns'],
    ['system:volume-scheduler', 'system:volume-scheduler', 'user:system:kube-scheduler'],
    [
      'system:service-account-issuer-discovery',
      'system:service-account-issuer-discovery',
      'group:system:serviceaccounts',
    ],
    ['system:metrics-server', 'system:metrics-server', 'kube-system/metrics-server'],
    ['metrics-server:system:auth-delegator', 'system:auth-delegator', 'kube-system/metrics-server'],
    ['kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', 'group:system:bootstrappers:kubeadm:default-node-token'],
    [
      'kubeadm:node-autoapprove-bootstrap',
      'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
      'group:system:bootstrappers:kubeadm:default-node-token',
    ],
    ['kubeadm:cluster-admins', 'cluster-admin', 'group:kubeadm:cluster-admins'],
  ];
  for (const [name, role, ...subjects] of bindings) bind(seed, null, name, role, subjects, age);
}
