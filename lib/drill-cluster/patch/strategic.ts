import { isDeepStrictEqual } from 'node:util';
import { badRequest } from '../errors.ts';
import { childOf, isMap, itemOf, type Typed } from './typed.ts';

/**
 * Kubernetes' strategic merge patch: lists whose schema says so merge by their merge key, and `$patch`, `$retainKeys`,
 * `$deleteFromPrimitiveList/…` and `$setElementOrder/…` direct it.
 */
export function strategicPatched(target: unknown, patch: unknown, at: Typed): unknown {
  if (!isMap(patch)) return patch;
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  if (patch.$patch === 'delete') return {};
  const result: Record<string, unknown> = isMap(target) ? { ...target } : {};
  const retain = patch.$retainKeys;
  if (Array.isArray(retain)) for (const key of Object.keys(result)) if (!retain.includes(key)) delete result[key];
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete result[key];
    else result[key] = patchedField(result[key], value, childOf(at, key));
  }
  for (const [directive, value] of Object.entries(patch)) direct(result, directive, value, at);
  return result;
}

const mergeKey = ({ field }: Typed) => field?.['x-kubernetes-patch-merge-key'];
const merges = ({ field }: Typed) => field?.['x-kubernetes-patch-strategy']?.split(',').includes('merge') ?? false;

function patchedField(current: unknown, value: unknown, at: Typed): unknown {
  if (Array.isArray(value)) return merges(at) ? patchedList(Array.isArray(current) ? current : [], value, at) : value;
  return strategicPatched(current, value, at);
}

function patchedList(current: unknown[], patch: unknown[], at: Typed): unknown[] {
  const key = mergeKey(at);
  if (key === undefined) {
    const added = patch.filter((item) => !current.some((known) => isDeepStrictEqual(known, item)));
    return [...current, ...added];
  }
  if (patch.some((item) => isMap(item) && item.$patch === 'replace' && item[key] === undefined)) {
    return patch
      .filter((item) => !(isMap(item) && '$patch' in item))
      .map((item) => strategicPatched(undefined, item, itemOf(at)));
  }
  const result = [...current];
  for (const item of patch) patchItem(result, item, key, at);
  return result;
}

function patchItem(list: unknown[], item: unknown, key: string, at: Typed) {
  if (!isMap(item) || item[key] === undefined)
    throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
  const isSame = (known: unknown) => isMap(known) && isDeepStrictEqual(known[key], item[key]);
  if (item.$patch === 'delete') {
    for (let at = list.length - 1; at >= 0; at--) if (isSame(list[at])) list.splice(at, 1);
    return;
  }
  const index = list.findIndex(isSame);
  const patched = strategicPatched(index < 0 ? undefined : list[index], item, itemOf(at));
  if (index < 0) list.push(patched);
  else list[index] = patched;
}

function direct(result: Record<string, unknown>, directive: string, value: unknown, at: Typed) {
  const [name, field] = directive.split('/', 2);
  const list = field === undefined ? undefined : result[field];
  if (field === undefined || !Array.isArray(list) || !Array.isArray(value)) return;
  if (name === '$deleteFromPrimitiveList') {
    result[field] = list.filter((item) => !value.some((gone) => isDeepStrictEqual(gone, item)));
  } else if (name === '$setElementOrder') {
    result[field] = ordered(list, value, mergeKey(childOf(at, field)));
  }
}

/** Items in the order asked for; those it does not name keep their place relative to each other, after the rest. */
function ordered(list: unknown[], order: unknown[], key: string | undefined): unknown[] {
  const idOf = (item: unknown) => (key !== undefined && isMap(item) ? item[key] : item);
  const rank = (item: unknown) => {
    const index = order.findIndex((wanted) => isDeepStrictEqual(idOf(wanted), idOf(item)));
    return index < 0 ? Number.POSITIVE_INFINITY : index;
  };
  return list
    .map((item, index) => ({ item, index, rank: rank(item) }))
    .sort((a, b) => (a.rank === b.rank ? a.index - b.index : a.rank - b.rank))
    .map(({ item }) => item);
}

const withoutDirectives = (patch: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));
