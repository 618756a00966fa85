import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import { apiPath } from './api-path.ts';
import { err, ok, type Result } from './errors.ts';
import { type Connection, callOf, errorFrom, type HttpCall, messageOf, send } from './http.server.ts';
import { LogLines } from './log-lines.ts';
import { readText } from './request.server.ts';

export interface LogRequest {
  namespace: string;
  pod: string;
  container: string;
  /** of the container's previous run */
  previous?: boolean;
  /** null or absent: all there is */
  tailLines?: number | null;
  /** RFC 3339; whole seconds are what the API server heeds */
  sinceTime?: string;
  timestamps?: boolean;
  /** of the whole read; default 120 s */
  timeoutMs?: number;
  maxBytes?: number;
  signal?: AbortSignal;
  actionId?: string;
}

/** How a log read ended. Only `complete` says that the asked range was read. */
export type LogEnd =
  | { how: 'complete'; bytes: number }
  | { how: 'cut' | 'time-limit' | 'size-limit' | 'aborted'; bytes: number; message: string };

/**
 * Streams what is there of a container's log (GET /api/v1/namespaces/{namespace}/pods/{pod}/log). A slow `onBytes` slows it down.
 * The kubelet ends a read with an ordinary end of body also when it fails midway, so `complete` is the transport's word.
 */
export async function readLog(
  connection: Connection,
  log: LogRequest,
  onBytes: (bytes: Uint8Array) => void | Promise<void>,
): Promise<Result<LogEnd>> {
  const opened = await open(connection, log, false);
  if (!opened.ok) return opened;
  const answer = opened.value;
  const maxBytes = log.maxBytes ?? 256_000_000;
  let bytes = 0;
  let late = false;
  const limit = log.timeoutMs ?? 120_000;
  const timer = setTimeout(() => {
    late = true;
    answer.close();
  }, limit);
  try {
    for await (const chunk of answer.body) {
      const all = chunk as Buffer; // no encoding is set on the stream
      const kept = all.subarray(0, maxBytes - bytes);
      bytes += kept.length;
      if (kept.length > 0) await onBytes(kept);
      if (kept.length < all.length) return ok({ how: 'size-limit', bytes, message: `larger than ${maxBytes} bytes` });
    }
    return ok({ how: 'complete', bytes });
  } catch (error) {
    if (!answer.body.destroyed && !answer.body.errored) throw error; // onBytes threw: the caller's own failure
    if (late) return ok({ how: 'time-limit', bytes, message: `took longer than ${limit / 1000} s` });
    if (log.signal?.aborted) return ok({ how: 'aborted', bytes, message: 'stopped' });
    return ok({ how: 'cut', bytes, message: messageOf(error) });
  } finally {
    clearTimeout(timer);
    answer.close();
  }
}

/** What a followed log brings. A `gap` stands where lines may be missing; `ended` is the last. */
export type LogChunk =
  | { type: 'lines'; lines: readonly { at: string | null; text: string }[] }
  | { type: 'gap'; after: string | null; message: string }
  | { type: 'ended'; why: 'container-ended' | 'aborted' | 'refused' | 'read'; message: string };

/** Quiet for this long: the stream is opened anew from the last time stamp, in case the connection swallows bytes. */
const QUIET_MS = 60_000;

/**
 * Follows a container's log and takes it up again from the last time stamp, without doubles, when the stream ends or falls silent
 * while the container runs on. `running` answers whether it does (from a fresh read or the cache); null: not known.
 */
export async function* followLog(
  connection: Connection,
  log: LogRequest,
  running: () => Promise<boolean | null>,
  times: { quietMs?: number; retryMs?: number /** read what is there and end */; once?: boolean } = {},
): AsyncGenerator<LogChunk> {
  const lines = new LogLines();
  let failures = 0;
  let first = true;
  while (!log.signal?.aborted) {
    const since = lines.lastAt;
    const resumed: Partial<LogRequest> = since === null ? {} : { sinceTime: since, tailLines: null };
    const opened = await open(connection, { ...log, ...resumed, timestamps: true }, times.once !== true);
    if (opened.ok) {
      if (!first) lines.resume();
      first = false;
      let quiet: NodeJS.Timeout | undefined;
      const listen = (): void => {
        clearTimeout(quiet);
        quiet = setTimeout(() => opened.value.close(), times.quietMs ?? QUIET_MS);
      };
      try {
        listen();
        for await (const chunk of opened.value.body) {
          listen();
          failures = 0;
          const after = lines.lastAt;
          const fresh = lines.push(chunk as Buffer); // no encoding is set on the stream
          if (lines.takeGap())
            yield { type: 'gap', after, message: 'Lines are missing here: the log was rotated meanwhile.' };
          if (fresh.length > 0) yield { type: 'lines', lines: fresh };
        }
      } catch {
        // cut, closed by us after silence, or stopped: looked at below
      } finally {
        clearTimeout(quiet);
        opened.value.close();
      }
    } else if (['forbidden', 'unauthorized', 'not-found', 'invalid'].includes(opened.error.kind)) {
      const message = 'message' in opened.error ? opened.error.message : 'the pod or container is not there';
      yield { type: 'ended', why: 'refused', message };
      return;
    } else {
      failures += 1;
    }
    if (log.signal?.aborted) break;
    if (opened.ok && times.once === true) {
      const rest = lines.flush();
      if (rest.length > 0) yield { type: 'lines', lines: rest };
      yield { type: 'ended', why: 'read', message: 'this is what was there' };
      return;
    }
    if (opened.ok && (await running()) === false) {
      const rest = lines.flush();
      if (rest.length > 0) yield { type: 'lines', lines: rest };
      yield { type: 'ended', why: 'container-ended', message: 'the container has ended' };
      return;
    }
    if (failures === 3) yield { type: 'gap', after: lines.lastAt, message: 'The log cannot be read now; trying on.' };
    await wait(Math.min(10_000, (times.retryMs ?? 500) * 2 ** Math.min(failures, 5)), undefined, {
      signal: log.signal,
    }).catch(() => {});
  }
  yield { type: 'ended', why: 'aborted', message: 'stopped' };
}

async function open(connection: Connection, log: LogRequest, follow: boolean) {
  const call: HttpCall = {
    method: 'GET',
    path: `${apiPath('/api/v1/namespaces', log.namespace, 'pods', log.pod)}/log`,
    query: {
      container: log.container,
      previous: log.previous === true ? true : undefined,
      tailLines: log.tailLines ?? undefined,
      sinceTime: log.sinceTime,
      timestamps: log.timestamps === true ? true : undefined,
      follow: follow ? true : undefined,
    },
    ...(log.signal === undefined ? {} : { signal: log.signal }),
    ...(log.actionId === undefined ? {} : { actionId: log.actionId }),
  };
  const answer = await send(connection, call);
  if (!answer.ok || answer.value.status === 200) return answer;
  const text = await readText(answer.value, 65_536, AbortSignal.timeout(5_000));
  return err(errorFrom(callOf(call), answer.value.status, answer.value.headers, text.ok ? text.value : ''));
}
