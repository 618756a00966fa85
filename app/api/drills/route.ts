import { refuse, route } from '@/app/api-route';
import { drillState } from '@/lib/drills/control.server';

export const dynamic = 'force-dynamic';

/** DrillState: where the rehearsal stands. */
export const GET = route('cluster.read', {}, async () => {
  const state = await drillState();
  return state.ok ? state.value : refuse(state.failure.code === 'no-drill-cluster' ? 404 : 502, state.failure);
});
