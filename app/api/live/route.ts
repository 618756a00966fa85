import { refuseScope, route } from '@/app/api-route';
import { openStream } from '@/lib/live/publish.server';
import { streamOf } from '@/lib/live/sse';

export const dynamic = 'force-dynamic';

/** The one event stream of a browser. It ends when the sign-in is revoked; EventSource then meets 401 and stops. */
export const GET = route('cluster.read', {}, async ({ stillHolds, mayAlso, headers, url, signal }) => {
  if (!mayAlso('case.read')) return refuseScope('case.read'); // it carries both, cases and clusters
  const lastEventId = headers.get('last-event-id') ?? url.searchParams.get('last');
  const subscriber = await openStream(lastEventId, signal);
  const body = streamOf(subscriber, stillHolds);
  return new Response(body, {
    // no-transform and x-accel-buffering: neither Next's compression nor a proxy may hold events back
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
});
