import type { ServerResponse } from 'node:http';
import type { KubeObject } from '../../kubernetes/objects.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';

export interface Answer {
  status: number;
  /** an object is written as JSON; an iterable part by part */
  body: object | string | Buffer | Iterable<string>;
  contentType?: string;
  /** text of `Warning: 299` headers */
  warnings?: readonly string[];
}

/** Writes the response itself and ends it: watches and followed logs. */
export type Stream = (response: ServerResponse) => Promise<void> | void;

export const ok = (body: Answer['body'], status = 200): Answer => ({ status, body });

const cache = new WeakMap<KubeObject, string>();

/** JSON of an object without kind and apiVersion, as it stands in a typed list. Stored objects are frozen, so this is kept. */
export function itemJson(object: KubeObject): string {
  const known = cache.get(object);
  if (known !== undefined) return known;
  const { kind: _, apiVersion: __, ...rest } = object;
  const json = JSON.stringify(rest);
  if (Object.isFrozen(object)) cache.set(object, json);
  return json;
}

/** JSON of an object on its own. */
export const objectJson = (kind: Kind, object: KubeObject) =>
  `{"kind":"${kind.kind}","apiVersion":"${apiVersionOf(kind)}",${itemJson(object).slice(1)}`;
