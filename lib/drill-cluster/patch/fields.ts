import { isDeepStrictEqual } from 'node:util';
import { FieldSet } from './field-set.ts';
import {
  alwaysThere,
  childOf,
  isAtomicMap,
  isMap,
  itemOf,
  keyDefault,
  listKeys,
  listType,
  type Typed,
} from './typed.ts';

/** `k:{…}` of an item, its keys sorted and defaulted as the API server does. */
export function itemStep(item: Record<string, unknown>, list: Typed): string {
  const keys = [...listKeys(list)].sort();
  const values = keys.map((key) => [key, item[key] ?? keyDefault(itemOf(list), key)] as const);
  return `k:${JSON.stringify(Object.fromEntries(values.filter(([, value]) => value !== undefined)))}`;
}

/** Parts of a value that have owners of their own: step, value, and where it stands. null: the value is one piece. */
export function partsOf(value: unknown, at: Typed): [step: string, part: unknown, typed: Typed][] | null {
  if (isMap(value)) {
    if (isAtomicMap(at)) return null;
    return Object.entries(value)
      .filter(([, part]) => part !== undefined && part !== null)
      .map(([key, part]) => [`f:${key}`, part, childOf(at, key)]);
  }
  if (!Array.isArray(value)) return null;
  switch (listType(at)) {
    case 'map':
      return value.filter(isMap).map((item) => [itemStep(item, at), item, itemOf(at)]);
    case 'set':
      return value.map((item) => [`v:${JSON.stringify(item)}`, item, itemOf(at)]);
    case 'atomic':
      return null;
  }
}

/** Fields that an apply configuration sets: leaves, empty or atomic containers, and items of lists. */
export function appliedFields(value: unknown, at: Typed): FieldSet {
  const set = new FieldSet();
  for (const [step, part, typed] of partsOf(value, at) ?? []) {
    const below = partsOf(part, typed);
    if (below === null || below.length === 0 || step.startsWith('k:')) set.members.add(step);
    if (below && below.length > 0) set.children.set(step, appliedFields(part, typed));
  }
  return set;
}

export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

/** What differs between two versions of an object, by the fields that can have owners. */
export function compareFields(before: unknown, after: unknown, at: Typed): Comparison {
  const result: Comparison = { added: new FieldSet(), modified: new FieldSet(), removed: new FieldSet() };
  compareInto(result, before, after, at);
  return result;
}

function compareInto({ added, modified, removed }: Comparison, before: unknown, after: unknown, at: Typed) {
  const old = new Map((partsOf(before, at) ?? []).map(([step, part, typed]) => [step, { part, typed }]));
  const fresh = new Map((partsOf(after, at) ?? []).map(([step, part, typed]) => [step, { part, typed }]));
  for (const [step, { part, typed }] of fresh) {
    const was = old.get(step);
    if (!was) put(added, step, part, typed, at);
    else if (partsOf(part, typed) === null || partsOf(was.part, typed) === null) {
      if (!isDeepStrictEqual(was.part, part)) modified.members.add(step);
    } else {
      const below = { added: added.child(step), modified: modified.child(step), removed: removed.child(step) };
      compareInto(below, was.part, part, typed);
    }
  }
  for (const [step, { part, typed }] of old) if (!fresh.has(step)) put(removed, step, part, typed, at);
}

function put(set: FieldSet, step: string, part: unknown, typed: Typed, parent: Typed) {
  const below = partsOf(part, typed);
  const isContainer = below !== null && below.length > 0;
  if (!isContainer || !(step.startsWith('f:') && alwaysThere(parent, step.slice(2)))) set.members.add(step);
  for (const [inner, value, at] of below ?? []) put(set.child(step), inner, value, at, typed);
}
