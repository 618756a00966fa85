import { z } from 'zod';
import { notFound, route } from '@/app/api-route';
import { clusterById } from '@/lib/cluster/clusters.server';
import { readableRbac } from '@/lib/cluster/triage-source';
import { bindingRows } from '@/lib/triage/bindings';

export const dynamic = 'force-dynamic';

/** BindingRow[]: who is bound to what, from the cache. */
export const GET = route('cluster.read', { params: z.object({ id: z.string().max(64) }) }, ({ params }) => {
  const cluster = clusterById(params.id);
  return cluster === null ? notFound('such cluster') : bindingRows(readableRbac(cluster.cache));
});
