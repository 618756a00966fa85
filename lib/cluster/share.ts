import type { KubeObject } from '../kubernetes/objects.ts';

/**
 * Ten thousand pods of a hundred workloads say the same thing a hundred times over. Parts that are equal become one object in
 * memory; objects of the cache are never changed, so nobody can tell.
 */
export class Sharer {
  readonly #pool = new Map<string, object>();
  readonly #limit: number;

  /** `limit`: parts remembered; then it begins anew, and later equals are a second object, which is no harm */
  constructor(limit = 5_000) {
    this.#limit = limit;
  }

  /** Replaces the parts in place; the object has just been parsed and belongs to the caller. */
  sharePod(pod: KubeObject): void {
    this.#fields(pod.metadata, ['labels', 'annotations', 'ownerReferences']);
    const { spec, status } = pod;
    this.#fields(spec, [
      'tolerations',
      'nodeSelector',
      'affinity',
      'securityContext',
      'imagePullSecrets',
      'topologySpreadConstraints',
      'dnsConfig',
    ]);
    for (const kind of ['containers', 'initContainers']) {
      for (const container of listAt(spec, kind)) {
        this.#fields(container, [
          'env',
          'envFrom',
          'resources',
          'ports',
          'securityContext',
          'command',
          'args',
          'livenessProbe',
          'readinessProbe',
          'startupProbe',
          'lifecycle',
        ]);
        this.#items(container, 'volumeMounts');
      }
    }
    for (const volume of listAt(spec, 'volumes'))
      this.#fields(volume, ['projected', 'configMap', 'secret', 'emptyDir', 'hostPath']);
    this.#fields(status, ['hostIPs', 'allocatedResources']);
    for (const each of listAt(status, 'containerStatuses'))
      this.#fields(each, ['volumeMounts', 'resources', 'allocatedResources', 'user']);
  }

  shareEvent(event: KubeObject): void {
    this.#fields(event, ['source', 'series']);
  }

  #fields(owner: unknown, names: readonly string[]): void {
    if (!isRecord(owner)) return;
    for (const name of names) {
      const value = owner[name];
      if (typeof value === 'object' && value !== null) owner[name] = this.#shared(value);
    }
  }

  #items(owner: Record<string, unknown>, name: string): void {
    const items = owner[name];
    if (Array.isArray(items)) owner[name] = items.map((item: unknown) => (isRecord(item) ? this.#shared(item) : item));
  }

  #shared(value: object): object {
    const key = JSON.stringify(value);
    if (key.length > 4_000) return value;
    const known = this.#pool.get(key);
    if (known !== undefined) return known;
    if (this.#pool.size >= this.#limit) this.#pool.clear();
    this.#pool.set(key, value);
    return value;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listAt = (owner: unknown, name: string): Record<string, unknown>[] => {
  const list = isRecord(owner) ? owner[name] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
};
