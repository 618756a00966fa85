import { z } from 'zod';
import { notFound, route } from '@/app/api-route';
import { clusterById, statusOf } from '@/lib/cluster/clusters.server';
import { rowsJson, streamOf } from '@/lib/cluster/rows-json';

export const dynamic = 'force-dynamic';

const input = {
  params: z.object({ id: z.string().max(64) }),
  query: z.object({ limit: z.coerce.number().int().positive().max(100_000).optional() }),
};

/** Rows worst first, from the cache: `{rows, total, status}`; the status says how old they are. */
export const GET = route('cluster.read', input, async ({ params, query }) => {
  const cluster = clusterById(params.id);
  if (cluster === null) return notFound('such cluster');
  const status = await statusOf(cluster);
  const rows = cluster.cache.rows();
  const pieces = rowsJson(query.limit === undefined ? rows : rows.slice(0, query.limit), {
    total: rows.length,
    status,
  });
  return new Response(streamOf(pieces), { headers: { 'content-type': 'application/json' } });
});
