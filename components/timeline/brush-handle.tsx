'use client';

import type { KeyboardEvent } from 'react';
import { StampOf } from '@/components/ui/time';
import { nudged } from './brush';
import { fromDetection, type Span } from './time-axis';

interface BrushHandleProps {
  edge: 'from' | 'to';
  brush: Span;
  x: number;
  width: number;
  msPerPixel: number;
  extent: Span;
  origin: number;
  onBrush: (brush: Span | null) => void;
}

/** An edge of the range. Arrow keys move it by 4 px, with Shift by 40, Home and End to the end; Delete takes the range away. */
export function BrushHandle({ edge, brush, x, width, msPerPixel, extent, origin, onBrush }: BrushHandleProps) {
  if (x < -4 || x > width + 4) return null;
  const at = brush[edge];
  const move = (event: KeyboardEvent) => {
    const step = Math.max(1_000, msPerPixel * (event.shiftKey ? 40 : 4));
    const by: Record<string, number> = {
      ArrowLeft: -step,
      ArrowDown: -step,
      ArrowRight: step,
      ArrowUp: step,
      Home: extent.from - at,
      End: extent.to - at,
    };
    const ms = by[event.key];
    if (ms !== undefined) onBrush(nudged(edge, brush, Math.round(ms), extent));
    else if (event.key === 'Delete' || event.key === 'Backspace') onBrush(null);
    else return;
    event.preventDefault();
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      className="tl-handle"
      style={{ left: x }}
      aria-label={edge === 'from' ? 'Range begins' : 'Range ends'}
      aria-valuemin={Math.round(extent.from)}
      aria-valuemax={Math.round(extent.to)}
      aria-valuenow={Math.round(at)}
      aria-valuetext={`${fromDetection(at - origin)}, ${new Date(at).toISOString()}`}
      onKeyDown={move}
    >
      <span className={edge === 'from' ? 'tl-flag tl-flag-from' : 'tl-flag'} aria-hidden="true">
        {fromDetection(at - origin)} · <StampOf at={new Date(at).toISOString()} />
      </span>
    </div>
  );
}
