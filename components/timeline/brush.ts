import { lengthOf, type Span, within } from './time-axis';

/** What of a brush is held: one of its edges, all of it, or nothing yet (it is drawn anew). */
export type Grip = 'from' | 'to' | 'all' | 'new';

/** How near to an edge a pointer takes hold of it, in pixels. */
const REACH_PX = 7;
/** A brush is no narrower than this: one second can be picked out. */
export const LEAST_MS = 1_000;

/** Where on the screen a moment is: `width` pixels show `view`. */
export const xOf = (at: number, view: Span, width: number): number => ((at - view.from) / lengthOf(view)) * width;
export const timeAt = (x: number, view: Span, width: number): number => view.from + (x / width) * lengthOf(view);

/** What a pointer at `x` takes hold of. */
export function gripAt(x: number, brush: Span | null, view: Span, width: number): Grip {
  if (!brush) return 'new';
  const [left, right] = [xOf(brush.from, view, width), xOf(brush.to, view, width)];
  const [toLeft, toRight] = [Math.abs(x - left), Math.abs(x - right)];
  if (Math.min(toLeft, toRight) <= REACH_PX) return toLeft < toRight ? 'from' : 'to';
  return x > left && x < right ? 'all' : 'new';
}

/** The brush after its grip was pulled from one moment to another. Edges may cross; it stays within `extent`. */
export function pulled(grip: Grip, brush: Span | null, start: number, now: number, extent: Span): Span {
  if (grip === 'all' && brush) return within({ from: brush.from + now - start, to: brush.to + now - start }, extent);
  const fixed = grip === 'new' || !brush ? start : grip === 'from' ? brush.to : brush.from;
  const from = Math.max(extent.from, Math.min(fixed, now));
  const to = Math.min(extent.to, Math.max(fixed, now));
  return to - from >= LEAST_MS ? { from, to } : within({ from, to: from + LEAST_MS }, extent);
}

/** An edge moved by the keyboard: by `ms`, not over the other edge and not out of `extent`. */
export function nudged(edge: 'from' | 'to', brush: Span, ms: number, extent: Span): Span {
  return edge === 'from'
    ? { from: Math.min(Math.max(brush.from + ms, extent.from), brush.to - LEAST_MS), to: brush.to }
    : { from: brush.from, to: Math.max(Math.min(brush.to + ms, extent.to), brush.from + LEAST_MS) };
}
