import { CONFIG_MAPS, NAMESPACES, NODES, SERVICE_ACCOUNTS, timeOf } from '../controllers/objects.ts';
import { hexOf } from '../random.ts';
import { DAY_MS, type Seeder } from './build.ts';

export const WORKERS = Array.from({ length: 12 }, (_, i) => `worker-${i + 1}`);

/** Nodes as kubeadm and a cloud would leave them. `runtime`: nodes with Falco; `metrics`: with node-exporter. */
export function addNodes(seed: Seeder, ageMs = 212 * DAY_MS): void {
  for (const [i, name] of WORKERS.entries()) {
    const ip = `10.0.10.${11 + i}`;
    const since = timeOf(seed.now - ageMs);
    const condition = (type: string, status: string, reason: string, message: string) => ({
      type,
      status,
      reason,
      message,
      lastHeartbeatTime: timeOf(seed.now - 40_000),
      lastTransitionTime: since,
    });
    const size = {
      cpu: '8',
      memory: '32868204Ki',
      pods: '110',
      'ephemeral-storage': '101430960Ki',
      'hugepages-2Mi': '0',
    };
    seed.put(
      NODES,
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name,
          labels: {
            'kubernetes.io/hostname': name,
            'kubernetes.io/os': 'linux',
            'kubernetes.io/arch': 'amd64',
            'beta.kubernetes.io/os': 'linux',
            'beta.kubernetes.io/arch': 'amd64',
            'topology.kubernetes.io/zone': `eu-1${'abc'[i % 3]}`,
            'topology.kubernetes.io/region': 'eu-1',
            'node.kubernetes.io/instance-type': 'm7.2xlarge',
            ...(i % 2 === 0 ? { 'acme.example/runtime-security': 'on' } : {}),
            ...(i % 3 === 0 ? { 'acme.example/node-metrics': 'on' } : {}),
          },
          annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
        },
        spec: { podCIDR: `10.42.${i + 1}.0/24`, podCIDRs: [`10.42.${i + 1}.0/24`] },
        status: {
          addresses: [
            { type: 'InternalIP', address: ip },
            { type: 'Hostname', address: name },
          ],
          capacity: size,
          allocatable: { ...size, cpu: '7800m', memory: '31844204Ki' },
          conditions: [
            condition(
              'MemoryPressure',
              'False',
              'KubeletHasSufficientMemory',
              'kubelet has sufficient memory available',
            ),
            condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
            condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
            condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
          ],
          daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
          nodeInfo: {
            architecture: 'amd64',
            bootID: hexOf(`boot ${name}`, 32),
            machineID: hexOf(`machine ${name}`, 32),
            systemUUID: hexOf(`system ${name}`, 32),
            kernelVersion: '6.1.0-31-amd64',
            kubeProxyVersion: '',
            kubeletVersion: 'v1.37.2',
            operatingSystem: 'linux',
            osImage: 'Debian GNU/Linux 12 (bookworm)',
            containerRuntimeVersion: 'containerd://2.1.4',
          },
        },
      },
      ageMs,
    );
  }
}

export function addNamespaces(seed: Seeder, names: readonly string[], ageMs = 211 * DAY_MS): void {
  for (const name of names) {
    seed.put(
      NAMESPACES,
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      },
      ageMs,
    );
    addAccount(seed, name, 'default', ageMs);
    seed.put(
      CONFIG_MAPS,
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'kube-root-ca.crt', namespace: name },
        data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nZHJpbGwgY2x1c3RlciBDQQ==\n-----END CERTIFICATE-----\n' },
      },
      ageMs,
    );
  }
}

export function addAccount(seed: Seeder, namespace: string, name: string, ageMs = 200 * DAY_MS): void {
  seed.put(SERVICE_ACCOUNTS, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }, ageMs);
}
