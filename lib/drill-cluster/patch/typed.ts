import { resolve, type Schema, schemaOfKind } from '../data/openapi.ts';

/** Where a value stands in the published schema: `field` carries how it is merged, `type` what it is made of. */
export interface Typed {
  field: Schema | null;
  type: Schema | null;
}

export const UNTYPED: Typed = { field: null, type: null };

export function typedKind(apiVersion: string, kind: string): Typed {
  const type = schemaOfKind(apiVersion, kind);
  return { field: type, type };
}

const typed = (field: Schema | undefined | null): Typed => (field ? { field, type: resolve(field) } : UNTYPED);

export const childOf = ({ type }: Typed, key: string): Typed =>
  typed(type?.properties?.[key] ?? type?.additionalProperties);

export const itemOf = ({ type }: Typed): Typed => typed(type?.items);

/** Replaced as a whole: such a map or list has one owner. */
export function isAtomicMap({ field, type }: Typed): boolean {
  return (field?.['x-kubernetes-map-type'] ?? type?.['x-kubernetes-map-type']) === 'atomic';
}

export function listType({ field, type }: Typed): 'atomic' | 'map' | 'set' {
  return field?.['x-kubernetes-list-type'] ?? type?.['x-kubernetes-list-type'] ?? 'atomic';
}

/** What tells the items of a list of type `map` apart, e.g. containerPort and protocol. */
export function listKeys({ field, type }: Typed): readonly string[] {
  return field?.['x-kubernetes-list-map-keys'] ?? type?.['x-kubernetes-list-map-keys'] ?? [];
}

export function keyDefault(item: Typed, key: string): unknown {
  return item.type?.properties?.[key]?.default;
}

/**
 * Whether the API server's own type always holds this field (a Go struct or a required list), so that a write cannot add
 * it as such: only what is in it.
 */
export function alwaysThere(parent: Typed, key: string): boolean {
  const field = parent.type?.properties?.[key];
  if (!field) return false;
  return (
    (typeof field.default === 'object' && field.default !== null) || (parent.type?.required?.includes(key) ?? false)
  );
}

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
