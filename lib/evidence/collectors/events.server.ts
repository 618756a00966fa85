import 'server-only';
import { capital, reasonOf } from '../../cases/cluster-words.ts';
import { readList } from '../../cases/fresh-read.server.ts';
import { byEventTime } from '../../kubernetes/event-time.ts';
import type { Event, KubeObject } from '../../kubernetes/objects.ts';
import type { Collector } from '../collector.ts';

/** All events of the namespace, one JSON object a line, by their best time: what happened to the neighbours counts too. */
export const events: Collector = {
  id: 'events',
  title: 'Events',
  how: 'of the namespace, by last timestamp',
  contentType: 'application/x-ndjson',
  sensitive: false,
  targets: () => [{ container: null, title: 'Events', command: 'GET events' }],
  collect: async ({ cluster, namespace, write }) => {
    const list = await readList<Event & KubeObject>(
      cluster,
      `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
    );
    if (!list.ok) return { state: 'failed', reason: capital(reasonOf(list.error)) };
    for (const event of list.value.sort(byEventTime)) await write(Buffer.from(`${JSON.stringify(event)}\n`));
    if (list.value.length > 0) return { state: 'sealed', reason: null };
    await write(Buffer.from('\n'));
    return { state: 'sealed', reason: 'The namespace has no events' };
  },
};
