import 'server-only';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { adoptExecPlugins } from './credentials.server.ts';
import { messageOf } from './http.server.ts';

/** One context that can be spoken to, or the reason why it cannot. */
export type Connected =
  | { name: string; drill: boolean; kc: KubeConfig; server: string }
  | { name: string; drill: boolean; error: string };

export interface ConnectionSettings {
  /** files separated as in PATH; null: not set */
  kubeconfig: string | null;
  /** one context, several separated by commas, or `*` for all; null: the file's current one */
  context: string | null;
  inCluster: boolean;
  drill: boolean;
  /** data folder: the drill cluster's kubeconfig is at drill/kubeconfig in it */
  home: string;
}

/** What the settings point at. With nothing configured that is the drill cluster, or nothing when it is off. */
export function connectionsFrom(settings: ConnectionSettings): Connected[] {
  if (settings.kubeconfig !== null)
    return fromFiles(settings.kubeconfig.split(delimiter).filter(Boolean), settings.context);
  if (settings.context !== null) return fromFiles([join(homedir(), '.kube', 'config')], settings.context);
  if (settings.inCluster) return [fromPod()];
  return settings.drill ? [fromDrill(join(settings.home, 'drill', 'kubeconfig'))] : [];
}

function fromFiles(files: readonly string[], context: string | null): Connected[] {
  const kc = new KubeConfig();
  for (const [index, file] of files.entries()) {
    try {
      const one = new KubeConfig();
      one.loadFromFile(file);
      adoptExecPlugins(one, dirname(file));
      if (index === 0)
        kc.loadFromOptions({
          clusters: one.clusters,
          users: one.users,
          contexts: one.contexts,
          currentContext: one.currentContext,
        });
      else kc.mergeConfig(one, true);
    } catch (error) {
      return [{ name: file, drill: false, error: `The kubeconfig ${file} cannot be read: ${messageOf(error)}` }];
    }
  }
  const names =
    context === null
      ? [kc.currentContext]
      : context === '*'
        ? kc.contexts.map((each) => each.name)
        : context.split(',').map((each) => each.trim());
  return names.map((name) => fromContext(kc, name, dirname(files[0] ?? '.')));
}

function fromContext(all: KubeConfig, name: string, directory: string): Connected {
  const known = all.contexts.map((each) => each.name).join(', ');
  if (!name)
    return {
      name: 'kubeconfig',
      drill: false,
      error: `The kubeconfig has no current context; set BULKHEAD_CONTEXT to one of: ${known}`,
    };
  const context = all.getContextObject(name);
  if (context === null) return { name, drill: false, error: `The kubeconfig has no context ${name}; it has: ${known}` };
  const cluster = all.getCluster(context.cluster);
  const user = all.getUser(context.user);
  if (cluster === null)
    return {
      name,
      drill: false,
      error: `The context ${name} names a cluster that the kubeconfig does not have: ${context.cluster}`,
    };
  const kc = new KubeConfig();
  // client-node refuses plain http unless certificates are not checked; there are none to check
  kc.loadFromOptions({
    clusters: [cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster],
    users: user === null ? [] : [user],
    contexts: [context],
    currentContext: name,
  });
  adoptExecPlugins(kc, directory);
  return { name, drill: false, kc, server: cluster.server.replace(/\/+$/, '') };
}

function fromPod(): Connected {
  const kc = new KubeConfig();
  kc.loadFromCluster();
  return { name: 'in-cluster', drill: false, kc, server: kc.getCurrentCluster()?.server ?? '' };
}

function fromDrill(file: string): Connected {
  if (!existsSync(file))
    return {
      name: 'drill',
      drill: true,
      error: 'The drill cluster has not written its kubeconfig yet; it may still be starting.',
    };
  const [connected] = fromFiles([file], null);
  if (connected === undefined)
    return { name: 'drill', drill: true, error: 'The kubeconfig of the drill cluster is empty.' };
  return { ...connected, name: 'drill', drill: true };
}
