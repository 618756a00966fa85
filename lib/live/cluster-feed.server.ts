import 'server-only';
import { type Cluster, clusters, statusOf } from '../cluster/clusters.server.ts';
import { publishToThisProcess } from './hub.server.ts';

const STATUS_EVERY_MS = 4_000;
const STATUS_SOON_MS = 150;
const ROWS_PER_EVENT = 500;

/** Tells the browsers of this process what changes in a cluster: its rows as they change, its status when it does and every 4 s. */
export function feedLive(cluster: Cluster): () => void {
  let soon: NodeJS.Timeout | undefined;
  const tell = (): void => {
    soon = undefined;
    if (!clusters().includes(cluster)) {
      stop(); // it was removed
      return;
    }
    void statusOf(cluster).then(
      (status) => publishToThisProcess({ type: 'cluster.status', clusterId: cluster.id, status }),
      (error) =>
        console.error(
          `The status of cluster ${cluster.name} was not told:`,
          error instanceof Error ? error.message : error,
        ),
    );
  };
  const timer = setInterval(tell, STATUS_EVERY_MS);
  timer.unref();
  const stopListening = cluster.cache.onChange((change) => {
    if (change.type === 'status') soon ??= setTimeout(tell, STATUS_SOON_MS);
    if (change.type !== 'rows') return;
    const { changed, removed, occurredAt } = change;
    for (let at = 0; at === 0 || at < changed.length; at += ROWS_PER_EVENT) {
      const part = changed.slice(at, at + ROWS_PER_EVENT);
      publishToThisProcess({
        type: 'triage.rows',
        clusterId: cluster.id,
        changed: part,
        removed: at === 0 ? [...removed] : [],
        occurredAt,
      });
    }
  });
  function stop(): void {
    clearInterval(timer);
    clearTimeout(soon);
    stopListening();
  }
  return stop;
}
