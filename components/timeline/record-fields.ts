import type { TimelineEntry } from '@/lib/timeline/entry';

/** Fields that are said above already, or that only the program needs. */
const SAID = new Set(['actionId', 'seq', 'uid', 'message', 'cut', 'combined', 'artifactId', 'asWritten']);

/** Fields of a record as pairs, one level deep: "about kind" for what is inside another. Names and values are data. */
export function fieldsOf(detail: TimelineEntry['detail']): [string, string][] {
  const plain = (value: unknown): value is string | number | boolean =>
    ['string', 'number', 'boolean'].includes(typeof value) && value !== '';
  return Object.entries(detail).flatMap(([key, value]): [string, string][] => {
    if (SAID.has(key)) return [];
    if (plain(value)) return [[key, String(value)]];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).flatMap(([inner, one]): [string, string][] =>
      plain(one) ? [[key === 'output_fields' ? inner : `${key} ${inner}`, String(one)]] : [],
    );
  });
}
