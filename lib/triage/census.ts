import { parseImage } from '../kubernetes/images.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { controllerOf } from '../kubernetes/owners.ts';

/** What is usual in a cluster, counted by direct owner, so that a workload of many pods counts once. */
export interface Census {
  add(pod: Pod): void;
  remove(pod: Pod): void;
  /** Other workloads of the namespace, and how many of them pull from this registry. */
  registryUse(pod: Pod, registry: string): { others: number; using: number };
  /** Other pods of the namespace, and how many of them have no owner. */
  ownerless(pod: Pod): { others: number; without: number };
  /** Workloads of the whole cluster with a container of this name. */
  workloadsWithContainer(name: string): number;
  pods(): number;
  /** Pods created in the minute of `since` or later. */
  createdSince(since: number): number;
}

/** Counts that forget what falls to nothing. */
class Tally {
  readonly counts = new Map<string, number>();
  change(key: string, by: 1 | -1): void {
    const count = (this.counts.get(key) ?? 0) + by;
    if (count > 0) this.counts.set(key, count);
    else this.counts.delete(key);
  }
}

class Tallies {
  readonly byKey = new Map<string, Tally>();
  change(key: string, entry: string, by: 1 | -1): void {
    let tally = this.byKey.get(key);
    if (!tally) {
      tally = new Tally();
      this.byKey.set(key, tally);
    }
    tally.change(entry, by);
    if (tally.counts.size === 0) this.byKey.delete(key);
  }
  /** Distinct entries below a key, without one of them. */
  others(key: string, own: string): number {
    const counts = this.byKey.get(key)?.counts;
    return counts ? counts.size - (counts.has(own) ? 1 : 0) : 0;
  }
}

const MINUTE = 60_000;

export function createCensus(): Census {
  const owners = new Tallies(); // namespace → owners
  const registries = new Tallies(); // namespace, registry → owners
  const containers = new Tallies(); // container name → owners
  const pods = new Tally(); // by namespace
  const ownerless = new Tally();
  const minutes = new Tally();
  let total = 0;

  const change = (pod: Pod, by: 1 | -1) => {
    const namespace = pod.metadata?.namespace ?? '';
    const owner = ownerKey(pod);
    total += by;
    pods.change(namespace, by);
    owners.change(namespace, owner, by);
    if (!controllerOf(pod)) ownerless.change(namespace, by);
    for (const registry of registriesOf(pod)) registries.change(`${namespace} ${registry}`, owner, by);
    const all = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
    for (const name of new Set(all.map((container) => container.name))) containers.change(name, owner, by);
    minutes.change(String(minuteOf(pod.metadata?.creationTimestamp)), by);
  };

  return {
    add: (pod) => change(pod, 1),
    remove: (pod) => change(pod, -1),
    registryUse(pod, registry) {
      const namespace = pod.metadata?.namespace ?? '';
      const own = ownerKey(pod);
      return { others: owners.others(namespace, own), using: registries.others(`${namespace} ${registry}`, own) };
    },
    ownerless(pod) {
      const namespace = pod.metadata?.namespace ?? '';
      const self = controllerOf(pod) ? 0 : 1;
      return {
        others: (pods.counts.get(namespace) ?? 1) - 1,
        without: (ownerless.counts.get(namespace) ?? self) - self,
      };
    },
    workloadsWithContainer: (name) => containers.byKey.get(name)?.counts.size ?? 0,
    pods: () => total,
    createdSince(since) {
      let count = 0;
      for (const [minute, pods] of minutes.counts) if (Number(minute) >= Math.floor(since / MINUTE)) count += pods;
      return count;
    },
  };
}

const minuteOf = (time: string | undefined) => (time === undefined ? -1 : Math.floor(Date.parse(time) / MINUTE));

const ownerKey = (pod: Pod) => controllerOf(pod)?.uid ?? pod.metadata?.uid ?? pod.metadata?.name ?? '';

/** Registries that the containers of a pod are pulled from. Not ephemeral ones: they come later and have a signal of their own. */
export function registriesOf({ spec }: Pod): Set<string> {
  const images = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(({ image }) => image ?? '');
  return new Set(images.flatMap((image) => parseImage(image)?.registry ?? []));
}
