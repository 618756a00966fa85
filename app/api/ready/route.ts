import { clusterStatuses } from '@/lib/cluster/clusters.server';
import { databaseReady } from '@/lib/db/ready.server';

/** Whether this process can do its work: 200 or 503, and for each part only whether it is ok. For anyone. */
export async function GET() {
  const database = await databaseReady();
  // A cluster that is away now and then is shown as stale on screen; not ready is a process without any cluster.
  const statuses = database.database ? await clusterStatuses().catch(() => []) : [];
  const parts = { ...database, cluster: statuses.some(({ state }) => state === 'live' || state === 'stale') };
  const ok = Object.values(parts).every(Boolean);
  return Response.json({ ok, parts }, { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
