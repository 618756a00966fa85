import type { TimelineEntry } from '@/lib/timeline/entry';
import { LANES, type Lane, laneOf, type TimelineOverview } from '@/lib/timeline/page';
import { xOf } from './brush';
import { lengthOf, type Span } from './time-axis';

/** What stands beside a lane, its colour in the picture, and that of its glyph in the list. */
export const LANE: Record<Lane, { label: string; fill: string; look: string }> = {
  alert: { label: 'Detectors', fill: 'var(--s1)', look: 'text-s1-fg' },
  audit: { label: 'Audit', fill: 'var(--s2)', look: 'text-s2-fg' },
  kubernetes: { label: 'Kubernetes', fill: 'var(--s4)', look: 'text-s4-fg' },
  action: { label: 'Bulkhead', fill: 'var(--run)', look: 'text-link' },
  person: { label: 'People', fill: 'var(--fg-2)', look: 'text-fg-2' },
};

/** Colour of the glyph of a source; phases have no lane, they stand behind all of them. */
export const lookOf = (source: TimelineEntry['source']): string => LANE[laneOf(source) ?? 'person'].look;

export const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** The largest figure of any lane: bars of all lanes are drawn on one scale. */
export const mostOf = ({ lanes }: TimelineOverview): number =>
  LANES.reduce((most, lane) => lanes[lane].reduce((max, count) => Math.max(max, count), most), 1);

/** A bar is at least this wide: one entry in three months must still be seen. */
const LEAST_PX = 2.5;

interface Bars {
  /** where bucket 0 begins, in milliseconds since 1970 */
  from: number;
  bucketMs: number;
  view: Span;
  width: number;
  middle: number;
  height: number;
  most: number;
}

/**
 * Bars around a middle line, one for each bucket that is not empty. Height grows with the logarithm of the count: one
 * entry is seen beside ten thousand.
 */
export function barsPath(counts: readonly number[], bars: Bars): string {
  const { from, bucketMs, view, width, middle, most, height } = bars;
  const scale = Math.log1p(Math.max(1, most));
  const w = Math.max(LEAST_PX, (bucketMs * width) / lengthOf(view) - 1);
  let path = '';
  counts.forEach((count, index) => {
    if (count === 0) return;
    const x = xOf(from + index * bucketMs, view, width);
    if (x + w < 0 || x > width) return;
    const h = height * (0.55 + 0.45 * (Math.log1p(count) / scale));
    path += `M${x.toFixed(1)} ${(middle - h / 2).toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h-${w.toFixed(1)}z`;
  });
  return path;
}

/** All lanes together, for the strip that shows the whole case. */
export function summed({ lanes }: TimelineOverview): number[] {
  const length = Math.max(...LANES.map((lane) => lanes[lane].length));
  return Array.from({ length }, (_, index) => LANES.reduce((sum, lane) => sum + (lanes[lane][index] ?? 0), 0));
}
