import { hexOf } from '../random.ts';
import { container, DAY_MS, HOUR_MS, podSpec, type Seeder, template } from './build.ts';
import { addNamespaces, addNodes } from './cluster.ts';
import { addCronJob } from './cronjob.ts';
import { addNeighbours } from './neighbours/index.ts';
import { addSystemRbac } from './rbac.ts';
import { addRights } from './rights.ts';
import { addSettings } from './settings.ts';
import { addDeployment } from './workloads.ts';

/** The pod that is broken into. Its names are those that the story tells. */
export const SUSPECT = {
  namespace: 'finance',
  workload: 'payment-service',
  name: 'payment-service-7c9f6d5b8-x2kqv',
  container: 'app',
} as const;
/** The pod that mines. */
export const MINER = { namespace: 'web', name: 'imgproxy-5d4c8f7b96-9wz6t', container: 'imgproxy' } as const;

const REGISTRY = 'registry.acme.example/finance';
const image = (name: string, tag: string) => `${REGISTRY}/${name}:${tag}@sha256:${hexOf(`${name}:${tag}`, 64)}`;
/** What the careful teams of this company set. */
const HARDENED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
};

/** A finance application of six services among ordinary neighbours: about 60 pods on 12 nodes. */
export function addFinance(seed: Seeder): void {
  addNodes(seed);
  addNamespaces(seed, [
    'default',
    'kube-system',
    'kube-public',
    'kube-node-lease',
    'finance',
    'web',
    'data',
    'monitoring',
    'cert-manager',
    'ingress-nginx',
    'falco',
    'ci',
  ]);
  addSystemRbac(seed);
  addRights(seed);
  addSettings(seed);
  addPayments(seed);
  addOtherServices(seed);
  addNeighbours(seed);
}

function addPayments(seed: Seeder): void {
  const app = container({
    name: 'app',
    image: image('payment', '2.14.0'),
    ports: { http: 8080 },
    cpu: '100m',
    memory: '192Mi',
    limit: '512Mi',
    health: '/healthz',
    env: {
      NODE_ENV: 'production',
      PORT: '8080',
      DEBUG_ENDPOINT: 'on',
      LEDGER_URL: 'http://ledger-service',
      DB_HOST: 'postgres.data',
    },
    secretEnv: {
      DB_PASSWORD: ['payments-db', 'password'],
      DATABASE_URL: ['payments-db', 'url'],
      PROVIDER_API_KEY: ['payment-provider', 'api-key'],
    },
    mounts: { '/etc/payment': 'config', '/var/run/secrets/provider': 'provider' },
    security: { allowPrivilegeEscalation: false },
  });
  const proxy = container({
    name: 'proxy',
    image: image('mesh-proxy', '1.9.2'),
    ports: { admin: 15000 },
    cpu: '20m',
    memory: '32Mi',
    limit: '64Mi',
    security: HARDENED,
  });
  addDeployment(seed, {
    namespace: 'finance',
    name: SUSPECT.workload,
    ageMs: 212 * DAY_MS - HOUR_MS,
    hash: '7c9f6d5b8',
    revision: 41,
    labels: { team: 'payments' },
    template: template(
      { app: SUSPECT.workload, version: '2.14.0' },
      podSpec([app, proxy], {
        serviceAccountName: 'payments',
        securityContext: { runAsUser: 1000, runAsGroup: 1000 },
        imagePullSecrets: [{ name: 'registry' }],
        volumes: [
          { name: 'config', configMap: { name: 'payment-config', defaultMode: 420 } },
          { name: 'provider', secret: { secretName: 'payment-provider', defaultMode: 420 } },
        ],
      }),
    ),
    pods: [
      { suffix: 'x2kqv', node: 'worker-3', ageMs: 6 * DAY_MS },
      { suffix: 'bmgwn', node: 'worker-10', ageMs: 6 * DAY_MS - 40_000 },
      { suffix: 'ntjdt', node: 'worker-6', ageMs: 6 * DAY_MS - 80_000 },
    ],
  });
}

function addOtherServices(seed: Seeder): void {
  const service = (
    name: string,
    short: string,
    tag: string,
    account: string,
    ages: number[],
    hardened: boolean,
    replaced = 0,
  ) =>
    addDeployment(seed, {
      namespace: 'finance',
      name,
      ageMs: 190 * DAY_MS,
      revision: 3 + (tag.charCodeAt(0) % 9),
      template: template(
        { app: name, version: tag },
        podSpec(
          [
            container({
              name: 'app',
              image: image(short, tag),
              ports: { http: 8080 },
              cpu: '100m',
              memory: '128Mi',
              limit: '768Mi',
              health: '/healthz',
              env: { PORT: '8080', LOG_LEVEL: 'info', DB_HOST: 'postgres.data' },
              ...(hardened ? { security: HARDENED } : {}),
            }),
          ],
          { serviceAccountName: account, ...(hardened ? { securityContext: { runAsUser: 10001 } } : {}) },
        ),
      ),
      pods: ages.map((days, i) => ({
        ageMs: days * DAY_MS - i * 45_000,
        restarts: i < replaced ? 1 : 0,
        ...(i < replaced ? { startedMs: 31 * HOUR_MS } : {}),
      })),
    });
  service('api-gateway', 'gateway', '5.2.0', 'gateway', [19, 0.17], false);
  service('ledger-service', 'ledger', '3.8.1', 'ledger', [31, 19, 6], false, 1);
  service('account-service', 'account', '7.1.0', 'accounts', [31, 6], true);
  service('fraud-check', 'fraud', '1.22.4', 'fraud', [2, 2], true);
  service('invoice-service', 'invoice', '4.0.2', 'invoices', [31, 0.46], true);
  addCronJob(
    seed,
    {
      namespace: 'finance',
      name: 'invoice-cleanup',
      ageMs: 120 * DAY_MS,
      template: template(
        { app: 'invoice-cleanup' },
        podSpec([container({ name: 'cleanup', image: image('invoice-cleanup', '1.3.0'), security: HARDENED })], {
          restartPolicy: 'OnFailure',
          serviceAccountName: 'invoices',
        }),
      ),
    },
    '15 */6 * * *',
    2.4 * HOUR_MS,
  );
}
