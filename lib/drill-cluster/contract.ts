/**
 * What the parts of the drill cluster agree on. The HTTP side (server/, api/) knows kinds, verbs and wire formats; the
 * scenario side (worlds/, controllers/, scenarios/) knows what runs. They meet in the Store and in Worlds.
 */
import type { KubeObject } from '../kubernetes/objects.ts';

/** Group and plural of a kind, as in a URL: {group: '', plural: 'pods'}, {group: 'apps', plural: 'deployments'}. */
export interface Resource {
  group: string;
  plural: string;
}

export type WatchEvent = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject; resourceVersion: number };

/** All objects, with one growing resourceVersion. Objects handed out are frozen; change a copy. */
export interface Store {
  readonly resourceVersion: number;
  get(resource: Resource, namespace: string | null, name: string): KubeObject | null;
  /** namespace null: of all namespaces */
  list(resource: Resource, namespace: string | null): readonly KubeObject[];
  /** Sets generation and resourceVersion, and uid and creationTimestamp where they are absent: a scenario seeds objects that are
   *  days old. What a client sends in those fields, the HTTP side drops. Throws ApiError 409 AlreadyExists. */
  create(resource: Resource, object: KubeObject): KubeObject;
  /** Replaces spec, metadata and, when `subresource` is 'status', status. Throws 404, 409 Conflict on a stale resourceVersion. A write that changes nothing keeps the resourceVersion. */
  update(resource: Resource, object: KubeObject, options?: { subresource?: 'status' }): KubeObject;
  /** Finalizers and graceful deletion as the API server does them; owners' garbage collection is a controller's. */
  remove(
    resource: Resource,
    namespace: string | null,
    name: string,
    options?: { graceSeconds?: number; uid?: string },
  ): KubeObject;
  /** Calls back in order, synchronously after each write. Returns how to stop. */
  subscribe(listener: (resource: Resource, event: WatchEvent) => void): () => void;
}

/** Time of the drill: runs faster than the wall's by `speed`, stands still in step-by-step. */
export interface DrillClock {
  /** milliseconds since the epoch */
  now(): number;
  readonly speed: number; // 0 (step by step) … 60
  setSpeed(speed: number): void;
  /** Moves on by hand; only for step-by-step and tests. */
  advance(ms: number): void;
  /** `run` at drill time `at`; returns how to cancel. */
  at(at: number, run: () => void): () => void;
}

export interface ExecIo {
  stdin: AsyncIterable<Uint8Array> | null;
  stdout(bytes: Uint8Array): Promise<void>;
  stderr(bytes: Uint8Array): Promise<void>;
  tty: boolean;
  signal: AbortSignal;
}

/** One running (or ended) container: process table, sockets, files, log. */
export interface World {
  /** Runs argv and answers its exit code. An unknown program: 127 and the runtime's words through `failToStart`. */
  exec(argv: readonly string[], io: ExecIo): Promise<{ exitCode: number } | { failToStart: string }>;
  log(options: LogOptions): AsyncIterable<Uint8Array>;
  /** null: nothing measured (not running, or too young) */
  usage(): { cpuNanoCores: number; memoryBytes: number } | null;
}

export interface LogOptions {
  previous: boolean;
  follow: boolean;
  timestamps: boolean;
  tailLines: number | null;
  sinceTime: number | null; // ms since the epoch
  limitBytes: number | null;
  signal: AbortSignal;
}

export interface Worlds {
  /** null when the container does not exist or never started */
  find(podUid: string, container: string): World | null;
}

/** Served under /drill/v1 beside the Kubernetes API, to the administrator's token only. */
export interface DrillState {
  scenario: string;
  speed: number;
  now: string; // RFC 3339, drill time
  /** beats of the story: what has happened and what comes next */
  beats: { id: string; title: string; at: string; done: boolean }[];
  exfiltration: {
    running: boolean;
    bytesSent: number;
    bytesPerSecond: number;
    to: string;
    blockedSince: string | null;
  };
}

/** GET state · POST speed {speed} · POST advance {ms} | {to: beat id} · POST reset */
export interface DrillControl {
  state(): DrillState;
  setSpeed(speed: number): void;
  advance(to: { ms: number } | { beat: string }): void;
  reset(): Promise<void>;
}
