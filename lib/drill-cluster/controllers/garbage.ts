import type { KubeObject } from '../../kubernetes/objects.ts';
import type { Resource } from '../contract.ts';
import { kinds } from '../kinds.ts';
import type { Context, Controller } from './context.ts';
import { asObject, nameOf, namespaceOf, uidOf } from './objects.ts';

const FINALIZERS = ['foregroundDeletion', 'orphan'] as const;

/**
 * Deletes what is left without any owner, and ends deletions that wait for their dependents (`foregroundDeletion`) or
 * let them go (`orphan`). Dependents are found through an index by owner, not by looking at everything.
 */
export function garbageCollector(context: Context): Controller {
  const { store } = context;
  const dependents = new Map<string, Map<string, { resource: Resource; namespace: string | null; name: string }>>(); // by owner uid
  const waiting = new Map<string, { resource: Resource; namespace: string | null; name: string }>(); // owners being deleted

  function index(resource: Resource, object: KubeObject, previous: readonly string[]): void {
    const id = `${resource.group}/${resource.plural}/${namespaceOf(object)}/${nameOf(object)}`;
    for (const owner of previous) dependents.get(owner)?.delete(id);
    for (const owner of object.metadata?.ownerReferences ?? []) {
      const of = dependents.get(owner.uid) ?? new Map();
      of.set(id, { resource, namespace: object.metadata?.namespace ?? null, name: nameOf(object) });
      dependents.set(owner.uid, of);
    }
  }
  const of = (uid: string) =>
    [...(dependents.get(uid)?.values() ?? [])].flatMap((at) => {
      const object = store.get(at.resource, at.namespace, at.name);
      return object?.metadata?.ownerReferences?.some((owner) => owner.uid === uid) ? [{ ...at, object }] : [];
    });

  function edit(
    at: { resource: Resource; namespace: string | null; name: string },
    change: (copy: KubeObject) => void,
  ): void {
    const now = store.get(at.resource, at.namespace, at.name);
    if (now === null) return;
    const copy = structuredClone(now);
    change(copy);
    store.update(at.resource, asObject(copy));
  }

  /** An owner is gone: dependents with no other owner follow, the others lose the reference. */
  function ownerGone(uid: string): void {
    for (const dependent of of(uid)) {
      const others = dependent.object.metadata?.ownerReferences?.filter((owner) => owner.uid !== uid) ?? [];
      if (others.length === 0) {
        if (dependent.object.metadata?.deletionTimestamp === undefined)
          store.remove(dependent.resource, dependent.namespace, dependent.name, { uid: uidOf(dependent.object) });
      } else
        edit(dependent, (copy) => {
          copy.metadata = { ...copy.metadata, ownerReferences: others };
        });
    }
    dependents.delete(uid);
  }

  function finish(uid: string): void {
    const at = waiting.get(uid);
    const owner = at === undefined ? null : store.get(at.resource, at.namespace, at.name);
    if (at === undefined || owner === null || uidOf(owner) !== uid) return void waiting.delete(uid);
    if (owner.metadata?.finalizers?.includes('orphan')) {
      for (const dependent of of(uid))
        edit(dependent, (copy) => {
          const left = copy.metadata?.ownerReferences?.filter((ref) => ref.uid !== uid) ?? [];
          const { ownerReferences: _, ...rest } = copy.metadata ?? {};
          copy.metadata = left.length > 0 ? { ...rest, ownerReferences: left } : rest;
        });
    } else {
      const blocking = of(uid);
      for (const dependent of blocking)
        if (dependent.object.metadata?.deletionTimestamp === undefined)
          store.remove(dependent.resource, dependent.namespace, dependent.name, { uid: uidOf(dependent.object) });
      if (of(uid).length > 0) return;
    }
    waiting.delete(uid);
    edit(at, (copy) => {
      copy.metadata = {
        ...copy.metadata,
        finalizers: copy.metadata?.finalizers?.filter((f) => !FINALIZERS.some((ours) => ours === f)) ?? [],
      };
    });
  }

  for (const kind of kinds)
    if (kind.stored)
      for (const object of store.list(kind, null)) index({ group: kind.group, plural: kind.plural }, object, []);

  return {
    name: 'garbage',
    interested(resource, event, previous) {
      const owners = event.object.metadata?.ownerReferences?.map((owner) => owner.uid) ?? [];
      const before = previous?.metadata?.ownerReferences?.map((owner) => owner.uid) ?? [];
      if (event.type !== 'DELETED') {
        if (owners.length > 0 || before.length > 0) index(resource, event.object, before);
        if (
          event.object.metadata?.deletionTimestamp === undefined ||
          !event.object.metadata.finalizers?.some((f) => FINALIZERS.some((ours) => ours === f))
        )
          return [];
        waiting.set(uidOf(event.object), {
          resource,
          namespace: event.object.metadata.namespace ?? null,
          name: nameOf(event.object),
        });
        return [`finish/${uidOf(event.object)}`];
      }
      return [
        ...(dependents.has(uidOf(event.object)) ? [`gone/${uidOf(event.object)}`] : []),
        ...owners.filter((uid) => waiting.has(uid)).map((uid) => `finish/${uid}`),
      ];
    },
    reconcile(key) {
      const [task, uid = ''] = key.split('/');
      if (task === 'gone') ownerGone(uid);
      else finish(uid);
    },
  };
}
