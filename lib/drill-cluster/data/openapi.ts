import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/** The part of an OpenAPI v3 schema that Kubernetes' documents use. */
export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  oneOf?: Schema[];
  type?: string;
  format?: string;
  default?: unknown;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  items?: Schema;
  required?: string[];
  'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: 'atomic' | 'granular';
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-patch-merge-key'?: string;
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
}

interface Document {
  components: { schemas: Record<string, Schema> };
}

let loaded: Record<string, Document> | null = null;

function documents(): Record<string, Document> {
  const packed = () => readFileSync(join(import.meta.dirname, 'openapi.json.br'));
  loaded ??= JSON.parse(brotliDecompressSync(packed()).toString());
  return loaded ?? {};
}

/** `api/v1`, `apis/apps/v1`, … */
export const openapiPaths = () => Object.keys(documents());
export const openapiDocument = (name: string): object | null => documents()[name] ?? null;

let byName: Map<string, Schema> | null = null;
let byKind: Map<string, Schema> | null = null;

function index() {
  if (byName && byKind) return { byName, byKind };
  byName = new Map();
  byKind = new Map();
  for (const document of Object.values(documents())) {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      byName.set(name, schema);
      for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
        byKind.set(`${group ? `${group}/` : ''}${version} ${kind}`, schema);
      }
    }
  }
  return { byName, byKind };
}

/** Schema of a kind, e.g. `apps/v1`, `Deployment`. */
export const schemaOfKind = (apiVersion: string, kind: string) => index().byKind.get(`${apiVersion} ${kind}`) ?? null;

/** Schema by its full name, e.g. `io.k8s.api.core.v1.Pod`. */
export const schemaNamed = (name: string) => index().byName.get(name) ?? null;

const PREFIX = '#/components/schemas/';

/** Follows `$ref` and Kubernetes' `allOf: [{$ref}]`. */
export function resolve(schema: Schema | undefined | null): Schema | null {
  if (!schema) return null;
  const ref = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
  return ref?.startsWith(PREFIX) ? schemaNamed(ref.slice(PREFIX.length)) : schema;
}
