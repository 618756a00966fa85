import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import type { PodMetrics } from '../kubernetes/objects.ts';
import { parseQuantity } from '../kubernetes/quantity.ts';
import { inWords } from './error-words.ts';
import type { Connection } from './http.server.ts';
import { request } from './request.server.ts';
import type { ClusterStatus } from './status.ts';

const EVERY_MS = 15_000;
/** Samples kept per pod: three minutes. */
const HISTORY = 12;

export interface Usage {
  cpuCores: number;
  memoryBytes: number;
  /** cores, oldest first, the latest included */
  history: readonly number[];
}

/** Asks metrics.k8s.io every 15 s. A pod that is not in its answer has no usage, which is "unknown" and never 0. */
export class Metrics {
  readonly #connection: Connection;
  readonly #onPoll: (keys: readonly string[]) => void;
  readonly #everyMs: number;
  #usage = new Map<string, Usage>();
  #state: ClusterStatus['metrics'] = { state: 'unknown', asOf: null, why: 'Not asked yet.' };

  /** `onPoll` hears "namespace/name" of each pod whose usage came, changed or went. */
  constructor(connection: Connection, onPoll: (keys: readonly string[]) => void, everyMs = EVERY_MS) {
    this.#connection = connection;
    this.#onPoll = onPoll;
    this.#everyMs = everyMs;
  }

  of(namespace: string, name: string): Usage | null {
    return this.#usage.get(`${namespace}/${name}`) ?? null;
  }

  get status(): ClusterStatus['metrics'] {
    return this.#state;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#poll(signal);
      await wait(this.#everyMs, undefined, { signal }).catch(() => {});
    }
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const answer = await request<{ items?: PodMetrics[] }>(this.#connection, {
      method: 'GET',
      path: '/apis/metrics.k8s.io/v1beta1/pods',
      signal,
    });
    if (signal.aborted) return;
    const before = this.#usage;
    if (!answer.ok) {
      const { error } = answer;
      this.#usage = new Map(); // old numbers must neither raise nor clear a signal
      this.#state = {
        state: error.kind === 'forbidden' ? 'forbidden' : 'unavailable',
        asOf: this.#state.asOf,
        why:
          error.kind === 'not-found'
            ? 'The cluster does not serve metrics.k8s.io (no metrics-server).'
            : inWords(error),
      };
      this.#onPoll([...before.keys()]);
      return;
    }
    const now = new Map<string, Usage>();
    for (const item of answer.value.body.items ?? []) {
      const key = `${item.metadata.namespace ?? ''}/${item.metadata.name ?? ''}`;
      const usage = usageOf(item, before.get(key));
      if (usage !== null) now.set(key, usage);
    }
    this.#usage = now;
    this.#state = { state: 'live', asOf: new Date().toISOString(), why: null };
    this.#onPoll([...new Set([...before.keys(), ...now.keys()])]);
  }
}

function usageOf(item: PodMetrics, before: Usage | undefined): Usage | null {
  let cpu = 0;
  let memory = 0;
  for (const container of item.containers ?? []) {
    const cores = parseQuantity(container.usage?.cpu);
    const bytes = parseQuantity(container.usage?.memory);
    if (cores === null || bytes === null) return null;
    cpu += cores;
    memory += bytes;
  }
  return { cpuCores: cpu, memoryBytes: memory, history: [...(before?.history ?? []), cpu].slice(-HISTORY) };
}
