/** What the client wants a resource as, from its Accept header (the first that is served here). */
export type Shape = 'object' | 'table' | 'partial' | 'partial-list';

const SHAPES: Record<string, Shape> = {
  Table: 'table',
  PartialObjectMetadata: 'partial',
  PartialObjectMetadataList: 'partial-list',
};

interface Accepted {
  type: string;
  parameters: Record<string, string>;
}

export function parseAccept(header: string | undefined): Accepted[] {
  return (header || '*/*').split(',').map((part) => {
    const [type = '', ...rest] = part.split(';').map((piece) => piece.trim());
    const parameters: Record<string, string> = {};
    for (const piece of rest) {
      const [key = '', value = ''] = piece.split('=');
      parameters[key] = value;
    }
    return { type, parameters };
  });
}

const isJson = (type: string) => type === 'application/json' || type === '*/*' || type === 'application/*';

/** null: nothing the client accepts is served here (406). Only JSON is. */
export function shapeWanted(header: string | undefined): Shape | null {
  for (const { type, parameters } of parseAccept(header)) {
    if (!isJson(type)) continue;
    if (!parameters.as) return 'object';
    const shape = SHAPES[parameters.as];
    if (shape && parameters.g === 'meta.k8s.io' && (parameters.v === 'v1' || parameters.v === 'v1beta1')) return shape;
  }
  return null;
}

/** Whether the client reads aggregated discovery (v2) rather than the older group lists. */
export const wantsAggregated = (header: string | undefined) => {
  for (const { type, parameters } of parseAccept(header)) {
    if (!isJson(type)) continue;
    if (!parameters.as) return false;
    if (parameters.as === 'APIGroupDiscoveryList' && parameters.v === 'v2') return true;
  }
  return false;
};
