import { DAY_MS, type Seeder } from './build.ts';
import { addAccount } from './cluster.ts';
import { addRole, bind } from './rbac.ts';

const READ = 'get list watch';

/** Accounts, roles and bindings of the finance company. */
export function addRights(seed: Seeder): void {
  const accounts: Record<string, string[]> = {
    finance: ['payments', 'gateway', 'ledger', 'accounts', 'fraud', 'invoices'],
    web: ['checkout'],
    data: ['postgres', 'sync'],
    monitoring: ['prometheus', 'grafana', 'node-exporter'],
    'cert-manager': ['cert-manager', 'cert-manager-cainjector', 'cert-manager-webhook'],
    'ingress-nginx': ['ingress-nginx'],
    falco: ['falco'],
    ci: ['runner', 'deployer'],
    'kube-system': ['coredns', 'cilium', 'cilium-operator', 'metrics-server'],
  };
  for (const [namespace, names] of Object.entries(accounts))
    for (const name of names) addAccount(seed, namespace, name, 190 * DAY_MS);

  addRole(
    seed,
    'finance',
    'deployer',
    [
      `${READ} | - | secrets configmaps services`,
      `${READ} create | - | pods`,
      'get list | apps | deployments replicasets',
    ],
    87 * DAY_MS,
  );
  bind(seed, 'finance', 'payments-deployer', '/deployer', ['finance/payments'], 87 * DAY_MS);
  // Left behind by a canary roll-out: through it the payments account may start pods in kube-system.
  addRole(seed, null, 'canary-runner', [`${READ} create | - | pods`, 'get list | - | nodes'], 41 * DAY_MS);
  bind(seed, 'kube-system', 'payments-canary', 'canary-runner', ['finance/payments'], 41 * DAY_MS);
  addRole(
    seed,
    'finance',
    'read-own-config',
    ['get | - | configmaps | ledger-config account-config', 'get | - | secrets | ledger-db'],
    150 * DAY_MS,
  );
  bind(seed, 'finance', 'ledger-config', '/read-own-config', ['finance/ledger', 'finance/accounts'], 150 * DAY_MS);
  bind(seed, 'finance', 'finance-developers', 'edit', ['group:finance-developers'], 160 * DAY_MS);
  bind(seed, 'web', 'web-developers', 'edit', ['group:web-developers'], 160 * DAY_MS);
  bind(seed, 'data', 'data-engineers', 'admin', ['group:data-engineers'], 160 * DAY_MS);
  addRole(
    seed,
    'ci',
    'runner',
    ['get list watch create delete | - | pods pods/log', 'create | - | pods/exec'],
    120 * DAY_MS,
  );
  bind(seed, 'ci', 'runner', '/runner', ['ci/runner'], 120 * DAY_MS);

  const cluster: [name: string, rules: string[], account: string][] = [
    [
      'prometheus',
      [`${READ} | - | nodes nodes/metrics services endpoints pods`, 'get | url | /metrics'],
      'monitoring/prometheus',
    ],
    [
      'cilium',
      [
        `${READ} | - | namespaces services pods endpoints nodes`,
        `${READ} | networking.k8s.io | networkpolicies`,
        'patch | - | nodes/status',
      ],
      'kube-system/cilium',
    ],
    ['cilium-operator', [`${READ} | - | pods nodes services`, 'delete | - | pods'], 'kube-system/cilium-operator'],
    [
      'cert-manager-controller',
      [
        `${READ} create update delete patch | - | secrets`,
        `${READ} | networking.k8s.io | ingresses`,
        'create patch | - | events',
      ],
      'cert-manager/cert-manager',
    ],
    ['cert-manager-cainjector', [`${READ} | - | secrets`], 'cert-manager/cert-manager-cainjector'],
    [
      'ingress-nginx',
      [
        `${READ} | - | configmaps endpoints nodes pods secrets namespaces services`,
        `${READ} | networking.k8s.io | ingresses ingressclasses`,
      ],
      'ingress-nginx/ingress-nginx',
    ],
    ['falco', [`${READ} | - | pods nodes namespaces`], 'falco/falco'],
  ];
  for (const [name, rules, account] of cluster) {
    addRole(seed, null, name, rules, 180 * DAY_MS);
    bind(seed, null, name, name, [account], 180 * DAY_MS);
  }
  bind(seed, null, 'ci-deployer', 'cluster-admin', ['ci/deployer'], 97 * DAY_MS);
  bind(seed, null, 'sre-oncall', 'cluster-admin', ['group:sre-oncall'], 190 * DAY_MS);
  bind(seed, null, 'auditors', 'view', ['group:auditors'], 190 * DAY_MS);
  bind(seed, null, 'grafana-view', 'view', ['monitoring/grafana'], 120 * DAY_MS);
}
