import { container, DAY_MS, podSpec, type Seeder, template } from '../build.ts';
import { WORKERS } from '../cluster.ts';
import { addDaemonSet, addDeployment, addStatefulSet } from '../workloads.ts';
import { days, hostPath, simple, TIGHT } from './words.ts';

export function addMonitoring(seed: Seeder): void {
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
  addNodeExporter(seed);
}

function addNodeExporter(seed: Seeder): void {
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
