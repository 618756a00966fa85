import type { RecordBody } from './record.ts';

/** What a look-up says about a request whose answer is not known. `absent`: the cluster does not show the change. */
export interface Judgement {
  readonly verdict: 'done' | 'absent' | 'differs';
  readonly words: string;
}

type Sent = NonNullable<RecordBody['request']>;

/** The path whose GET shows whether `request` was carried out; null when no read can tell. */
export function pathToRead(request: Sent): string | null {
  const path = request.path.split('?')[0] ?? '';
  if (request.method === 'PATCH' || request.method === 'PUT' || request.method === 'DELETE') return path;
  const name = at(request.body, ['metadata', 'name']);
  return request.method === 'POST' && typeof name === 'string' ? `${path}/${encodeURIComponent(name)}` : null;
}

/**
 * Compares what was sent with what a fresh read found; `found` null: 404. Only what was sent is compared: defaults and
 * other managers' fields may be there as well.
 */
export function judge(request: Sent, found: unknown): Judgement {
  if (request.method === 'DELETE') return judgeDelete(request, found);
  if (found === null) {
    return request.method === 'POST'
      ? { verdict: 'absent', words: 'The object is not there.' }
      : { verdict: 'differs', words: 'The object is gone.' };
  }
  const uid = at(request.body, ['metadata', 'uid']);
  if (typeof uid === 'string' && at(found, ['metadata', 'uid']) !== uid)
    return { verdict: 'differs', words: 'Another object has its name now.' };
  const shown = Array.isArray(request.body)
    ? request.body.every((step) => showsStep(step, found))
    : shows(request.body, found, request.contentType);
  if (shown) return { verdict: 'done', words: 'The cluster shows what was sent.' };
  return request.method === 'POST'
    ? { verdict: 'differs', words: 'An object of this name is there, but it is not what was sent.' }
    : { verdict: 'absent', words: 'The cluster does not show the change.' };
}

function judgeDelete(request: Sent, found: unknown): Judgement {
  const uid = at(request.body, ['preconditions', 'uid']);
  const isAnother = typeof uid === 'string' && at(found, ['metadata', 'uid']) !== uid;
  if (found === null || isAnother) return { verdict: 'done', words: 'The object is gone.' };
  if (at(found, ['metadata', 'deletionTimestamp'])) return { verdict: 'done', words: 'The object is being deleted.' };
  return { verdict: 'absent', words: 'The object is still there.' };
}

// Preconditions and what only the server sets: they say nothing about the change.
const NOT_COMPARED = new Set([
  'resourceVersion',
  'managedFields',
  'creationTimestamp',
  'generation',
  'apiVersion',
  'kind',
]);

/** Whether everything in `sent` is in `found`. null in a merge patch means "take it off". */
function shows(sent: unknown, found: unknown, contentType: string | null): boolean {
  if (sent === null) return found === undefined || found === null;
  if (Array.isArray(sent)) return Array.isArray(found) && showsList(sent, found, contentType);
  if (typeof sent === 'object') {
    return Object.entries(sent as object).every(([key, value]) => {
      if (NOT_COMPARED.has(key)) return true;
      const there = at(found, [key]);
      return isEmpty(value) && there === undefined ? true : shows(value, there, contentType);
    });
  }
  return sent === found;
}

// The API server does not keep an empty list or map where it means the same as none.
const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** A JSON merge patch replaces a list; apply and strategic merge may add to it. */
function showsList(sent: unknown[], found: unknown[], contentType: string | null): boolean {
  if (contentType?.startsWith('application/merge-patch')) {
    return sent.length === found.length && sent.every((each, index) => shows(each, found[index], contentType));
  }
  return sent.every((each) => found.some((candidate) => shows(each, candidate, contentType)));
}

/** One operation of a JSON patch (RFC 6902), seen after it was carried out. */
function showsStep(step: unknown, found: unknown): boolean {
  const path = at(step, ['path']);
  if (typeof path !== 'string') return false;
  const op = at(step, ['op']);
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (op === 'test') return true;
  if (op === 'remove') return at(found, keys) === undefined;
  if (op !== 'add' && op !== 'replace') return false;
  const value = at(step, ['value']);
  const parent = at(found, keys.slice(0, -1));
  if (keys.at(-1) === '-') return Array.isArray(parent) && parent.some((each) => shows(value, each, null));
  return shows(value, at(found, keys), 'application/merge-patch+json');
}

function at(value: unknown, keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key]; // an own member of an object, as just seen
  }
  return here;
}
