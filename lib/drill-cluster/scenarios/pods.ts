import type { Container, ContainerStatus, OwnerReference, Pod } from '../../kubernetes/objects.ts';
import { asObject, get, PODS, timeOf } from '../controllers/objects.ts';
import { derived, notStarted, running, waiting } from '../controllers/pod-state.ts';
import { qosOf } from '../controllers/pod-template.ts';
import { hash32, seededRandom } from '../random.ts';
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
  const containerStatuses = (pod.spec?.containers ?? []).map((c) =>
    containerStatusOf(seed, pod, c, words, created, started),
  );
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

function containerStatusOf(
  seed: Seeder,
  pod: Pod,
  c: Container,
  words: PodWords,
  created: number,
  started: number,
): ContainerStatus {
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
