import type { FieldSet } from './field-set.ts';
import { itemStep } from './fields.ts';
import { childOf, isAtomicMap, isMap, itemOf, listType, type Typed } from './typed.ts';

/** `configuration` laid over `live` as server-side apply does: maps by key, lists by their type. */
export function merged(live: unknown, configuration: unknown, at: Typed): unknown {
  if (configuration === undefined || configuration === null) return live;
  if (isMap(configuration) && isMap(live) && !isAtomicMap(at)) {
    const result: Record<string, unknown> = { ...live };
    for (const [key, value] of Object.entries(configuration)) {
      const value1 = merged(live[key], value, childOf(at, key));
      if (value1 !== undefined) result[key] = value1;
    }
    return result;
  }
  if (Array.isArray(configuration) && Array.isArray(live)) return mergedList(live, configuration, at);
  return configuration;
}

function mergedList(live: unknown[], configuration: unknown[], at: Typed): unknown[] {
  switch (listType(at)) {
    case 'atomic':
      return configuration;
    case 'set': {
      const seen = new Set(live.map((item) => JSON.stringify(item)));
      return [...live, ...configuration.filter((item) => !seen.has(JSON.stringify(item)))];
    }
    case 'map': {
      const stepOf = (item: unknown) => (isMap(item) ? itemStep(item, at) : JSON.stringify(item));
      const wanted = new Map(configuration.map((item) => [stepOf(item), item]));
      const kept = live.map((item) => merged(item, wanted.get(stepOf(item)), itemOf(at)));
      const known = new Set(live.map(stepOf));
      return [...kept, ...configuration.filter((item) => !known.has(stepOf(item)))];
    }
  }
}

/** `value` without the fields of `gone`, but for those that `owned` names or has something in. */
export function pruned(value: unknown, gone: FieldSet, owned: FieldSet, at: Typed): unknown {
  if (gone.isEmpty()) return value;
  if (isMap(value)) {
    const result: Record<string, unknown> = {};
    for (const [key, part] of Object.entries(value)) {
      const left = prunedPart(part, `f:${key}`, gone, owned, childOf(at, key));
      if (left !== undefined) result[key] = left;
    }
    return result;
  }
  if (!Array.isArray(value)) return value;
  const kind = listType(at);
  if (kind === 'atomic') return value;
  const stepOf = (item: unknown) => (kind === 'map' && isMap(item) ? itemStep(item, at) : `v:${JSON.stringify(item)}`);
  return value
    .map((item) => prunedPart(item, stepOf(item), gone, owned, itemOf(at)))
    .filter((item) => item !== undefined);
}

function prunedPart(part: unknown, step: string, gone: FieldSet, owned: FieldSet, at: Typed): unknown {
  const isOwned = owned.members.has(step) || owned.children.has(step);
  if (gone.members.has(step) && !isOwned) return undefined;
  const below = gone.children.get(step);
  if (!below) return part;
  const left = pruned(part, below, owned.child(step), at);
  const emptied = typeof left === 'object' && left !== null && Object.keys(left).length === 0;
  return emptied && !isOwned ? undefined : left;
}
