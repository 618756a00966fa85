import type { KubeObject } from '../../kubernetes/objects.ts';
import { ApiError, badRequest, expired } from '../errors.ts';
import { type Kind, keyOf } from '../kinds.ts';
import type { ObjectStore } from '../store.ts';
import { type Answer, ok } from './answer.ts';
import { type Rendering, renderList } from './render.ts';
import type { ApiRequest, Target } from './request.ts';
import { selection } from './select.ts';

const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';
const KEPT_LISTS = 32;

/** Lists that somebody is reading in pages: objects never change, so an old array is the list as it was. */
export class Snapshots {
  #kept = new Map<string, readonly KubeObject[]>();

  keep(key: string, objects: readonly KubeObject[]) {
    this.#kept.delete(key);
    this.#kept.set(key, objects);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_LISTS && oldest !== undefined) this.#kept.delete(oldest);
  }

  get(key: string) {
    return this.#kept.get(key);
  }
}

interface Continue {
  v: 'meta.k8s.io/v1';
  rv: number;
  start: string;
}

export function list(
  store: ObjectStore,
  snapshots: Snapshots,
  { query }: ApiRequest,
  target: Target,
  kind: Kind,
  rendering: Rendering,
): Answer {
  refuseFuture(store, query);
  const matches = selection(kind, query);
  const limit = limitOf(query);
  const from = query.get('continue') ? parseContinue(query.get('continue') ?? '') : null;
  const version = from?.rv ?? store.resourceVersion;
  const everything = from ? pageSource(store, snapshots, kind, from) : store.list(kind, null);
  const { page, left } = pageOf(everything, target.namespace, matches, from?.start ?? null, limit);
  const last = page.at(-1);
  if (left > 0) snapshots.keep(snapshotKey(kind, version), everything);
  const selective = query.get('labelSelector') || query.get('fieldSelector');
  const meta = {
    resourceVersion: String(version),
    ...(left > 0 && last
      ? { continue: writeContinue({ v: 'meta.k8s.io/v1', rv: version, start: keyOfObject(last) }) }
      : {}),
    ...(left > 0 && !selective ? { remainingItemCount: left } : {}),
  };
  return ok(renderList(kind, page, meta, rendering));
}

/** Objects after `start` (all of them without a limit), and how many more there are. The source is sorted by key. */
function pageOf(
  source: readonly KubeObject[],
  namespace: string,
  matches: (object: KubeObject) => boolean,
  start: string | null,
  limit: number,
): { page: readonly KubeObject[]; left: number } {
  const page: KubeObject[] = [];
  let left = 0;
  for (let at = start === null ? 0 : firstAfter(source, start); at < source.length; at++) {
    const object = source[at];
    if (!object || (namespace !== '' && object.metadata?.namespace !== namespace) || !matches(object)) continue;
    if (limit > 0 && page.length === limit) left++;
    else page.push(object);
  }
  return { page, left };
}

function firstAfter(source: readonly KubeObject[], key: string): number {
  let low = 0;
  let high = source.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const object = source[middle];
    if (object && keyOfObject(object) > key) high = middle;
    else low = middle + 1;
  }
  return low;
}

const keyOfObject = ({ metadata }: KubeObject) => `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
const snapshotKey = (kind: Kind, version: number) => `${keyOf(kind)}@${version}`;

function limitOf(query: URLSearchParams) {
  const limit = Number(query.get('limit') ?? 0);
  if (!Number.isInteger(limit) || limit < 0) throw badRequest(`invalid limit ${JSON.stringify(query.get('limit'))}`);
  return limit;
}

function pageSource(store: ObjectStore, snapshots: Snapshots, kind: Kind, { rv }: Continue) {
  const kept = rv === store.resourceVersion ? store.list(kind, null) : snapshots.get(snapshotKey(kind, rv));
  if (!kept) throw expired(TOO_OLD);
  return kept;
}

const writeContinue = (from: Continue) => Buffer.from(JSON.stringify(from)).toString('base64url');

function parseContinue(token: string): Continue {
  try {
    const parsed: Partial<Continue> = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (parsed.v === 'meta.k8s.io/v1' && typeof parsed.rv === 'number' && typeof parsed.start === 'string') {
      return { v: parsed.v, rv: parsed.rv, start: parsed.start };
    }
  } catch {
    // answered below, as any other text that is no token
  }
  throw badRequest('invalid continue token: continue key is not valid');
}

/** A list at a version that is not there yet: the real server waits and then says so. */
function refuseFuture(store: ObjectStore, query: URLSearchParams) {
  const asked = query.get('resourceVersion') ?? '';
  if (asked === '' || asked === '0') return;
  const version = Number(asked);
  if (!Number.isInteger(version)) throw badRequest(`Invalid value: ${JSON.stringify(asked)}: invalid resource version`);
  if (version > store.resourceVersion) {
    const message = `Too large resource version: ${version}, current: ${store.resourceVersion}`;
    throw new ApiError(504, 'Timeout', message, {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    });
  }
  if (query.get('resourceVersionMatch') === 'Exact' && version !== store.resourceVersion) {
    if (!store.changesSince(version)) throw expired(`The resourceVersion for the provided list is too old.`);
  }
}
