import 'server-only';
import { settleUnfinished } from './action-log/settle.server.ts';
import { clusterById, onClusterIdentified, startClusters } from './cluster/clusters.server.ts';
import { checkConfig, config } from './config.ts';
import { resumeSteps } from './containment/resume.server.ts';
import { followCluster, startContainment } from './containment/start.server.ts';
import { migrate } from './db/migrate.ts';
import { feedActionLog } from './live/action-log-feed.server.ts';
import { clearOldEvents } from './live/clear-old.server.ts';
import { feedLive } from './live/cluster-feed.server.ts';
import { startHub } from './live/hub.server.ts';
import { keepPresence } from './live/presence.server.ts';
import { settleDeliveries } from './reports/deliver.server.ts';

export interface Runtime {
  startedAt: Date;
  /** null once everything is up; else what start waits for or failed at, in words */
  waitingFor: string | null;
}

// Pages, routes and instrumentation have module instances of their own, and hot reload makes more; globalThis is one.
const shared = globalThis as typeof globalThis & { bulkheadRuntime?: Runtime };

/** What this process has started. Before `startRuntime` that is nothing. */
export const runtime = (): Runtime => shared.bulkheadRuntime ?? { startedAt: new Date(0), waitingFor: 'the start' };

/**
 * Starts what a server process runs beside requests, once: settings, database, migrations, settlement after a crash, clusters, live
 * events. Answers when requests can be served; clusters go on connecting by themselves. Throws when settings or database are wrong.
 */
export async function startRuntime(): Promise<void> {
  if (shared.bulkheadRuntime !== undefined) return;
  const state: Runtime = { startedAt: new Date(), waitingFor: 'settings' };
  shared.bulkheadRuntime = state;
  checkConfig();
  state.waitingFor = 'the database';
  await migrate(config.databaseUrl);
  await startHub();
  feedActionLog();
  state.waitingFor = null;
  startContainment();
  startClusters();
  onClusterIdentified((cluster) => {
    feedLive(cluster);
    followCluster(cluster);
  });
  clearOldEvents();
  keepPresence();
  // Both read the clusters, which may be slow: requests need not wait, as nothing unsettled is repeated.
  void settleAndResume();
}

async function settleAndResume(): Promise<void> {
  try {
    for (const { actionId, outcome, words } of await settleUnfinished(clusterById)) {
      console.info(`Action ${actionId} was settled as ${outcome}: ${words}`);
    }
    const deliveries = await settleDeliveries();
    if (deliveries > 0) console.info(`${deliveries} deliveries of status reports were settled as unknown`);
    await resumeSteps();
  } catch (error) {
    console.error(
      'What an earlier run left unfinished could not be settled:',
      error instanceof Error ? error.message : error,
    );
  }
}
