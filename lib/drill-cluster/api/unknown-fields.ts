import type { KubeObject } from '../../kubernetes/objects.ts';
import { badRequest } from '../errors.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import { childOf, isMap, itemOf, type Typed, typedKind } from '../patch/typed.ts';

/**
 * The object without fields that its schema does not know, as the API server drops them: silently (Ignore), with a warning
 * each (Warn, the default), or not at all (Strict: 400). Throws 400 where a value is not of the field's type.
 */
export function pruneUnknown(
  kind: Kind,
  object: KubeObject,
  query: URLSearchParams,
): { object: KubeObject; warnings: string[] } {
  const unknown: string[] = [];
  const pruned = prune(object, typedKind(apiVersionOf(kind), kind.kind), '', { unknown, kind });
  const validation = query.get('fieldValidation') || 'Warn';
  const words = unknown.map((path) => `unknown field "${path}"`);
  if (words.length > 0 && validation === 'Strict') throw refuse(kind, `strict decoding error: ${words.join(', ')}`);
  // the pruned copy of an object is an object
  return { object: pruned as KubeObject, warnings: validation === 'Warn' ? words : [] };
}

const refuse = (kind: Kind, why: string) =>
  badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${why}`);

interface Findings {
  unknown: string[];
  kind: Kind;
}

function prune(value: unknown, at: Typed, path: string, findings: Findings): unknown {
  if (!at.type || value === null) return value;
  refuseWrongType(value, at, path, findings.kind);
  if (isMap(value)) return pruneMap(value, at, path, findings);
  if (Array.isArray(value)) return value.map((item, index) => prune(item, itemOf(at), `${path}[${index}]`, findings));
  return value;
}

function pruneMap(
  value: Record<string, unknown>,
  at: Typed,
  path: string,
  findings: Findings,
): Record<string, unknown> {
  if (!at.type?.properties && !at.type?.additionalProperties) return value;
  const result: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    const child = childOf(at, key);
    const inner = path ? `${path}.${key}` : key;
    if (!child.field) findings.unknown.push(inner);
    else if (part !== null) result[key] = prune(part, child, inner, findings);
  }
  return result;
}

const GO_TYPES: Record<string, string> = {
  string: 'string',
  boolean: 'bool',
  integer: 'int32',
  number: 'float64',
  array: 'slice',
  object: 'map',
};

function refuseWrongType(value: unknown, { type }: Typed, path: string, kind: Kind) {
  const wanted = type?.type;
  if (!wanted || type?.oneOf || type?.['x-kubernetes-int-or-string'] || type?.format === 'int-or-string') return;
  const found = Array.isArray(value) ? 'array' : typeof value === 'number' ? 'number' : typeof value;
  if (found === wanted || (wanted === 'integer' && found === 'number')) return;
  const field = path.replace(/\[\d+\]/g, '');
  throw refuse(
    kind,
    `json: cannot unmarshal ${found} into Go struct field ${kind.kind}.${field} of type ${GO_TYPES[wanted] ?? wanted}`,
  );
}

/** The object without empty maps and lists that its schema does not require: Go leaves them out of the JSON. */
export function withoutEmpties(kind: Kind, object: KubeObject): KubeObject {
  // a copy of an object without some fields is an object
  return dropEmpties(object, typedKind(apiVersionOf(kind), kind.kind)) as KubeObject;
}

function dropEmpties(value: unknown, at: Typed): unknown {
  if (Array.isArray(value)) return value.map((item) => dropEmpties(item, itemOf(at)));
  if (!isMap(value) || !at.type) return value;
  const result: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    const child = childOf(at, key);
    const optional = at.type.properties !== undefined && !at.type.required?.includes(key);
    if (!optional || !isEmptyCollection(part, child)) result[key] = dropEmpties(part, child);
  }
  return result;
}

const isEmptyCollection = (value: unknown, { type }: Typed) =>
  Array.isArray(value)
    ? value.length === 0
    : isMap(value) && type?.additionalProperties !== undefined && Object.keys(value).length === 0;
