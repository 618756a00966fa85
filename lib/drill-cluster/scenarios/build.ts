import type { Container, KubeObject, Pod, PodSpec } from '../../kubernetes/objects.ts';
import type { Resource, Store } from '../contract.ts';
import { asObject, timeOf } from '../controllers/objects.ts';
import { withServiceAccount } from '../controllers/pod-template.ts';
import type { SeededRandom } from '../random.ts';
import { hash32, seededRandom } from '../random.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Puts objects of a certain age into a store. */
export interface Seeder {
  store: Store;
  random: SeededRandom;
  now: number;
  put(resource: Resource, object: object, ageMs: number): KubeObject;
}

export function seeder(store: Store, random: SeededRandom, now: number): Seeder {
  return {
    store,
    random,
    now,
    put(resource, object, ageMs) {
      const given = asObject(object);
      // Names give uids, so that a reset leaves the same ones; the age is part of what tells two generations of a name apart.
      const id = `${resource.plural} ${given.metadata?.namespace ?? ''}/${given.metadata?.name ?? ''} ${given.metadata?.uid ?? ''}`;
      return store.create(resource, {
        ...given,
        metadata: {
          ...given.metadata,
          uid: given.metadata?.uid ?? seededRandom(hash32(id)).uid(),
          creationTimestamp: timeOf(now - ageMs),
        },
      });
    },
  };
}

/** A container in the few words that differ between workloads. */
export interface ContainerWords {
  name: string;
  image: string;
  ports?: Record<string, number>;
  env?: Record<string, string>;
  secretEnv?: Record<string, [secret: string, key: string]>;
  cpu?: string;
  memory?: string;
  limit?: string; // of memory
  security?: Container['securityContext'];
  mounts?: Record<string, string>; // path → volume
  args?: string[];
  command?: string[];
  health?: string; // path of the liveness and readiness probe
}

/** What the API server's defaulting leaves of a container, so that a later write through the API changes nothing else. */
export function container(words: ContainerWords): Container {
  const port = Object.values(words.ports ?? {})[0];
  const probe =
    words.health === undefined || port === undefined
      ? undefined
      : {
          httpGet: { path: words.health, port, scheme: 'HTTP' },
          periodSeconds: 10,
          timeoutSeconds: 1,
          successThreshold: 1,
          failureThreshold: 3,
        };
  return {
    name: words.name,
    image: words.image,
    imagePullPolicy:
      words.image.endsWith(':latest') || !/[:@]/.test(words.image.split('/').at(-1) ?? '') ? 'Always' : 'IfNotPresent',
    ...(words.command === undefined ? {} : { command: words.command }),
    ...(words.args === undefined ? {} : { args: words.args }),
    ...(words.ports === undefined
      ? {}
      : {
          ports: Object.entries(words.ports).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' })),
        }),
    ...(words.env === undefined && words.secretEnv === undefined
      ? {}
      : {
          env: [
            ...Object.entries(words.env ?? {}).map(([name, value]) => ({ name, value })),
            ...Object.entries(words.secretEnv ?? {}).map(([name, [secret, key]]) => ({
              name,
              valueFrom: { secretKeyRef: { name: secret, key } },
            })),
          ],
        }),
    resources:
      words.cpu === undefined
        ? {}
        : {
            requests: { cpu: words.cpu, memory: words.memory ?? '64Mi' },
            ...(words.limit === undefined ? {} : { limits: { memory: words.limit } }),
          },
    ...(words.security === undefined ? {} : { securityContext: words.security }),
    ...(words.mounts === undefined
      ? {}
      : { volumeMounts: Object.entries(words.mounts).map(([mountPath, name]) => ({ name, mountPath })) }),
    ...(probe === undefined ? {} : { livenessProbe: probe, readinessProbe: probe }),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  };
}

export function podSpec(containers: Container[], more: Partial<PodSpec> = {}): PodSpec {
  return {
    containers,
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: more.hostNetwork === true ? 'ClusterFirstWithHostNet' : 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...more,
    ...(more.serviceAccountName === undefined ? {} : { serviceAccount: more.serviceAccountName }),
  };
}

/** What admission and scheduling add to a pod of a template. */
export const placed = (spec: PodSpec, node: string, random: SeededRandom): PodSpec => ({
  ...withServiceAccount(structuredClone(spec), { random }),
  ...(node === '' ? {} : { nodeName: node }),
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
  priority: 0,
  tolerations: ['not-ready', 'unreachable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })),
});

export type PodTemplate = { metadata: NonNullable<Pod['metadata']>; spec: PodSpec };
export const template = (
  labels: Record<string, string>,
  spec: PodSpec,
  annotations?: Record<string, string>,
): PodTemplate => ({
  metadata: annotations === undefined ? { labels } : { labels, annotations },
  spec,
});
