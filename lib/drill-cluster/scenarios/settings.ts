import { CONFIG_MAPS, NETWORK_POLICIES, SECRETS, SERVICES } from '../controllers/objects.ts';
import { DAY_MS, type Seeder } from './build.ts';

/** Secrets (with values that open nothing), config maps, services and network policies. */
export function addSettings(seed: Seeder): void {
  const secret = (namespace: string, name: string, data: Record<string, string>, type = 'Opaque', ageDays = 120) =>
    seed.put(
      SECRETS,
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace },
        type,
        data: Object.fromEntries(
          Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
        ),
      },
      ageDays * DAY_MS,
    );
  secret('finance', 'payments-db', {
    username: 'payments',
    password: 'drill-pa55-payments',
    url: 'postgres://payments:drill-pa55-payments@postgres.data:5432/payments',
  });
  secret(
    'finance',
    'payment-provider',
    { 'api-key': 'sk_drill_4242424242424242', 'webhook-secret': 'whsec_drill_00112233' },
    'Opaque',
    62,
  );
  secret('finance', 'gateway-jwt', { 'signing-key': 'drill-signing-key-not-real' });
  secret('finance', 'ledger-db', { username: 'ledger', password: 'drill-pa55-ledger' });
  secret(
    'finance',
    'registry',
    { '.dockerconfigjson': '{"auths":{"registry.acme.example":{"auth":"ZHJpbGw6ZHJpbGw="}}}' },
    'kubernetes.io/dockerconfigjson',
    190,
  );
  secret('web', 'checkout-session', { 'cookie-key': 'drill-cookie-key' });
  secret('data', 'postgres-superuser', { password: 'drill-pa55-superuser' }, 'Opaque', 190);
  secret('monitoring', 'grafana-admin', { 'admin-password': 'drill-grafana' });
  secret('ci', 'runner-token', { token: 'drill-runner-token' }, 'Opaque', 30);
  secret(
    'ingress-nginx',
    'wildcard-tls',
    { 'tls.crt': 'drill certificate', 'tls.key': 'drill key' },
    'kubernetes.io/tls',
    24,
  );

  const config = (namespace: string, name: string, data: Record<string, string>) =>
    seed.put(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data }, 90 * DAY_MS);
  config('finance', 'payment-config', {
    'config.json': JSON.stringify(
      { currency: 'EUR', provider: 'https://api.pay.example', debug: true, timeoutMs: 10000 },
      null,
      2,
    ),
  });
  config('finance', 'ledger-config', { 'ledger.yaml': 'retention: 10y\nbatch: 500\n' });
  config('finance', 'account-config', {
    CONNECTION: 'Server=postgres.data;User=accounts;Password=drill-pa55-accounts',
  });
  config('web', 'landing-content', { 'headline.txt': 'Money, simply moved.' });
  config('kube-system', 'coredns', {
    Corefile:
      '.:53 {\n    errors\n    health\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n    cache 30\n}\n',
  });

  const service = (
    namespace: string,
    name: string,
    app: string,
    port: number,
    targetPort: number | string,
    index: number,
    type = 'ClusterIP',
  ) =>
    seed.put(
      SERVICES,
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace, labels: { app } },
        spec: {
          type,
          clusterIP: `10.43.${16 + index}.${10 + index * 7}`,
          clusterIPs: [`10.43.${16 + index}.${10 + index * 7}`],
          selector: { app },
          internalTrafficPolicy: 'Cluster',
          ipFamilies: ['IPv4'],
          ipFamilyPolicy: 'SingleStack',
          sessionAffinity: 'None',
          ports: [
            {
              name: 'http',
              port,
              protocol: 'TCP',
              targetPort,
              ...(type === 'ClusterIP' ? {} : { nodePort: 30080 + index }),
            },
          ],
          ...(type === 'ClusterIP' ? {} : { externalTrafficPolicy: 'Cluster', allocateLoadBalancerNodePorts: true }),
        },
        status: { loadBalancer: type === 'LoadBalancer' ? { ingress: [{ ip: '192.0.2.80' }] } : {} },
      },
      180 * DAY_MS,
    );
  const services: [string, string, number, number | string][] = [
    ['finance', 'payment-service', 80, 'http'],
    ['finance', 'api-gateway', 80, 'http'],
    ['finance', 'ledger-service', 80, 'http'],
    ['finance', 'account-service', 80, 'http'],
    ['finance', 'fraud-check', 80, 'http'],
    ['finance', 'invoice-service', 80, 'http'],
    ['web', 'landing', 80, 8080],
    ['web', 'checkout-ui', 80, 3000],
    ['web', 'imgproxy', 8080, 8080],
    ['data', 'postgres', 5432, 5432],
    ['data', 'redis', 6379, 6379],
    ['monitoring', 'prometheus', 9090, 9090],
    ['monitoring', 'grafana', 80, 3000],
    ['kube-system', 'kube-dns', 53, 53],
  ];
  for (const [i, [namespace, name, port, target]] of services.entries())
    service(namespace, name, name === 'kube-dns' ? 'coredns' : name, port, target, i);
  service('ingress-nginx', 'controller', 'ingress-nginx', 443, 443, services.length, 'LoadBalancer');
  seed.put(
    SERVICES,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.43.0.1',
        clusterIPs: ['10.43.0.1'],
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
        sessionAffinity: 'None',
      },
      status: { loadBalancer: {} },
    },
    212 * DAY_MS,
  );
  addPolicies(seed);
}

function addPolicies(seed: Seeder): void {
  const policy = (namespace: string, name: string, spec: object, ageDays = 140) =>
    seed.put(
      NETWORK_POLICIES,
      { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec },
      ageDays * DAY_MS,
    );
  const app = (...names: string[]) => ({ matchExpressions: [{ key: 'app', operator: 'In', values: names }] });
  const tcp = (port: number | string) => ({ port, protocol: 'TCP' });
  // It selects by `app`, so it goes on allowing egress beside any deny-all until the suspect has lost that label.
  policy('finance', 'allow-egress-web', {
    podSelector: app('payment-service', 'invoice-service', 'fraud-check'),
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
  });
  policy('finance', 'allow-gateway', {
    podSelector: app('payment-service', 'ledger-service', 'account-service'),
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [
          { podSelector: { matchLabels: { app: 'api-gateway' } } },
          { podSelector: { matchLabels: { app: 'payment-service' } } },
        ],
        ports: [tcp('http')],
      },
    ],
  });
  policy('finance', 'allow-ingress-controller', {
    podSelector: { matchLabels: { app: 'api-gateway' } },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
        ports: [tcp('http')],
      },
    ],
  });
  policy('data', 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  policy('data', 'allow-postgres', {
    podSelector: { matchLabels: { app: 'postgres' } },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [
          { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'finance' } } },
          { podSelector: {} },
        ],
        ports: [tcp(5432)],
      },
    ],
  });
  policy('data', 'allow-dns', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
        ports: [{ port: 53, protocol: 'UDP' }],
      },
    ],
  });
  policy('monitoring', 'default-deny-ingress', { podSelector: {}, policyTypes: ['Ingress'] });
}
