import type { ServerResponse } from 'node:http';
import type { KubeObject } from '../../kubernetes/objects.ts';
import type { WatchEvent } from '../contract.ts';
import { ApiError, badRequest, expired } from '../errors.ts';
import { apiVersionOf, type Kind, keyOf } from '../kinds.ts';
import type { ObjectStore } from '../store.ts';
import { type Rendering, renderObject } from './render.ts';
import { type ApiRequest, isTrue, type Target } from './request.ts';
import { type Matches, selection } from './select.ts';

const BOOKMARK_MS = 20_000;
/** A reader that falls this far behind is cut off, and lists again. */
const BACKLOG_BYTES = 64 << 20;

/** Writes a watch to its end: the client leaves, `timeoutSeconds` pass, or the reader is too slow. */
export function watch(
  store: ObjectStore,
  { query, signal }: ApiRequest,
  target: Target,
  kind: Kind,
  rendering: Rendering & { clock: () => number },
): (response: ServerResponse) => Promise<void> {
  const start = startOf(query);
  const matches = inScope(target, selection(kind, query));
  const bookmarks = isTrue(query.get('allowWatchBookmarks'));
  return (response) =>
    new Promise((resolve) => {
      const timers: NodeJS.Timeout[] = [];
      const writer = eventWriter(response, kind, rendering);
      const end = () => {
        for (const timer of timers) clearTimeout(timer);
        stop();
        forget();
        response.end();
        resolve();
      };
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
      response.flushHeaders();
      // Nothing can be written between the catching up and the subscription: both happen in this turn.
      const caughtUp = catchUp(store, kind, matches, start, writer);
      const stop = caughtUp
        ? store.subscribe((resource, event, before) => {
            if (keyOf(resource) !== keyOf(kind)) return;
            writer.change(event, before, matches);
            if (response.writableLength > BACKLOG_BYTES) end();
          })
        : () => {};
      const forget = store.onRestore(() => {
        writer.error(expired(`too old resource version: the drill was reset (${store.resourceVersion})`));
        end();
      });
      if (!caughtUp) return end();
      timers.push(setTimeout(end, timeoutMs(query)));
      if (bookmarks) timers.push(setInterval(() => writer.bookmark(store.resourceVersion), BOOKMARK_MS));
      signal.addEventListener('abort', end, { once: true });
    });
}

interface Start {
  /** null: the state of now, as ADDED events */
  version: number | null;
  /** ends the initial state with an annotated bookmark (watch-list) */
  initialEvents: boolean;
}

function startOf(query: URLSearchParams): Start {
  const asked = query.get('resourceVersion') ?? '';
  if (asked !== '' && !/^\d+$/.test(asked))
    throw badRequest(`Invalid value: ${JSON.stringify(asked)}: invalid resource version`);
  const initialEvents = isTrue(query.get('sendInitialEvents'));
  if (initialEvents && query.get('resourceVersionMatch') !== 'NotOlderThan') {
    const field =
      'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
    throw new ApiError(422, 'Invalid', `ListOptions.meta.k8s.io "" is invalid: ${field}`, {
      group: 'meta.k8s.io',
      kind: 'ListOptions',
    });
  }
  return { version: initialEvents || asked === '' || asked === '0' ? null : Number(asked), initialEvents };
}

function inScope({ namespace, name }: Target, matches: Matches): Matches {
  return (object) =>
    (namespace === '' || object.metadata?.namespace === namespace || object.kind === 'Namespace') &&
    (name === '' || object.metadata?.name === name) &&
    matches(object);
}

function timeoutMs(query: URLSearchParams) {
  const asked = Number(query.get('timeoutSeconds') ?? 0);
  return asked > 0 ? Math.min(asked, 86_400) * 1000 : (1800 + Math.random() * 1800) * 1000;
}

type Writer = ReturnType<typeof eventWriter>;

function catchUp(
  store: ObjectStore,
  kind: Kind,
  matches: Matches,
  { version, initialEvents }: Start,
  writer: Writer,
): boolean {
  if (version === null) {
    for (const object of store.list(kind, null)) if (matches(object)) writer.event('ADDED', object);
    if (initialEvents) writer.bookmark(store.resourceVersion, true);
    return true;
  }
  const changes = store.changesSince(version);
  if (!changes) {
    writer.error(expired(`too old resource version: ${version} (${store.resourceVersion})`));
    return false;
  }
  for (const { resource, event, before } of changes) {
    if (keyOf(resource) === keyOf(kind)) writer.change(event, before, matches);
  }
  return true;
}

function eventWriter(
  response: ServerResponse,
  kind: Kind,
  { clock, ...rendering }: Rendering & { clock: () => number },
) {
  let first = true;
  const write = (type: string, json: string) => response.write(`{"type":"${type}","object":${json}}\n`);
  const event = (type: WatchEvent['type'], object: KubeObject) => {
    write(type, renderObject(kind, object, { ...rendering, now: clock() }, first));
    first = false;
  };
  return {
    event,
    /** As a watch with a selector sees a change: what leaves the selection is DELETED, what enters is ADDED. */
    change({ type, object }: WatchEvent, before: KubeObject | null, matches: Matches) {
      const was = before !== null && matches(before);
      const is = type !== 'DELETED' && matches(object);
      if (is) event(was ? 'MODIFIED' : 'ADDED', object);
      else if (was) event('DELETED', object);
    },
    bookmark(version: number, endsInitialEvents = false) {
      const metadata = {
        resourceVersion: String(version),
        ...(endsInitialEvents ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
      };
      write('BOOKMARK', renderBookmark(kind, metadata, rendering));
    },
    error: (problem: ApiError) => write('ERROR', JSON.stringify(problem.status())),
  };
}

function renderBookmark(kind: Kind, metadata: object, { shape }: Rendering): string {
  switch (shape) {
    case 'table': {
      const object = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
      return JSON.stringify({
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        columnDefinitions: null,
        rows: [{ cells: [], object }],
      });
    }
    case 'object':
      return JSON.stringify({ kind: kind.kind, apiVersion: apiVersionOf(kind), metadata });
    case 'partial':
    case 'partial-list':
      return JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });
  }
}
