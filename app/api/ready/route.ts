import { clusterStatuses } from '@/lib/cluster/clusters.server';
import { databaseReady } from '@/lib/db/ready.server';
import { runtime } from '@/lib/runtime.server';

/** Whether this process can do its work: 200 or 503, and for each part only whether it is ok. For anyone. */
export async function GET() {
  const database = await databaseReady();
  const statuses = database.database ? await clusterStatuses().catch(() => null) : null;
  // Where no cluster is configured there is none to wait for; one that is away now and then is shown as stale on screen.
  const hasCache = statuses?.length === 0 || statuses?.some(({ state }) => state === 'live' || state === 'stale');
  const parts = { ...database, cluster: runtime().waitingFor === null && hasCache === true };
  const ok = Object.values(parts).every(Boolean);
  return Response.json({ ok, parts }, { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
