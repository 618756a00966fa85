import 'server-only';
import type { Connection } from '../cluster/http.server.ts';
import { request } from '../cluster/request.server.ts';
import { judge, pathToRead } from './judge.ts';
import type { RecordBody } from './record.ts';

/** What became of an action, as a look-up can tell. `unknown` with `again` true: the cluster did not answer; ask later. */
export interface Finding {
  readonly outcome: 'succeeded' | 'not-seen' | 'unknown';
  readonly words: string;
  readonly again: boolean;
}

/** Reads from the cluster what became of `intent`; never changes anything. */
export type Lookup = (intent: RecordBody, cluster: Connection) => Promise<Finding>;

const shared = globalThis as typeof globalThis & { bulkheadLookups?: Map<string, Lookup> };

/**
 * How actions with this `request.method` are looked up. Requests to the API (POST, PUT, PATCH, DELETE) are read back
 * without being registered; others ("EXEC") are unknown unless somebody registers how to tell.
 */
export function registerLookup(method: string, lookup: Lookup): void {
  shared.bulkheadLookups ??= new Map();
  shared.bulkheadLookups.set(method, lookup);
}

export const lookUp: Lookup = (intent, cluster) =>
  (shared.bulkheadLookups?.get(intent.request?.method ?? '') ?? readBack)(intent, cluster);

const readBack: Lookup = async ({ request: sent }, cluster) => {
  const path = sent && pathToRead(sent);
  if (!sent || !path) return { outcome: 'unknown', words: 'No read can tell what became of it.', again: false };
  const answer = await request(cluster, { method: 'GET', path, timeoutMs: 5_000 });
  if (!answer.ok && answer.error.kind !== 'not-found') {
    return {
      outcome: 'unknown',
      words: `The look-up failed: ${answer.error.kind}.`,
      again: answer.error.kind !== 'forbidden',
    };
  }
  const { verdict, words } = judge(sent, answer.ok ? answer.value.body : null);
  if (verdict === 'done') return { outcome: 'succeeded', words, again: false };
  return verdict === 'absent'
    ? { outcome: 'not-seen', words, again: false }
    : { outcome: 'unknown', words, again: false };
};
