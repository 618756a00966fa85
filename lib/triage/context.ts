import { type Danger, dangers } from '../kubernetes/dangers.ts';
import type { Node, Pod, ServiceAccount } from '../kubernetes/objects.ts';
import type { FindByUid } from '../kubernetes/owners.ts';
import { indexRbac, type Rbac, type RbacIndex, rulesFor, serviceAccountSubject } from '../kubernetes/rbac.ts';
import { type Census, createCensus } from './census.ts';

/** Measured use of a pod, as metrics.k8s.io gives it. */
export interface Usage {
  cpuCores: number;
  memoryBytes: number;
  /** cores, oldest first, the latest included; at most 12 */
  history: readonly number[];
}

/** The quietest stretch of a pod that was ever seen: mean of four samples in a row. */
export interface Idle {
  cores: number;
  seenAt: number; // ms since the epoch
}

/** Where triage reads from; a cluster cache is one. Each answers from memory. */
export interface TriageSources {
  /** undefined: no such node, or nodes cannot be read */
  node(name: string): Node | undefined;
  find: FindByUid;
  /** null: RBAC could not be read completely, so that every answer from it is unknown */
  rbac(): Rbac | null;
  /** undefined: not known */
  serviceAccount(namespace: string, name: string): ServiceAccount | undefined;
  /** null: nothing measured, which is unknown and never 0 */
  usage(namespace: string, name: string): Usage | null;
}

/** Everything signals ask, ready for many pods. Unknown is null or undefined, and neither raises nor clears a signal. */
export interface TriageContext {
  now: number; // ms since the epoch
  /** pods created after this are very new; null when so many are (a cluster just started) that it says nothing */
  newSince: number | null;
  node(name: string): Node | undefined;
  find: FindByUid;
  /** why the rights of a service account are dangerous */
  dangersOf(namespace: string, serviceAccount: string): readonly Danger[] | null;
  serviceAccount(namespace: string, name: string): ServiceAccount | undefined;
  usage(namespace: string, name: string): Usage | null;
  idle(namespace: string, name: string): Idle | null;
  census: Census;
}

export interface ContextKeeper {
  /** `before` null: came; `after` null: went */
  podChanged(before: Pod | null, after: Pod | null): void;
  /** a role or binding changed, or became readable */
  rbacChanged(): void;
  /** `pods`: "namespace/name" whose usage came, changed or went */
  usageChanged(pods: readonly string[], now: number): void;
  at(now: number): TriageContext;
}

export const VERY_NEW_MS = 15 * 60_000;
/** When more than this part of all pods is very new, none is called so. */
const MANY = 0.3;
const IDLE_SAMPLES = 4;

/** Keeps the context current from single changes, so that one pod is ranked without a look at the others. */
export function keepContext(sources: TriageSources): ContextKeeper {
  const census = createCensus();
  const idle = new Map<string, Idle>();
  let rights = rightsOf(sources);
  return {
    podChanged(before, after) {
      if (before) census.remove(before);
      if (after) census.add(after);
      else if (before) idle.delete(`${before.metadata?.namespace ?? ''}/${before.metadata?.name ?? ''}`);
    },
    rbacChanged() {
      rights = rightsOf(sources);
    },
    usageChanged(pods, now) {
      for (const key of pods) noteIdle(idle, key, sources, now);
    },
    at(now) {
      const since = now - VERY_NEW_MS;
      return {
        now,
        newSince: census.createdSince(since) > Math.max(5, census.pods() * MANY) ? null : since,
        node: sources.node,
        find: sources.find,
        dangersOf: rights,
        serviceAccount: sources.serviceAccount,
        usage: sources.usage,
        idle: (namespace, name) => idle.get(`${namespace}/${name}`) ?? null,
        census,
      };
    },
  };
}

/** Looks each service account up once. The index is made when the first is asked for. */
function rightsOf({ rbac }: TriageSources): TriageContext['dangersOf'] {
  let index: RbacIndex | null | undefined;
  const known = new Map<string, readonly Danger[] | null>();
  return (namespace, name) => {
    const key = `${namespace}/${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (index === undefined) {
      const objects = rbac();
      index = objects ? indexRbac(objects) : null;
    }
    const answer = index ? dangers(rulesFor(serviceAccountSubject(namespace, name), null, index).rules) : null;
    known.set(key, answer);
    return answer;
  };
}

function noteIdle(idle: Map<string, Idle>, key: string, { usage }: TriageSources, now: number): void {
  const [namespace = '', name = ''] = key.split('/');
  const samples = usage(namespace, name)?.history.slice(-IDLE_SAMPLES);
  if (!samples || samples.length < IDLE_SAMPLES) return;
  const cores = samples.reduce((sum, sample) => sum + sample, 0) / IDLE_SAMPLES;
  const before = idle.get(key);
  if (!before || cores < before.cores) idle.set(key, { cores, seenAt: now });
}
