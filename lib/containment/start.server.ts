import 'server-only';
import { registerLookup } from '../action-log/lookup.server.ts';
import type { Cluster } from '../cluster/clusters.server.ts';
import { followActions, followEvents } from '../timeline/follow.server.ts';
import { watchQuarantines } from './watch-quarantine.server.ts';

/** What runs beside requests for cases and their containment; before the clusters connect. */
export function startContainment(): void {
  followActions();
  // A read that was cut off changed nothing; what it brought is in its artifact, which says that it is incomplete.
  registerLookup('EXEC', async () => ({
    outcome: 'unknown',
    words: 'How far the command came is not known; it only read.',
    again: false,
  }));
}

/** For each cluster once it is known: timelines follow its events, quarantines are watched. */
export function followCluster(cluster: Cluster): void {
  followEvents(cluster);
  watchQuarantines(cluster);
}
