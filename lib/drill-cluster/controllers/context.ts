import type { KubeObject, Pod } from '../../kubernetes/objects.ts';
import type { DrillClock, Resource, Store, WatchEvent } from '../contract.ts';
import type { SeededRandom } from '../random.ts';

/** What a container does by itself; the worlds know it by image. The kubelet asks when it starts one. */
export interface Behaviour {
  /** ends by itself this long after its start, with this code; null: runs on */
  ends: { afterMs: number; exitCode: number } | null;
  /** the registry's words when the image cannot be had; null when it can */
  pullError: string | null;
  /** from SIGTERM to the last process's end */
  stopMs: number;
  digest: string; // of the image: sha256:…
}

export interface EventSubject {
  apiVersion?: string;
  kind?: string;
  metadata?: { name?: string; namespace?: string; uid?: string; resourceVersion?: string };
}

/** `source`: the component that writes it, as in `kubectl describe`; `host` for kubelets. */
export type Recorder = (
  subject: EventSubject,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  source: string,
  more?: { host?: string; fieldPath?: string },
) => void;

export interface Context {
  store: Store;
  clock: DrillClock;
  random: SeededRandom;
  record: Recorder;
  /** The pods of a namespace, from an index: a store's list looks at the pods of all. */
  pods(namespace: string): readonly Pod[];
  behaviour(image: string, args: readonly string[]): Behaviour;
  /** Housekeeping that takes a moment: `ms` of drill time, or at once when the clock is in step-by-step. */
  soon(ms: number, run: () => void): void;
  /** Look at `key` again after `ms` of drill time. */
  again(controller: string, key: string, ms: number): void;
}

export interface Controller {
  name: string;
  /** Keys ("namespace/name") that an event makes worth a look. `previous`: the object as it was before. */
  interested(resource: Resource, event: WatchEvent, previous: KubeObject | null): readonly string[];
  /** Brings the world of one key nearer to what is asked for. Reads everything fresh; may be called without need. */
  reconcile(key: string): void;
}
