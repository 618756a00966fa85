import type { ContainerStatus, OwnerReference, Pod } from '../../kubernetes/objects.ts';
import { daemonRevision, pinTo } from '../controllers/daemonset.ts';
import {
  asObject,
  CRON_JOBS,
  controllerRef,
  DAEMON_SETS,
  DEPLOYMENTS,
  get,
  JOBS,
  keyOf,
  PODS,
  REPLICA_SETS,
  STATEFUL_SETS,
  timeOf,
} from '../controllers/objects.ts';
import { derived, notStarted, running, waiting } from '../controllers/pod-state.ts';
import { qosOf } from '../controllers/pod-template.ts';
import { revisionOf } from '../controllers/statefulset.ts';
import { hash32, safeHash, seededRandom } from '../random.ts';
import { imageFacts } from '../worlds/images.ts';
import { type PodTemplate, placed, type Seeder } from './build.ts';

/** One pod of a workload. Absent values are chosen from the name, so they are the same at every start. */
export interface PodWords {
  suffix?: string;
  node?: string;
  ageMs: number;
  restarts?: number;
  /** since when it runs, when that is not since its creation */
  startedMs?: number;
  fault?: 'ImagePullBackOff' | 'CrashLoopBackOff' | 'Pending';
  done?: { exitCode: number; afterMs: number };
}

export function addPod(
  seed: Seeder,
  namespace: string,
  name: string,
  template: PodTemplate,
  owner: OwnerReference | null,
  words: PodWords,
  more: { labels?: Record<string, string>; spec?: Partial<Pod['spec']> } = {},
): Pod {
  const random = seededRandom(hash32(`${namespace}/${name}`));
  const node = words.fault === 'Pending' ? '' : (words.node ?? `worker-${1 + Math.floor(random.next() * 12)}`);
  const spec = { ...placed({ ...template.spec, ...more.spec }, node, random) };
  const created = seed.now - words.ageMs;
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid: random.uid(),
      labels: { ...template.metadata.labels, ...more.labels },
      ...(template.metadata.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
      ...(owner === null ? {} : { generateName: `${owner.name}-`, ownerReferences: [owner] }),
    },
    spec,
    status: { phase: 'Pending', qosClass: qosOf(spec) },
  };
  if (node !== '') pod.status = statusOf(seed, pod, created, words, random.next());
  return seed.put(PODS, asObject(pod), words.ageMs) as Pod; // a store gives back the kind it was given
}

function statusOf(
  seed: Seeder,
  pod: Pod,
  created: number,
  words: PodWords,
  chance: number,
): NonNullable<Pod['status']> {
  const node = get(seed.store, 'nodes', null, pod.spec?.nodeName ?? '');
  const hostIP = node?.status?.addresses?.[0]?.address ?? '10.0.10.1';
  const octet = node?.spec?.podCIDR?.split('.')[2] ?? '250';
  const podIP = pod.spec?.hostNetwork === true ? hostIP : address(seed, octet, chance);
  const started = seed.now - (words.startedMs ?? words.ageMs) + 2000;
  const containerStatuses = (pod.spec?.containers ?? []).map((c): ContainerStatus => {
    const base = notStarted(c);
    const { digest, pullError, ends } = imageFacts(c.image ?? '', []);
    const runs = { ...base, ...running(pod, c, digest, words.restarts ?? 0, started) };
    if (words.fault === 'ImagePullBackOff')
      return {
        ...base,
        state: waiting('ImagePullBackOff', `Back-off pulling image "${c.image}": ErrImagePull: ${pullError ?? ''}`),
      };
    const terminated = (exitCode: number, endedAt: number, ranMs: number) => ({
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: timeOf(endedAt - ranMs),
      finishedAt: timeOf(endedAt),
      containerID: runs.containerID,
    });
    if (words.done !== undefined)
      return {
        ...runs,
        ready: false,
        started: false,
        state: { terminated: terminated(words.done.exitCode, created + words.done.afterMs, words.done.afterMs - 2000) },
      };
    if (words.fault === 'CrashLoopBackOff') {
      const endedAt = seed.now - 100_000;
      return {
        ...runs,
        ready: false,
        started: false,
        lastState: { terminated: terminated(ends?.exitCode ?? 1, endedAt, ends?.afterMs ?? 4000) },
        state: waiting(
          'CrashLoopBackOff',
          `back-off 5m0s restarting failed container=${c.name} pod=${pod.metadata?.name}_${pod.metadata?.namespace}(${pod.metadata?.uid})`,
        ),
      };
    }
    if ((words.restarts ?? 0) > 0)
      return { ...runs, lastState: { terminated: terminated(137, started - 2000, 5 * 3_600_000) } };
    return runs;
  });
  const conditionsAt = words.done === undefined ? started : created + words.done.afterMs;
  return derived(
    pod,
    {
      qosClass: pod.status?.qosClass ?? 'BestEffort',
      hostIP,
      hostIPs: [{ ip: hostIP }],
      podIP,
      podIPs: [{ ip: podIP }],
      startTime: timeOf(created),
      containerStatuses,
    },
    conditionsAt,
  );
}

const taken = new WeakMap<Seeder, Set<string>>();
function address(seed: Seeder, octet: string, chance: number): string {
  const used = taken.get(seed) ?? new Set<string>();
  taken.set(seed, used);
  for (let n = Math.floor(chance * 250); ; n++) {
    const ip = `10.42.${octet}.${2 + (n % 250)}`;
    if (used.has(ip) && n < 1000) continue;
    used.add(ip);
    return ip;
  }
}

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
  const set = (template: PodTemplate, pods: PodWords[], ageMs: number, number: number, hash: string) => {
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
  };
  if (before !== undefined)
    set(before.template, before.pods, before.ageMs, revision - 1, safeHash(`${namespace}/${name} ${revision - 1}`));
  set(
    words.template,
    words.pods,
    Math.min(words.ageMs, Math.max(...words.pods.map((pod) => pod.ageMs), 0) || words.ageMs),
    revision,
    words.hash ?? safeHash(`${namespace}/${name} ${revision}`),
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

/** A CronJob whose last Job is done; the pod of that Job is left as Completed. */
export function addCronJob(
  seed: Seeder,
  words: Omit<WorkloadWords, 'pods'>,
  schedule: string,
  lastRunMs: number,
): void {
  const { namespace, name } = words;
  const jobSpec = {
    template: words.template,
    backoffLimit: 6,
    completions: 1,
    parallelism: 1,
    suspend: false,
    completionMode: 'NonIndexed',
  };
  const at = Math.floor((seed.now - lastRunMs) / 60_000) * 60_000;
  const cron = seed.put(
    CRON_JOBS,
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name, namespace, labels: words.template.metadata.labels },
      spec: {
        schedule,
        concurrencyPolicy: 'Forbid',
        suspend: false,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: jobSpec },
      },
      status: { lastScheduleTime: timeOf(at), lastSuccessfulTime: timeOf(at + 40_000) },
    },
    words.ageMs,
  );
  const jobName = `${name}-${at / 60_000}`;
  const uid = seededRandom(hash32(`${namespace}/${name} job`)).uid();
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': jobName,
    'controller-uid': uid,
    'job-name': jobName,
  };
  const job = seed.put(
    JOBS,
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: jobName,
        namespace,
        uid,
        labels: { ...words.template.metadata.labels, ...labels },
        ownerReferences: [controllerRef('batch/v1', 'CronJob', cron)],
      },
      spec: {
        ...jobSpec,
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
        template: { ...words.template, metadata: { labels: { ...words.template.metadata.labels, ...labels } } },
      },
      status: {
        startTime: timeOf(at),
        completionTime: timeOf(at + 40_000),
        succeeded: 1,
        ready: 0,
        terminating: 0,
        uncountedTerminatedPods: {},
        conditions: [
          {
            type: 'Complete',
            status: 'True',
            reason: 'CompletionsReached',
            message: 'Reached expected number of succeeded pods',
            lastProbeTime: timeOf(at + 40_000),
            lastTransitionTime: timeOf(at + 40_000),
          },
        ],
      },
    },
    seed.now - at,
  );
  addPod(
    seed,
    namespace,
    `${jobName}-${safeHash(jobName, 5)}`,
    { ...words.template, metadata: { labels: { ...words.template.metadata.labels, ...labels } } },
    controllerRef('batch/v1', 'Job', job),
    {
      ageMs: seed.now - at,
      done: { exitCode: 0, afterMs: 38_000 },
    },
  );
}

/** The labels that selectors use; versions change with each release and are not among them. */
function selectorLabels(template: PodTemplate): Record<string, string> {
  const labels = template.metadata.labels ?? {};
  return labels.app === undefined ? labels : { app: labels.app };
}
