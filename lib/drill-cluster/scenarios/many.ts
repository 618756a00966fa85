import { asObject, controllerRef, DEPLOYMENTS, PODS, REPLICA_SETS, timeOf } from '../controllers/objects.ts';
import { derived, notStarted, running } from '../controllers/pod-state.ts';
import { imageFacts } from '../worlds/images.ts';
import { container, DAY_MS, placed, podSpec, type Seeder, template } from './build.ts';
import { addNamespaces, WORKERS } from './cluster.ts';

const NAMESPACES = 50;

/** `count` ordinary running pods, each namespace's under one Deployment, settled, so that no controller has anything to do. */
export function addManyPods(seed: Seeder, count: number): void {
  const names = Array.from({ length: NAMESPACES }, (_, i) => `bulk-${String(i).padStart(2, '0')}`);
  addNamespaces(seed, names, 90 * DAY_MS);
  const image = 'registry.acme.example/bulk/service:1.0.0';
  const { digest } = imageFacts(image, []);
  for (const [n, namespace] of names.entries()) {
    const replicas = Math.floor(count / NAMESPACES) + (n < count % NAMESPACES ? 1 : 0);
    const spec = podSpec(
      [
        container({
          name: 'app',
          image,
          ports: { http: 8080 },
          cpu: '1m',
          memory: '16Mi',
          security: { readOnlyRootFilesystem: true, runAsNonRoot: true, allowPrivilegeEscalation: false },
        }),
      ],
      { securityContext: { runAsUser: 1000 }, automountServiceAccountToken: false },
    );
    const labels = { app: 'service' };
    const deployment = seed.put(
      DEPLOYMENTS,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'service', namespace, labels, annotations: { 'deployment.kubernetes.io/revision': '1' } },
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: template(labels, spec),
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
        },
      },
      80 * DAY_MS,
    );
    const hashed = { ...labels, 'pod-template-hash': 'b5d8f7c64' };
    const set = seed.put(
      REPLICA_SETS,
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name: 'service-b5d8f7c64',
          namespace,
          labels: hashed,
          annotations: { 'deployment.kubernetes.io/revision': '1' },
          ownerReferences: [controllerRef('apps/v1', 'Deployment', deployment)],
        },
        spec: { replicas, selector: { matchLabels: hashed }, template: template(hashed, spec) },
      },
      80 * DAY_MS,
    );
    for (let i = 0; i < replicas; i++) {
      const at = seed.now - DAY_MS - i * 1000;
      const pod = {
        metadata: { name: `service-b5d8f7c64-${seed.random.suffix(5)}`, namespace, uid: seed.random.uid() },
        spec: placed(spec, WORKERS[(n + i) % WORKERS.length] ?? '', seed.random),
      };
      const ip = `10.${100 + n}.${Math.floor(i / 250)}.${2 + (i % 250)}`;
      const c = spec.containers[0];
      if (c === undefined) return;
      seed.put(
        PODS,
        asObject({
          apiVersion: 'v1',
          kind: 'Pod',
          ...pod,
          metadata: {
            ...pod.metadata,
            generateName: 'service-b5d8f7c64-',
            labels: hashed,
            ownerReferences: [controllerRef('apps/v1', 'ReplicaSet', set)],
          },
          status: derived(
            pod,
            {
              hostIP: '10.0.10.11',
              podIP: ip,
              podIPs: [{ ip }],
              startTime: timeOf(at),
              qosClass: 'Burstable',
              containerStatuses: [{ ...notStarted(c), ...running(pod, c, digest, 0, at + 1000) }],
            },
            at + 1000,
          ),
        }),
        DAY_MS + i * 1000,
      );
    }
  }
}
