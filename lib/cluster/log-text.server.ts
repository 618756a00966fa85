import 'server-only';
import type { Pod } from '../kubernetes/objects.ts';
import { apiPath } from './api-path.ts';
import type { Cluster } from './clusters.server.ts';
import { followLog, type LogChunk, type LogRequest } from './log.server.ts';
import { request } from './request.server.ts';

/** Begins a line that is not the container's: JSON of a LogChunk of type gap or ended follows. Never in a log line here. */
export const NOTE_MARK = '\u001e';

/** A container's log as text: each line its time stamp, a space and its text; notes about gaps and the end between them. */
export function logText(cluster: Cluster, log: LogRequest, follow: boolean): ReadableStream<Uint8Array> {
  const stop = new AbortController();
  const signal = log.signal === undefined ? stop.signal : AbortSignal.any([log.signal, stop.signal]);
  const chunks = followLog(cluster, { ...log, signal }, () => isRunning(cluster, log), { once: !follow });
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(textOf(value)));
    },
    async cancel() {
      stop.abort();
      await chunks.return(undefined);
    },
  });
}

function textOf(chunk: LogChunk): string {
  if (chunk.type !== 'lines') return `${NOTE_MARK}${JSON.stringify(chunk)}\n`;
  return chunk.lines.map(({ at, text }) => `${at ?? '-'} ${text.replaceAll(NOTE_MARK, '\u241e')}\n`).join('');
}

/** From a fresh read; null when it cannot be told. A pod that is gone does not run. */
async function isRunning(
  cluster: Cluster,
  { namespace, pod, container, previous }: LogRequest,
): Promise<boolean | null> {
  if (previous === true) return false;
  const answer = await request<Pod>(cluster, {
    method: 'GET',
    path: apiPath('/api/v1/namespaces', namespace, 'pods', pod),
  });
  if (!answer.ok) return answer.error.kind === 'not-found' ? false : null;
  const { status } = answer.value.body;
  const all = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  const found = all.find(({ name }) => name === container);
  return found === undefined ? null : found.state?.running !== undefined;
}
