import type { KubeObject } from '../../kubernetes/objects.ts';
import { daemonRevision, pinTo } from '../controllers/daemonset.ts';
import { controllerRef, DAEMON_SETS, DEPLOYMENTS, keyOf, REPLICA_SETS, STATEFUL_SETS } from '../controllers/objects.ts';
import { revisionOf } from '../controllers/statefulset.ts';
import { hash32, safeHash } from '../random.ts';
import type { PodTemplate, Seeder } from './build.ts';
import { addPod, type PodWords } from './pods.ts';

export interface WorkloadWords {
  namespace: string;
  name: string;
  template: PodTemplate;
  ageMs: number;
  pods: PodWords[];
  /** pod-template-hash, when it must be a certain one */
  hash?: string;
  revision?: number;
  labels?: Record<string, string>;
}

/** A Deployment with its ReplicaSet and pods. `before`: the pods of the revision before, which a stuck roll-out leaves running. */
export function addDeployment(
  seed: Seeder,
  words: WorkloadWords,
  before?: { template: PodTemplate; pods: PodWords[]; ageMs: number },
): void {
  const { namespace, name } = words;
  const revision = words.revision ?? 1;
  const matchLabels = selectorLabels(words.template);
  const total = before === undefined ? words.pods.length : before.pods.length;
  const deployment = seed.put(
    DEPLOYMENTS,
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name,
        namespace,
        labels: { ...words.template.metadata.labels, ...words.labels },
        annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      },
      spec: {
        replicas: total,
        selector: { matchLabels },
        template: words.template,
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 10,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      },
    },
    words.ageMs,
  );
  if (before !== undefined)
    addReplicaSet(seed, words, deployment, total, {
      ...before,
      number: revision - 1,
      hash: safeHash(`${namespace}/${name} ${revision - 1}`),
    });
  addReplicaSet(seed, words, deployment, total, {
    template: words.template,
    pods: words.pods,
    ageMs: Math.min(words.ageMs, Math.max(...words.pods.map((pod) => pod.ageMs), 0) || words.ageMs),
    number: revision,
    hash: words.hash ?? safeHash(`${namespace}/${name} ${revision}`),
  });
}

interface Revision {
  template: PodTemplate;
  pods: PodWords[];
  ageMs: number;
  number: number;
  hash: string;
}

/** The ReplicaSet of one revision, and its pods; `total`: the replicas of the deployment. */
function addReplicaSet(
  seed: Seeder,
  { namespace, name, template: newest }: WorkloadWords,
  deployment: KubeObject,
  total: number,
  revision: Revision,
): void {
  const { template, pods, ageMs, number, hash } = revision;
  const matchLabels = selectorLabels(newest);
  const labels = { ...template.metadata.labels, 'pod-template-hash': hash };
  const hashed = { ...template, metadata: { ...template.metadata, labels } };
  const replicaSet = seed.put(
    REPLICA_SETS,
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        labels,
        ownerReferences: [controllerRef('apps/v1', 'Deployment', deployment)],
        annotations: {
          'deployment.kubernetes.io/desired-replicas': String(total),
          'deployment.kubernetes.io/max-replicas': String(total + Math.ceil(total / 4)),
          'deployment.kubernetes.io/revision': String(number),
        },
      },
      spec: {
        replicas: pods.length,
        selector: { matchLabels: { ...matchLabels, 'pod-template-hash': hash } },
        template: hashed,
      },
    },
    ageMs,
  );
  const owner = controllerRef('apps/v1', 'ReplicaSet', replicaSet);
  for (const [i, pod] of pods.entries())
    addPod(
      seed,
      namespace,
      `${name}-${hash}-${pod.suffix ?? safeHash(`${namespace}/${name}-${hash} pod ${i}`, 5)}`,
      hashed,
      owner,
      pod,
    );
}

export function addStatefulSet(seed: Seeder, words: WorkloadWords): void {
  const { namespace, name } = words;
  const set = seed.put(
    STATEFUL_SETS,
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name, namespace, labels: words.template.metadata.labels },
      spec: {
        replicas: words.pods.length,
        serviceName: name,
        selector: { matchLabels: selectorLabels(words.template) },
        template: words.template,
        podManagementPolicy: 'OrderedReady',
        revisionHistoryLimit: 10,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      },
    },
    words.ageMs,
  );
  for (const [ordinal, pod] of words.pods.entries()) {
    const podName = `${name}-${ordinal}`;
    addPod(seed, namespace, podName, words.template, controllerRef('apps/v1', 'StatefulSet', set), pod, {
      labels: {
        'controller-revision-hash': revisionOf({ metadata: { name }, spec: words }),
        'statefulset.kubernetes.io/pod-name': podName,
        'apps.kubernetes.io/pod-index': String(ordinal),
      },
      spec: { hostname: podName, subdomain: name },
    });
  }
}

export function addDaemonSet(seed: Seeder, words: Omit<WorkloadWords, 'pods'>, nodes: readonly string[]): void {
  const { namespace, name } = words;
  const set = seed.put(
    DAEMON_SETS,
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: {
        name,
        namespace,
        labels: words.template.metadata.labels,
        annotations: { 'deprecated.daemonset.template.generation': '1' },
      },
      spec: {
        selector: { matchLabels: selectorLabels(words.template) },
        template: words.template,
        revisionHistoryLimit: 10,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      },
    },
    words.ageMs,
  );
  for (const node of nodes)
    addPod(
      seed,
      namespace,
      `${name}-${safeHash(`${keyOf(set)} ${node}`, 5)}`,
      words.template,
      controllerRef('apps/v1', 'DaemonSet', set),
      { node, ageMs: words.ageMs - (hash32(node) % 50_000) },
      {
        labels: { 'controller-revision-hash': daemonRevision({ spec: words }), 'pod-template-generation': '1' },
        spec: { affinity: pinTo(node) },
      },
    );
}

/** The labels that selectors use; versions change with each release and are not among them. */
function selectorLabels(template: PodTemplate): Record<string, string> {
  const labels = template.metadata.labels ?? {};
  return labels.app === undefined ? labels : { app: labels.app };
}
