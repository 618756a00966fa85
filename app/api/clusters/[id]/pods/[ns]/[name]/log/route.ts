import { z } from 'zod';
import { notFound, refuse, route } from '@/app/api-route';
import { clusterById } from '@/lib/cluster/clusters.server';
import { logText } from '@/lib/cluster/log-text.server';

export const dynamic = 'force-dynamic';

const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .optional()
  .transform((value) => value === 'true' || value === '1');
const input = {
  params: z.object({ id: z.string().max(64), ns: z.string().min(1).max(253), name: z.string().min(1).max(253) }),
  query: z.object({
    container: z.string().min(1).max(253),
    previous: flag,
    follow: flag,
    tail: z.coerce.number().int().min(0).max(1_000_000).default(1_000),
  }),
};

/**
 * A container's log as text, each line with its time stamp first. A line that begins with U+001E is a note of ours (a gap, the end) in
 * JSON. With `follow` it goes on as the log grows, and is taken up again when the connection breaks.
 */
export const GET = route('cluster.read', input, ({ params, query, signal }) => {
  const cluster = clusterById(params.id);
  if (cluster === null) return notFound('such cluster');
  if (cluster.server === '') {
    return refuse(503, {
      code: 'cluster-not-connected',
      title: 'The cluster is not connected',
      detail: '',
      next: 'See the status line.',
    });
  }
  const { container, previous, follow, tail } = query;
  const log = { namespace: params.ns, pod: params.name, container, previous, tailLines: tail, signal };
  return new Response(logText(cluster, log, follow), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store, no-transform',
    },
  });
});
