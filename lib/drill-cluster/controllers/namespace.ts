import { kinds } from '../kinds.ts';
import type { Context, Controller } from './context.ts';
import { asObject, CONFIG_MAPS, change, get, is, NAMESPACES, nameOf, SERVICE_ACCOUNTS, timeOf } from './objects.ts';

/** Gives each namespace its default service account and the cluster's CA, and empties one that is being deleted. */
export function namespaceController(context: Context): Controller {
  const { store } = context;
  const namespaced = kinds.filter((kind) => kind.stored && kind.namespaced);

  function furnish(namespace: string): void {
    const metadata = (name: string) => ({
      name,
      namespace,
      uid: context.random.uid(),
      creationTimestamp: timeOf(context.clock.now()),
    });
    if (store.get(SERVICE_ACCOUNTS, namespace, 'default') === null)
      store.create(
        SERVICE_ACCOUNTS,
        asObject({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('default') }),
      );
    if (store.get(CONFIG_MAPS, namespace, 'kube-root-ca.crt') === null) {
      const ca = store.get(CONFIG_MAPS, 'kube-system', 'kube-root-ca.crt')?.data;
      store.create(
        CONFIG_MAPS,
        asObject({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: metadata('kube-root-ca.crt'),
          data: ca ?? { 'ca.crt': '' },
        }),
      );
    }
  }

  function empty(namespace: string): void {
    let left = 0;
    for (const kind of namespaced)
      for (const object of store.list(kind, namespace)) {
        if (object.metadata?.deletionTimestamp === undefined) store.remove(kind, namespace, nameOf(object));
        if (store.get(kind, namespace, nameOf(object)) !== null) left++;
      }
    if (left > 0) return;
    change(store, 'namespaces', null, namespace, (copy) => {
      copy.spec = { ...copy.spec, finalizers: [] };
    });
  }

  return {
    name: 'namespace',
    interested(resource, event) {
      if (is(resource, NAMESPACES)) return event.type === 'DELETED' ? [] : [nameOf(event.object)];
      // Whatever goes may have been the last thing that kept a namespace from ending.
      const namespace = event.object.metadata?.namespace;
      if (namespace === undefined) return [];
      if (event.type === 'DELETED') return [namespace];
      return [];
    },
    reconcile(name) {
      const namespace = get(store, 'namespaces', null, name);
      if (namespace === null) return;
      if (namespace.metadata?.deletionTimestamp !== undefined) empty(name);
      else furnish(name);
    },
  };
}
