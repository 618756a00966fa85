import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import type { KubeObject, Status } from '../kubernetes/objects.ts';
import { inWords } from './error-words.ts';
import { type ClusterError, err, ok, type Result } from './errors.ts';
import { type Connection, callOf, dropIdleSockets, errorFrom, type HttpCall, messageOf, send } from './http.server.ts';
import { prune } from './prune.ts';
import { readText, request } from './request.server.ts';
import { collectionPath, qualifiedName, type WatchedResource } from './resources.ts';
import { Sharer } from './share.ts';
import { type ResourceStatus, STALE_AFTER_MS } from './status.ts';
import { type WatchLine, WatchLines } from './watch-lines.ts';

const PAGE = 250;
/**
 * A watch is asked to end after this long and opened again: an end that does not come tells, sooner than bookmarks
 * (about one a minute), that the connection swallows bytes.
 */
const WATCH_S = 7;
const END_OVERDUE_MS = 2_500;
const FORBIDDEN_RETRY_MS = 60_000;
const BACKOFF_MS = { first: 500, most: 15_000 } as const;
/** A watch that the server ends sooner than this is a refusal, whatever its status. */
const TOO_SHORT_MS = 1_000;

/** The last page asked for, by cluster. A page ends, at the latest by its time-out. */
const pages = new WeakMap<Connection, Promise<unknown>>();

export interface WatchSink {
  /** A full list; what is not in it is gone. Called with pauses for other work in between, `resourceVersion` last. */
  replaced(objects: KubeObject[]): void;
  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void;
  stateChanged(): void;
}

export interface WatchTimes {
  watchS: number;
  endOverdueMs: number;
  forbiddenRetryMs: number;
  backoffMs: { first: number; most: number };
}

const TIMES: WatchTimes = {
  watchS: WATCH_S,
  endOverdueMs: END_OVERDUE_MS,
  forbiddenRetryMs: FORBIDDEN_RETRY_MS,
  backoffMs: BACKOFF_MS,
};

/** Lists one resource over all namespaces, then watches it, for as long as `signal` lives. Keeps what it knows about its own state. */
export class Watcher {
  readonly resource: WatchedResource;
  readonly #connection: Connection;
  readonly #sink: WatchSink;
  readonly #signal: AbortSignal;
  readonly #times: WatchTimes;
  #state: ResourceStatus['state'] = 'syncing';
  #error: string | null = null;
  #asOf: number | null = null;
  #resourceVersion: string | null = null;
  #failures = 0;
  /** watches in a row that were closed at once; lists in between do not count as a recovery */
  #shortWatches = 0;
  readonly #sharer = new Sharer();

  constructor(
    connection: Connection,
    resource: WatchedResource,
    sink: WatchSink,
    signal: AbortSignal,
    times: Partial<WatchTimes> = {},
  ) {
    this.#connection = connection;
    this.resource = resource;
    this.#sink = sink;
    this.#signal = signal;
    this.#times = { ...TIMES, ...times };
  }

  status(objects: number, now: number): ResourceStatus {
    const old = this.#state === 'live' && this.#asOf !== null && now - this.#asOf > STALE_AFTER_MS;
    return {
      resource: qualifiedName(this.resource),
      state: old ? 'stale' : this.#state,
      objects,
      asOf: this.#asOf === null ? null : new Date(this.#asOf).toISOString(),
      error: this.#error ?? (old ? `No word for more than ${STALE_AFTER_MS / 1000} s; asking again.` : null),
    };
  }

  async run(): Promise<void> {
    while (!this.#signal.aborted) {
      const result = await this.#turnOfEither();
      if (this.#signal.aborted) return;
      if (result.ok) this.#failures = 0;
      else await this.#pause(result.error);
    }
  }

  /** An object of a shape that nobody foresaw must not end the watch, let alone the server: it is told, and tried again. */
  async #turnOfEither(): Promise<Result<null>> {
    try {
      return this.#resourceVersion === null ? await this.#list() : await this.#watch(this.#resourceVersion);
    } catch (error) {
      return err({ kind: 'bad-answer', message: messageOf(error) });
    }
  }

  async #list(): Promise<Result<null>> {
    const objects: KubeObject[] = [];
    let version = '';
    let next: string | undefined;
    do {
      const page = await this.#turn(() =>
        request<KubeObject & { items?: KubeObject[]; metadata?: { continue?: string; resourceVersion?: string } }>(
          this.#connection,
          {
            method: 'GET',
            path: collectionPath(this.resource),
            query: { limit: PAGE, continue: next },
            timeoutMs: 30_000,
            signal: this.#signal,
          },
        ),
      );
      if (!page.ok) return page;
      for (const item of page.value.body.items ?? []) objects.push(this.#kept(item));
      version = page.value.body.metadata?.resourceVersion ?? '';
      next = page.value.body.metadata?.continue || undefined;
      await wait(0); // other work between pages
    } while (next !== undefined);
    if (version === '') return err({ kind: 'bad-answer', message: 'a list without resourceVersion' });
    this.#sink.replaced(objects);
    this.#resourceVersion = version;
    this.#alive();
    return ok(null);
  }

  /** Pages of one cluster come one after another: many at once would fill memory faster than it is cleared. */
  async #turn<T>(work: () => Promise<T>): Promise<T> {
    const before = pages.get(this.#connection) ?? Promise.resolve();
    const mine = before.then(work, work);
    pages.set(this.#connection, mine);
    return mine;
  }

  /** One watch until its end. `ok` when it ended as asked; an error says how to go on. */
  async #watch(from: string): Promise<Result<null>> {
    const { watchS, endOverdueMs } = this.#times;
    const call: HttpCall = {
      method: 'GET',
      path: collectionPath(this.resource),
      query: { watch: true, allowWatchBookmarks: true, resourceVersion: from, timeoutSeconds: watchS },
      timeoutMs: 5_000,
      signal: this.#signal,
    };
    const opened = await send(this.#connection, call);
    if (!opened.ok) return opened;
    const answer = opened.value;
    if (answer.status !== 200) {
      const text = await readText(answer, 65_536, AbortSignal.timeout(5_000));
      if (answer.status === 410) return this.#listAgain();
      return err(errorFrom(callOf(call), answer.status, answer.headers, text.ok ? text.value : ''));
    }
    this.#alive();
    const openedAt = Date.now();
    let overdue = false;
    const timer = setTimeout(
      () => {
        overdue = true;
        answer.close();
      },
      watchS * 1000 + endOverdueMs,
    );
    let events = 0;
    try {
      const lines = new WatchLines();
      for await (const chunk of answer.body) {
        this.#alive();
        for (const line of lines.push(chunk as Buffer)) {
          // no encoding is set on the stream
          if (line.type === 'ERROR') return this.#onError(line.object);
          this.#take(line);
          events += 1;
        }
      }
    } catch (error) {
      if (overdue) {
        dropIdleSockets(this.#connection); // those opened with it may swallow bytes too
        return this.#overdue();
      }
      return err({ kind: 'no-answer', message: messageOf(error) });
    } finally {
      clearTimeout(timer);
      answer.close();
    }
    if (overdue) return this.#overdue();
    if (events === 0 && Date.now() - openedAt < Math.min(TOO_SHORT_MS, watchS * 500)) return this.#closedAtOnce();
    this.#shortWatches = 0;
    this.#alive();
    return ok(null);
  }

  /** Nothing came and the end did not come: what we know is as old as the last byte. The next turn opens anew at once. */
  #overdue(): Result<null> {
    this.#set('stale', 'The connection stayed open without a byte; opening it anew.');
    return ok(null);
  }

  /** 200 and an end at once, over and over, would be a tight loop that sees nothing: a list is asked for, ever more rarely. */
  async #closedAtOnce(): Promise<Result<null>> {
    this.#resourceVersion = null;
    this.#shortWatches += 1;
    this.#set('live', 'The watch is closed as soon as it opens; listing now and then instead.');
    await this.#wait(
      Math.min(this.#times.backoffMs.most, 4 * this.#times.backoffMs.first * 2 ** (this.#shortWatches - 1)),
    );
    return ok(null);
  }

  #listAgain(): Result<null> {
    this.#resourceVersion = null;
    return ok(null);
  }

  #onError(object: KubeObject): Result<null> {
    const status = object as Status; // an ERROR line carries a v1.Status
    if (status.code === 410) return this.#listAgain();
    return err({
      kind: 'server-error',
      code: status.code ?? 500,
      message: status.message ?? 'the watch answered an error',
    });
  }

  #take(line: WatchLine): void {
    const version = line.object.metadata?.resourceVersion;
    if (version !== undefined) this.#resourceVersion = version;
    if (line.type !== 'BOOKMARK' && line.type !== 'ERROR') this.#sink.changed(line.type, this.#kept(line.object));
  }

  #kept(object: KubeObject): KubeObject {
    const pruned = prune(this.resource, object);
    if (this.resource === 'pods') this.#sharer.sharePod(pruned);
    if (this.resource === 'events') this.#sharer.shareEvent(pruned);
    return pruned;
  }

  async #pause(error: ClusterError): Promise<void> {
    this.#failures += 1;
    const { backoffMs, forbiddenRetryMs } = this.#times;
    let ms = Math.min(backoffMs.most, backoffMs.first * 2 ** (this.#failures - 1));
    if (error.kind === 'forbidden') {
      this.#resourceVersion = null;
      this.#set('forbidden', `May not ${error.verb} ${error.resource}: ${error.message}`);
      ms = forbiddenRetryMs;
    } else if (this.#failures > 1 || this.#state !== 'live') {
      if (this.#failures > 2) this.#resourceVersion = null; // also after a restore, when our version lies in the future
      if (error.kind === 'throttled' && error.retryAfterS !== null)
        ms = Math.max(ms, Math.min(error.retryAfterS * 1000, forbiddenRetryMs));
      if (error.kind === 'invalid' || error.kind === 'bad-answer') this.#resourceVersion = null;
      this.#set('unavailable', inWords(error));
    } // the first failure of a live watch is tried again before anyone is told: asOf says how old the data is
    await this.#wait(ms);
  }

  async #wait(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#signal }).catch(() => {});
  }

  #alive(): void {
    this.#asOf = Date.now();
    this.#set('live', null);
  }

  #set(state: ResourceStatus['state'], error: string | null): void {
    const changed = state !== this.#state || error !== this.#error;
    this.#state = state;
    this.#error = error;
    if (changed) this.#sink.stateChanged();
  }
}
