import type { KubeObject } from '../../kubernetes/objects.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import { cellsOf, columnsOf, definitions } from '../printers/index.ts';
import { itemJson, objectJson } from './answer.ts';
import type { Shape } from './negotiate.ts';

/** How objects of one request are written: as themselves, as rows, or as metadata only. */
export interface Rendering {
  shape: Shape;
  /** what a Table row carries of its object */
  includeObject: 'None' | 'Metadata' | 'Object';
  now: number;
}

/** metadata of a list or a table: `{"resourceVersion":"7","continue":…}` */
export interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

const partialJson = ({ metadata }: KubeObject) =>
  JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });

function rowJson(kind: Kind, object: KubeObject, rendering: Rendering): string {
  const cells = JSON.stringify(cellsOf(columnsOf(kind), object, rendering));
  switch (rendering.includeObject) {
    case 'None':
      return `{"cells":${cells},"object":null}`;
    case 'Object':
      return `{"cells":${cells},"object":${objectJson(kind, object)}}`;
    case 'Metadata':
      return `{"cells":${cells},"object":${partialJson(object)}}`;
  }
}

const tableHead = (kind: Kind, meta: object, withColumns = true) =>
  `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${JSON.stringify(meta)},"columnDefinitions":${
    withColumns ? JSON.stringify(definitions(columnsOf(kind))) : 'null'
  },"rows":[`;

/** One object. In a watch only the first table names its columns. */
export function renderObject(kind: Kind, object: KubeObject, rendering: Rendering, withColumns = true): string {
  switch (rendering.shape) {
    case 'object':
      return objectJson(kind, object);
    case 'table': {
      const meta = { resourceVersion: object.metadata?.resourceVersion };
      return `${tableHead(kind, meta, withColumns)}${rowJson(kind, object, rendering)}]}`;
    }
    case 'partial':
    case 'partial-list':
      return partialJson(object);
  }
}

/** A list in parts, so that ten thousand objects are never one string. */
export function* renderList(
  kind: Kind,
  objects: readonly KubeObject[],
  meta: ListMeta,
  rendering: Rendering,
): Iterable<string> {
  yield listHead(kind, meta, rendering);
  const write = itemWriter(kind, rendering);
  let part = '';
  for (const [index, object] of objects.entries()) {
    part += index === 0 ? write(object) : `,${write(object)}`;
    if (part.length < 1 << 17) continue;
    yield part;
    part = '';
  }
  yield `${part}]}`;
}

function listHead(kind: Kind, meta: ListMeta, { shape }: Rendering): string {
  switch (shape) {
    case 'table':
      return tableHead(kind, meta);
    case 'object':
      return `{"kind":"${kind.kind}List","apiVersion":"${apiVersionOf(kind)}","metadata":${JSON.stringify(meta)},"items":[`;
    case 'partial':
    case 'partial-list':
      return `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":${JSON.stringify(meta)},"items":[`;
  }
}

function itemWriter(kind: Kind, rendering: Rendering): (object: KubeObject) => string {
  switch (rendering.shape) {
    case 'table':
      return (object) => rowJson(kind, object, rendering);
    case 'object':
      return itemJson;
    case 'partial':
    case 'partial-list':
      return partialJson;
  }
}
