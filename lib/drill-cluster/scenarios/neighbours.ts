import {
  type ContainerWords,
  container,
  DAY_MS,
  HOUR_MS,
  type PodTemplate,
  placed,
  podSpec,
  type Seeder,
  template,
} from './build.ts';
import { WORKERS } from './cluster.ts';
import { addDaemonSet, addDeployment, addPod, addStatefulSet, type PodWords } from './workloads.ts';

/** One container under the label `app`, which is all that most neighbours are. */
function simple(
  app: string,
  words: Omit<ContainerWords, 'name'> & { name?: string },
  more: Parameters<typeof podSpec>[1] = {},
): PodTemplate {
  return template({ app }, podSpec([container({ name: app, ...words })], more));
}
const days = (...ages: number[]): PodWords[] => ages.map((age) => ({ ageMs: age * DAY_MS }));
const hostPath = (name: string, path: string, type = '') => ({ name, hostPath: { path, type } });
const TIGHT = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
};

/** Pods that are none of the story: ordinary ones, and ordinary faults that triage has to tell from a breach. */
export function addNeighbours(seed: Seeder): void {
  addWeb(seed);
  addData(seed);
  addMonitoring(seed);
  addPlatform(seed);
  addCi(seed);
}

function addWeb(seed: Seeder): void {
  const landing = (tag: string) =>
    template(
      { app: 'landing', version: tag },
      podSpec(
        [
          container({
            name: 'landing',
            image: `registry.acme.example/web/landing:${tag}`,
            ports: { http: 8080 },
            cpu: '20m',
            memory: '32Mi',
            security: TIGHT,
          }),
        ],
        { securityContext: { runAsUser: 101 } },
      ),
    );
  addDeployment(
    seed,
    {
      namespace: 'web',
      name: 'landing',
      ageMs: 150 * DAY_MS,
      revision: 88,
      template: landing('88'),
      pods: [{ ageMs: 3 * HOUR_MS, fault: 'ImagePullBackOff' }],
    },
    { template: landing('87'), ageMs: 19 * DAY_MS, pods: days(19, 6) },
  );
  addDeployment(seed, {
    namespace: 'web',
    name: 'checkout-ui',
    ageMs: 140 * DAY_MS,
    revision: 212,
    pods: days(2, 2),
    template: simple(
      'checkout-ui',
      {
        image: 'registry.acme.example/web/checkout-ui:212',
        ports: { http: 3000 },
        cpu: '50m',
        memory: '96Mi',
        security: TIGHT,
      },
      { serviceAccountName: 'checkout', securityContext: { runAsUser: 1000 } },
    ),
  });
  addDeployment(seed, {
    namespace: 'web',
    name: 'imgproxy',
    ageMs: 64 * DAY_MS,
    hash: '5d4c8f7b96',
    pods: [
      { suffix: '9wz6t', node: 'worker-7', ageMs: 19 * DAY_MS, restarts: 1, startedMs: 9 * DAY_MS },
      { suffix: 'lls9s', node: 'worker-11', ageMs: 19 * DAY_MS },
    ],
    template: simple('imgproxy', {
      image: 'docker.io/darthsim/imgproxy:latest',
      ports: { http: 8080 },
      cpu: '50m',
      memory: '64Mi',
    }),
  });
}

function addData(seed: Seeder): void {
  addStatefulSet(seed, {
    namespace: 'data',
    name: 'postgres',
    ageMs: 190 * DAY_MS,
    pods: [
      { ageMs: 64 * DAY_MS, node: 'worker-1' },
      { ageMs: 31 * DAY_MS, node: 'worker-12' },
    ],
    template: simple(
      'postgres',
      {
        image: 'docker.io/library/postgres:18.1',
        ports: { postgres: 5432 },
        cpu: '250m',
        memory: '256Mi',
        limit: '1Gi',
        secretEnv: { POSTGRES_PASSWORD: ['postgres-superuser', 'password'] },
        security: { allowPrivilegeEscalation: false },
      },
      { serviceAccountName: 'postgres', securityContext: { runAsUser: 999, fsGroup: 999 } },
    ),
  });
  addStatefulSet(seed, {
    namespace: 'data',
    name: 'redis',
    ageMs: 100 * DAY_MS,
    pods: days(19),
    template: simple(
      'redis',
      { image: 'docker.io/library/redis:8.2-alpine', ports: { redis: 6379 }, cpu: '50m', memory: '64Mi' },
      { securityContext: { runAsUser: 999 } },
    ),
  });
  addDeployment(seed, {
    namespace: 'data',
    name: 'warehouse-sync',
    ageMs: 80 * DAY_MS,
    pods: [{ ageMs: 2 * DAY_MS, restarts: 1, startedMs: 20 * HOUR_MS }],
    template: simple(
      'warehouse-sync',
      { image: 'registry.acme.example/data/warehouse-sync:0.31', cpu: '100m', memory: '128Mi', security: TIGHT },
      { serviceAccountName: 'sync', securityContext: { runAsUser: 1000 } },
    ),
  });
  addDeployment(seed, {
    namespace: 'data',
    name: 'bi-loader',
    ageMs: 5 * HOUR_MS,
    pods: [{ ageMs: 5 * HOUR_MS, fault: 'Pending' }],
    template: simple('bi-loader', { image: 'registry.acme.example/data/bi-loader:2.0.0', cpu: '24', memory: '64Gi' }),
  });
  addDeployment(seed, {
    namespace: 'data',
    name: 'report-export',
    ageMs: 44 * DAY_MS,
    revision: 9,
    pods: [{ suffix: 'wxjhv', ageMs: 2 * DAY_MS, fault: 'CrashLoopBackOff', restarts: 12 }],
    template: simple('report-export', {
      image: 'registry.acme.example/data/report-export:1.9.0',
      cpu: '100m',
      memory: '128Mi',
    }),
  });
}

function addMonitoring(seed: Seeder): void {
  addStatefulSet(seed, {
    namespace: 'monitoring',
    name: 'prometheus',
    ageMs: 130 * DAY_MS,
    pods: days(6),
    template: simple(
      'prometheus',
      {
        image: 'quay.io/prometheus/prometheus:v3.7.1',
        ports: { http: 9090 },
        cpu: '300m',
        memory: '256Mi',
        security: TIGHT,
      },
      { serviceAccountName: 'prometheus', securityContext: { runAsUser: 65534 } },
    ),
  });
  addDeployment(seed, {
    namespace: 'monitoring',
    name: 'grafana',
    ageMs: 130 * DAY_MS,
    pods: days(31),
    template: simple(
      'grafana',
      { image: 'docker.io/grafana/grafana:12.2.0', ports: { http: 3000 }, cpu: '100m', memory: '64Mi' },
      { serviceAccountName: 'grafana', securityContext: { runAsUser: 472 } },
    ),
  });
  addDeployment(seed, {
    namespace: 'monitoring',
    name: 'alertmanager',
    ageMs: 130 * DAY_MS,
    pods: days(31),
    template: simple(
      'alertmanager',
      {
        image: 'quay.io/prometheus/alertmanager:v0.29.0',
        ports: { http: 9093 },
        cpu: '20m',
        memory: '32Mi',
        security: TIGHT,
      },
      { securityContext: { runAsUser: 65534 } },
    ),
  });
  const exporter = podSpec(
    [
      container({
        name: 'node-exporter',
        image: 'quay.io/prometheus/node-exporter:v1.10.2',
        args: ['--path.rootfs=/host'],
        ports: { metrics: 9100 },
        cpu: '20m',
        memory: '24Mi',
        mounts: { '/host': 'root' },
        security: TIGHT,
      }),
    ],
    {
      hostNetwork: true,
      hostPID: true,
      serviceAccountName: 'node-exporter',
      automountServiceAccountToken: false,
      securityContext: { runAsUser: 65534 },
      nodeSelector: { 'acme.example/node-metrics': 'on' },
      volumes: [hostPath('root', '/')],
    },
  );
  addDaemonSet(
    seed,
    {
      namespace: 'monitoring',
      name: 'node-exporter',
      ageMs: 64 * DAY_MS,
      template: template({ app: 'node-exporter' }, exporter),
    },
    WORKERS.filter((_, i) => i % 3 === 0),
  );
}

function addPlatform(seed: Seeder): void {
  for (const [name, account] of [
    ['cert-manager-controller', 'cert-manager'],
    ['cert-manager-cainjector', 'cert-manager-cainjector'],
    ['cert-manager-webhook', 'cert-manager-webhook'],
  ] as const)
    addDeployment(seed, {
      namespace: 'cert-manager',
      name: name.replace('-controller', ''),
      ageMs: 64 * DAY_MS,
      pods: days(name.endsWith('webhook') ? 6 : 31),
      template: simple(
        name.replace('-controller', ''),
        { image: `quay.io/jetstack/${name}:v1.19.1`, cpu: '10m', memory: '32Mi', security: TIGHT },
        { serviceAccountName: account, securityContext: { runAsUser: 1000 } },
      ),
    });
  addDeployment(seed, {
    namespace: 'ingress-nginx',
    name: 'controller',
    ageMs: 120 * DAY_MS,
    pods: days(2, 2),
    template: simple(
      'ingress-nginx',
      {
        name: 'controller',
        image: 'registry.k8s.io/ingress-nginx/controller:v1.14.0',
        ports: { https: 443 },
        cpu: '100m',
        memory: '90Mi',
        security: {
          runAsUser: 101,
          allowPrivilegeEscalation: false,
          capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
        },
      },
      { serviceAccountName: 'ingress-nginx' },
    ),
  });
  addDeployment(seed, {
    namespace: 'kube-system',
    name: 'coredns',
    ageMs: 212 * DAY_MS,
    pods: days(64, 19),
    template: simple(
      'coredns',
      {
        image: 'registry.k8s.io/coredns/coredns:v1.13.1',
        ports: { dns: 53 },
        cpu: '100m',
        memory: '70Mi',
        limit: '170Mi',
        security: {
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
        },
      },
      { serviceAccountName: 'coredns' },
    ),
  });
  addDeployment(seed, {
    namespace: 'kube-system',
    name: 'metrics-server',
    ageMs: 130 * DAY_MS,
    pods: days(31),
    template: simple(
      'metrics-server',
      {
        image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
        ports: { https: 10250 },
        cpu: '100m',
        memory: '200Mi',
        security: TIGHT,
      },
      { serviceAccountName: 'metrics-server', securityContext: { runAsUser: 1000 } },
    ),
  });
  const cilium = podSpec(
    [
      container({
        name: 'cilium-agent',
        image: 'quay.io/cilium/cilium:v1.18.3',
        cpu: '100m',
        memory: '128Mi',
        mounts: { '/sys/fs/bpf': 'bpf', '/var/run/cilium': 'run', '/host/opt/cni/bin': 'cni' },
        security: { privileged: true },
      }),
    ],
    {
      hostNetwork: true,
      serviceAccountName: 'cilium',
      tolerations: [{ operator: 'Exists' }],
      volumes: [
        hostPath('bpf', '/sys/fs/bpf', 'DirectoryOrCreate'),
        hostPath('run', '/var/run/cilium', 'DirectoryOrCreate'),
        hostPath('cni', '/opt/cni/bin', 'DirectoryOrCreate'),
      ],
      priorityClassName: 'system-node-critical',
    },
  );
  addDaemonSet(
    seed,
    {
      namespace: 'kube-system',
      name: 'cilium',
      ageMs: 118 * DAY_MS,
      template: template({ app: 'cilium', 'k8s-app': 'cilium' }, cilium),
    },
    WORKERS,
  );
  const falco = podSpec(
    [
      container({
        name: 'falco',
        image: 'docker.io/falcosecurity/falco:0.43.0',
        cpu: '100m',
        memory: '128Mi',
        mounts: { '/host/proc': 'proc', '/host/var/run/containerd': 'containerd' },
        security: { privileged: true },
      }),
    ],
    {
      serviceAccountName: 'falco',
      nodeSelector: { 'acme.example/runtime-security': 'on' },
      volumes: [hostPath('proc', '/proc'), hostPath('containerd', '/var/run/containerd')],
    },
  );
  addDaemonSet(
    seed,
    { namespace: 'falco', name: 'falco', ageMs: 64 * DAY_MS, template: template({ app: 'falco' }, falco) },
    WORKERS.filter((_, i) => i % 2 === 0),
  );
  // Somebody's tool for a night shift, never taken away: bare, but old.
  const tools = simple('net-debug', {
    image: 'docker.io/library/busybox:1.37',
    args: ['sleep', 'infinity'],
    command: ['/bin/sh', '-c'],
  });
  addPod(seed, 'kube-system', 'net-debug', { ...tools, spec: placed(tools.spec, '', seed.random) }, null, {
    ageMs: 37 * DAY_MS,
    node: 'worker-5',
  });
}

function addCi(seed: Seeder): void {
  addStatefulSet(seed, {
    namespace: 'ci',
    name: 'runner',
    ageMs: 120 * DAY_MS,
    pods: days(6, 2),
    template: simple(
      'runner',
      {
        image: 'ghcr.io/actions/runner:2.331.0',
        cpu: '500m',
        memory: '512Mi',
        env: { RUNNER_GROUP: 'acme' },
        secretEnv: { RUNNER_TOKEN: ['runner-token', 'token'] },
        mounts: { '/var/run/docker.sock': 'docker' },
      },
      { serviceAccountName: 'runner', volumes: [hostPath('docker', '/var/run/docker.sock', 'Socket')] },
    ),
  });
}
