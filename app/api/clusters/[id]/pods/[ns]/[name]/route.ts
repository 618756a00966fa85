import { z } from 'zod';
import { notFound, refuse, route } from '@/app/api-route';
import { clusterById } from '@/lib/cluster/clusters.server';
import { readPodDetail } from '@/lib/cluster/pod-page.server';
import { readRefused } from '@/lib/cluster/refusal';

export const dynamic = 'force-dynamic';

const params = z.object({ id: z.string().max(64), ns: z.string().min(1).max(253), name: z.string().min(1).max(253) });

/** PodDetail, read afresh. */
export const GET = route('cluster.read', { params }, async ({ params: { id, ns, name } }) => {
  const cluster = clusterById(id);
  if (cluster === null) return notFound('such cluster');
  const detail = await readPodDetail(cluster, ns, name);
  if (detail.ok) return detail.value;
  const { status, failure } = readRefused(detail.error);
  return refuse(status, failure);
});
