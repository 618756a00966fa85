import type { KubeObject, Pod } from '../../kubernetes/objects.ts';
import type { DrillClock, Resource, Store, WatchEvent } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { SeededRandom } from '../random.ts';
import type { Behaviour, Context, Controller } from './context.ts';
import { cronJobController } from './cronjob.ts';
import { daemonSetController } from './daemonset.ts';
import { deploymentController } from './deployment.ts';
import { eventRecorder } from './events.ts';
import { garbageCollector } from './garbage.ts';
import { jobController } from './job.ts';
import { kubelet } from './kubelet.ts';
import { namespaceController } from './namespace.ts';
import * as objects from './objects.ts';
import { replicaSetController } from './replicaset.ts';
import { scheduler } from './scheduler.ts';
import { statefulSetController } from './statefulset.ts';

export interface Controllers {
  /** Works off all that waits, now. What waits for drill time stays waiting. */
  settle(): void;
  stop(): void;
}

/** Rounds worked off before the event loop gets its turn: 10,000 pods must not hold up a request. */
const ROUNDS_AT_ONCE = 200;
const RETRY_MS = 1000;
const WATCHED: readonly Resource[] = [
  objects.NAMESPACES,
  objects.NODES,
  objects.DEPLOYMENTS,
  objects.REPLICA_SETS,
  objects.STATEFUL_SETS,
  objects.DAEMON_SETS,
  objects.JOBS,
  objects.CRON_JOBS,
  objects.PODS,
  objects.EVENTS,
];

/** Starts all controllers on a store. They look at everything once and then follow its writes, one key at a time. */
export function startControllers(options: {
  store: Store;
  clock: DrillClock;
  random: SeededRandom;
  behaviour: (image: string, args: readonly string[]) => Behaviour;
}): Controllers {
  const { store, clock } = options;
  const queue = new Map<string, { controller: Controller; key: string }>();
  const cancels = new Set<() => void>();
  let scheduled: NodeJS.Immediate | null = null;
  let stopped = false;

  const later = (ms: number, run: () => void) => {
    const cancel = clock.at(clock.now() + ms, () => {
      cancels.delete(cancel);
      if (!stopped) run();
    });
    cancels.add(cancel);
  };
  const recorder = eventRecorder(store, clock, options.random);
  // In step-by-step no timer fires by itself, so what is due at once goes through the queue.
  const dueNow: (() => void)[] = [];
  const podsByNamespace = new Map<string, Map<string, Pod>>();
  const context: Context = {
    ...options,
    pods: (namespace) => [...(podsByNamespace.get(namespace)?.values() ?? [])],
    record: recorder.record,
    soon(ms, run) {
      if (clock.speed > 0) return later(ms, run);
      dueNow.push(run);
      schedule();
    },
    again: (name, key, ms) =>
      later(ms, () => {
        const controller = controllers.find((c) => c.name === name);
        if (controller !== undefined) enqueue(controller, key);
      }),
  };
  const controllers: Controller[] = [
    namespaceController(context),
    garbageCollector(context),
    cronJobController(context),
    deploymentController(context),
    replicaSetController(context),
    statefulSetController(context),
    daemonSetController(context),
    jobController(context),
    scheduler(context),
    kubelet(context),
    recorder.controller,
  ];

  function enqueue(controller: Controller, key: string): void {
    queue.set(`${controller.name} ${key}`, { controller, key });
    schedule();
  }
  function schedule(): void {
    if (scheduled !== null || stopped) return;
    scheduled = setImmediate(() => {
      scheduled = null;
      work(ROUNDS_AT_ONCE);
      if (queue.size > 0 || dueNow.length > 0) schedule();
    });
  }
  /** Somebody else's write in between is ordinary: the key is looked at again, from a fresh read. */
  function attempt(controller: Controller, key: string): void {
    try {
      controller.reconcile(key);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.code !== 404 && error.code !== 409)) throw error;
      later(RETRY_MS, () => enqueue(controller, key));
    }
  }
  function work(rounds: number): void {
    for (let i = 0; i < rounds && !stopped; i++) {
      const next = queue.entries().next();
      if (!next.done) {
        const [id, { controller, key }] = next.value;
        queue.delete(id);
        attempt(controller, key);
        continue;
      }
      const due = dueNow.shift();
      if (due === undefined) return;
      due();
    }
  }

  function indexPod({ type, object }: WatchEvent): void {
    const namespace = objects.namespaceOf(object);
    const pods = podsByNamespace.get(namespace) ?? new Map<string, Pod>();
    podsByNamespace.set(namespace, pods);
    if (type === 'DELETED') pods.delete(objects.nameOf(object));
    else pods.set(objects.nameOf(object), objects.read('pods', object));
  }

  const last = new Map<string, KubeObject>();
  function notice(resource: Resource, event: WatchEvent): void {
    if (!WATCHED.some((watched) => objects.is(watched, resource))) {
      for (const controller of [controllers[0], controllers[1]])
        if (controller !== undefined)
          for (const key of controller.interested(resource, event, null)) enqueue(controller, key);
      return;
    }
    const id = `${resource.plural} ${objects.keyOf(event.object)}`;
    const previous = last.get(id) ?? null;
    if (event.type === 'DELETED') last.delete(id);
    else last.set(id, event.object);
    if (objects.is(resource, objects.PODS)) indexPod(event);
    for (const controller of controllers)
      for (const key of controller.interested(resource, event, previous)) enqueue(controller, key);
  }

  for (const resource of WATCHED)
    for (const object of store.list(resource, null))
      notice(resource, { type: 'ADDED', object, resourceVersion: Number(object.metadata?.resourceVersion ?? 0) });
  const unsubscribe = store.subscribe(notice);

  return {
    settle: () => work(Number.POSITIVE_INFINITY),
    stop() {
      stopped = true;
      unsubscribe();
      if (scheduled !== null) clearImmediate(scheduled);
      for (const cancel of cancels) cancel();
      queue.clear();
    },
  };
}
