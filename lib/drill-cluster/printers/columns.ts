import type { KubeObject } from '../../kubernetes/objects.ts';
import { humanDuration } from './duration.ts';

export type Cell = string | number | boolean | null;

/** What printing needs besides the object. */
export interface PrintContext {
  now: number; // drill time, ms since the epoch
}

export interface Column {
  name: string;
  type: 'string' | 'integer' | 'boolean' | 'date';
  format: '' | 'name';
  /** 1: only with -o wide */
  priority: 0 | 1;
  cell: (object: KubeObject, context: PrintContext) => Cell;
}

/** Columns of one kind; the cells see the object as that kind, which its place in the store guarantees. */
export function columnsFor<T>(
  ...columns: readonly ((typed: (object: KubeObject) => T) => Column)[]
): readonly Column[] {
  // an object of a resource has the shape that the API published for it; what it lacks is read with `?.`
  return columns.map((column) => column((object) => object as T));
}

type Options = Partial<Pick<Column, 'type' | 'priority'>>;

export const column =
  <T>(name: string, cell: (object: T, context: PrintContext) => Cell, options: Options = {}) =>
  (typed: (object: KubeObject) => T): Column => ({
    name,
    type: 'string',
    format: '',
    priority: 0,
    ...options,
    cell: (object, context) => cell(typed(object), context),
  });

export const wide: Options = { priority: 1 };
export const whole: Options = { type: 'integer' };

type WithMeta = { metadata?: { name?: string; creationTimestamp?: string } };

export const nameColumn = (typed: (object: KubeObject) => unknown): Column => {
  void typed;
  return { name: 'Name', type: 'string', format: 'name', priority: 0, cell: (object) => object.metadata?.name ?? '' };
};

export const ageColumn = column<WithMeta>('Age', (object, { now }) => ago(object.metadata?.creationTimestamp, now));

export const ago = (at: string | undefined, now: number) => (at ? humanDuration(now - Date.parse(at)) : '<unknown>');
export const orNone = (text: string | undefined | null) => text || '<none>';

/** `a=b,c in (d,e)` as FormatLabelSelector; `<none>` when it selects everything. */
export function selectorText(
  selector:
    | {
        matchLabels?: Record<string, string>;
        matchExpressions?: { key: string; operator: string; values?: string[] }[];
      }
    | undefined,
) {
  if (!selector) return '<none>';
  const equals = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => [key, `${key}=${value}`] as const);
  const sets = (selector.matchExpressions ?? []).map(({ key, operator, values }) => {
    const list = [...(values ?? [])].sort().join(',');
    if (operator === 'Exists') return [key, key] as const;
    if (operator === 'DoesNotExist') return [key, `!${key}`] as const;
    return [key, `${key} ${operator.toLowerCase()} (${list})`] as const;
  });
  const parts = [...equals, ...sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  return parts.join(',') || '<none>';
}

export const labelsText = (labels: Record<string, string> | undefined) =>
  Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',') || '<none>';

type HasContainers = { spec?: { containers?: { name: string; image?: string }[] } };

export const containerNames = (template: HasContainers | undefined) =>
  (template?.spec?.containers ?? []).map(({ name }) => name).join(',');
export const containerImages = (template: HasContainers | undefined) =>
  (template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(',');
