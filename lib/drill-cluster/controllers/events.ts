import type { DrillClock, Store } from '../contract.ts';
import type { SeededRandom } from '../random.ts';
import type { Controller, Recorder } from './context.ts';
import { change, create, EVENTS, get, is, list, nameOf, namespaceOf, read, splitKey, timeOf } from './objects.ts';

const KEPT_MS = 60 * 60 * 1000; // kube-apiserver's --event-ttl
const SWEEP_MS = 60 * 1000;

/**
 * Writes core/v1 Events as the real components do: the same news about the same object counts up one Event
 * (client-go's aggregation) instead of adding another. Events that nobody repeats are gone after an hour of drill time.
 */
export function eventRecorder(
  store: Store,
  clock: DrillClock,
  random: SeededRandom,
): { record: Recorder; controller: Controller } {
  const known = new Map<string, { namespace: string; name: string }>();
  let sweeping = false;

  const record: Recorder = (subject, type, reason, message, source, more = {}) => {
    const namespace = subject.metadata?.namespace ?? 'default';
    const now = timeOf(clock.now());
    const id = [subject.kind, subject.metadata?.uid, more.fieldPath, type, reason, message, source].join('\u0000');
    const earlier = known.get(id);
    if (earlier !== undefined && get(store, 'events', earlier.namespace, earlier.name) !== null) {
      change(store, 'events', earlier.namespace, earlier.name, (event) => {
        event.count = (event.count ?? 1) + 1;
        event.lastTimestamp = now;
      });
      return;
    }
    const name = `${subject.metadata?.name ?? 'unknown'}.${random.hex(16)}`;
    known.set(id, { namespace, name });
    create(store, 'events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace, uid: random.uid(), creationTimestamp: now },
      involvedObject: {
        apiVersion: subject.apiVersion ?? 'v1',
        kind: subject.kind,
        name: subject.metadata?.name,
        namespace: subject.metadata?.namespace,
        uid: subject.metadata?.uid,
        resourceVersion: subject.metadata?.resourceVersion,
        ...(more.fieldPath === undefined ? {} : { fieldPath: more.fieldPath }),
      },
      type,
      reason,
      message,
      source: more.host === undefined ? { component: source } : { component: source, host: more.host },
      reportingComponent: source,
      reportingInstance: more.host ?? '',
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    });
  };

  function sweep(): void {
    const limit = clock.now() - KEPT_MS;
    for (const event of list(store, 'events', null)) {
      const at = Date.parse(
        event.lastTimestamp ??
          event.series?.lastObservedTime ??
          event.eventTime ??
          event.metadata?.creationTimestamp ??
          '',
      );
      if (at < limit) store.remove(EVENTS, namespaceOf(event), nameOf(event), { graceSeconds: 0 });
    }
    for (const [id, at] of known) if (get(store, 'events', at.namespace, at.name) === null) known.delete(id);
  }

  return {
    record,
    controller: {
      name: 'event-ttl',
      interested(resource, event) {
        if (!is(resource, EVENTS) || event.type !== 'ADDED') return [];
        const { involvedObject: about, ...rest } = read('events', event.object);
        const id = [
          about.kind,
          about.uid,
          about.fieldPath,
          rest.type,
          rest.reason,
          rest.message,
          rest.source?.component,
        ].join('\u0000');
        if (!known.has(id)) known.set(id, { namespace: namespaceOf(event.object), name: nameOf(event.object) });
        return sweeping ? [] : ['all/events'];
      },
      reconcile(key) {
        if (sweeping || splitKey(key)[0] !== 'all') return;
        sweeping = true;
        const tick = () => {
          sweep();
          clock.at(clock.now() + SWEEP_MS, tick);
        };
        clock.at(clock.now() + SWEEP_MS, tick);
      },
    },
  };
}
