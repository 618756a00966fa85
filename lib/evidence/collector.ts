import type { Cluster } from '../cluster/clusters.server.ts';
import type { ExecEnd } from '../cluster/exec-end.ts';
import type { Pod } from '../kubernetes/objects.ts';

/** How a collector ended. `sealed` only when all that was asked for came; the reason may then tell a remark. */
export interface CollectEnd {
  state: 'sealed' | 'partial' | 'failed';
  reason: string | null;
}

/** One artifact to make: of a container, or of the pod. */
export interface Target {
  container: string | null;
  title: string;
  command: string;
}

export interface CollectContext {
  cluster: Cluster;
  namespace: string;
  podName: string;
  /** a fresh read by UID; null when the pod is gone */
  pod: Pod | null;
  target: Target;
  write(bytes: Uint8Array): Promise<void>;
  /** Runs argv in the target's container, on the record. `words` says why it could not be run, when there is no end. */
  exec(
    argv: readonly string[],
    onStdout: (bytes: Uint8Array) => Promise<void>,
  ): Promise<{ end: ExecEnd | null; words: string }>;
  signal: AbortSignal;
}

/** One way of collecting evidence; its file is listed in collectors/index.server.ts. */
export interface Collector {
  id: string; // kebab-case, the name of its file
  title: string;
  how: string; // a few words for the preview
  contentType: string;
  /** holds, or may hold, what not everybody should see: names of secrets, password hashes */
  sensitive: boolean;
  /** the same target without the bound of the standard profile (all lines of a log); absent: there is no bound */
  unbounded?(target: Target): Target;
  targets(pod: Pod | null): Target[];
  collect(context: CollectContext): Promise<CollectEnd>;
}

/** Containers in which something can be run now, ephemeral ones included. */
export function runningContainers(pod: Pod | null): string[] {
  const statuses = [
    ...(pod?.status?.containerStatuses ?? []),
    ...(pod?.status?.initContainerStatuses ?? []),
    ...(pod?.status?.ephemeralContainerStatuses ?? []),
  ];
  return statuses.filter(({ state }) => state?.running).map(({ name }) => name);
}

/** Every container of the pod's spec, in the order in which they start. */
export const allContainers = (pod: Pod | null): string[] =>
  [
    ...(pod?.spec?.initContainers ?? []),
    ...(pod?.spec?.containers ?? []),
    ...(pod?.spec?.ephemeralContainers ?? []),
  ].map(({ name }) => name);
