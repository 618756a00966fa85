import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import { type ClusterError, err, ok, type Result } from './errors.ts';
import { type Answer, type Connection, callOf, errorFrom, type HttpCall, messageOf, send } from './http.server.ts';

export type { Connection } from './http.server.ts';

export interface ApiRequest extends HttpCall {
  /** the answer may not be larger; default 32 MB */
  maxBytes?: number;
}

export interface ApiAnswer<T = unknown> {
  status: number;
  body: T;
}

const MAX_BYTES = 32_000_000;
const MAX_WAIT_S = 5;

/**
 * One request to the API server with a JSON answer. A read that meets 429, 5xx or a socket that died is tried once more
 * (Retry-After up to 5 s); a write never is. `timeoutMs` bounds the whole, body included (default 15 s).
 * The type of the body is the caller's claim about what this path answers.
 */
export async function request<T = unknown>(connection: Connection, call: ApiRequest): Promise<Result<ApiAnswer<T>>> {
  const first = await attempt<T>(connection, call);
  if (first.ok || call.method !== 'GET' || call.signal?.aborted) return first;
  const delayS = retryDelayS(first.error);
  if (delayS === null) return first;
  try {
    await wait(delayS * 1000, undefined, { signal: call.signal });
  } catch {
    return first;
  }
  return attempt<T>(connection, call);
}

/** null: trying again is of no use */
function retryDelayS(error: ClusterError): number | null {
  if (error.kind === 'throttled')
    return error.retryAfterS === null ? 1 : error.retryAfterS <= MAX_WAIT_S ? error.retryAfterS : null;
  if (error.kind === 'server-error') return 0.3;
  if (error.kind === 'no-answer' && /ECONNRESET|socket hang up|EPIPE/.test(error.message)) return 0;
  return null;
}

async function attempt<T>(connection: Connection, call: ApiRequest): Promise<Result<ApiAnswer<T>>> {
  const deadline = AbortSignal.timeout(call.timeoutMs ?? 15_000);
  const answer = await send(connection, call);
  if (!answer.ok) return answer;
  const text = await readText(answer.value, call.maxBytes ?? MAX_BYTES, deadline);
  if (!text.ok) return text;
  const { status, headers } = answer.value;
  if (status < 200 || status > 299) return err(errorFrom(callOf(call), status, headers, text.value));
  try {
    // the caller's claim, see above: Kubernetes objects are read defensively where their fields matter
    return ok({ status, body: JSON.parse(text.value) as T });
  } catch {
    return err({ kind: 'bad-answer', message: `not JSON: ${text.value.slice(0, 120)}` });
  }
}

/** The whole body, within a size and a deadline. */
export async function readText(answer: Answer, maxBytes: number, deadline: AbortSignal): Promise<Result<string>> {
  const chunks: Buffer[] = [];
  let size = 0;
  let late = false;
  const expire = (): void => {
    late = true;
    answer.close();
  };
  if (deadline.aborted) expire();
  deadline.addEventListener('abort', expire, { once: true });
  try {
    for await (const chunk of answer.body) {
      const bytes = chunk as Buffer; // no encoding is set on the stream
      size += bytes.length;
      if (size > maxBytes) {
        answer.close();
        return err({ kind: 'bad-answer', message: `larger than ${maxBytes} bytes` });
      }
      chunks.push(bytes);
    }
    return ok(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    return err({ kind: 'no-answer', message: late ? 'the answer did not end in time' : messageOf(error) });
  } finally {
    deadline.removeEventListener('abort', expire);
  }
}
