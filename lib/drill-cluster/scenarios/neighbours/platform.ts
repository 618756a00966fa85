import { container, DAY_MS, placed, podSpec, type Seeder, template } from '../build.ts';
import { WORKERS } from '../cluster.ts';
import { addPod } from '../pods.ts';
import { addDaemonSet, addDeployment } from '../workloads.ts';
import { days, hostPath, simple, TIGHT } from './words.ts';

export function addPlatform(seed: Seeder): void {
  addCertManager(seed);
  addIngress(seed);
  addCoreServices(seed);
  addCilium(seed);
  addFalco(seed);
  addLeftTool(seed);
}

function addCertManager(seed: Seeder): void {
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
}

function addIngress(seed: Seeder): void {
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
}

function addCoreServices(seed: Seeder): void {
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
}

function addCilium(seed: Seeder): void {
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
}

function addFalco(seed: Seeder): void {
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
}

/** Somebody's tool for a night shift, never taken away: bare, but old. */
function addLeftTool(seed: Seeder): void {
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
