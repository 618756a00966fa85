'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { plural } from '@/components/ui/format';
import type { TimelineOverview } from '@/lib/timeline/page';
import { timeAt, xOf } from './brush';
import { barsPath, summed } from './lanes';
import type { Compartment } from './list-items';
import { durationWords, lengthOf, panned, type Span, within, zoomed } from './time-axis';

const HEIGHT = 18;

interface MinimapProps {
  whole: TimelineOverview | undefined;
  extent: Span;
  view: Span;
  brush: Span | null;
  spans: readonly Compartment[];
  width: number;
  onView: (view: Span | null) => void;
}

/** The whole case in one strip, and which part of it the lanes show: pulled with a pointer, moved by the arrow keys. */
export function Minimap({ whole, extent, view, brush, spans, width, onView }: MinimapProps) {
  const strip = useRef<HTMLDivElement>(null);
  const held = useRef<number | null>(null); // where in the window it is held, in milliseconds from its beginning
  const x = (at: number) => xOf(at, extent, width);
  const all = lengthOf(view) >= lengthOf(extent) - 1;
  const at = (event: PointerEvent) =>
    timeAt(event.clientX - (strip.current?.getBoundingClientRect().left ?? 0), extent, width);
  const keys = (event: KeyboardEvent) => {
    const next: Record<string, Span | null> = {
      ArrowLeft: panned(view, event.shiftKey ? -1 : -0.1, extent),
      ArrowRight: panned(view, event.shiftKey ? 1 : 0.1, extent),
      ArrowUp: zoomed(view, 0.5, (view.from + view.to) / 2, extent),
      ArrowDown: zoomed(view, 2, (view.from + view.to) / 2, extent),
      Home: within({ from: extent.from, to: extent.from + lengthOf(view) }, extent),
      End: within({ from: extent.to - lengthOf(view), to: extent.to }, extent),
      Escape: null,
    };
    if (!(event.key in next)) return;
    event.preventDefault();
    event.stopPropagation();
    onView(next[event.key] ?? null);
  };
  const counts = whole ? summed(whole) : [];
  return (
    <div
      ref={strip}
      role="slider"
      tabIndex={0}
      className="tl-mini"
      aria-label="Part of the case that the lanes show"
      aria-valuemin={Math.round(extent.from)}
      aria-valuemax={Math.round(extent.to)}
      aria-valuenow={Math.round((view.from + view.to) / 2)}
      aria-valuetext={`${all ? 'the whole case' : `${durationWords(lengthOf(view))} of ${durationWords(lengthOf(extent))}`}, ${plural(whole?.matching ?? 0, 'entry', 'entries')}`}
      onKeyDown={keys}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const pressed = at(event);
        const inside = pressed >= view.from && pressed <= view.to;
        held.current = inside ? pressed - view.from : lengthOf(view) / 2;
        if (!inside) onView(within({ from: pressed - held.current, to: pressed + held.current }, extent));
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (held.current === null || all) return;
        const from = at(event) - held.current;
        onView(within({ from, to: from + lengthOf(view) }, extent));
      }}
      onPointerUp={() => {
        held.current = null;
      }}
    >
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} aria-hidden="true">
        {spans.map(({ key, phase, from }) =>
          phase ? <path key={key} className="tl-wall" d={`M${x(from)} 0v${HEIGHT}`} /> : null,
        )}
        {whole && whole.matching > 0 ? (
          <path
            className="tl-mini-bars"
            d={barsPath(counts, {
              from: Date.parse(whole.from),
              bucketMs: whole.bucketMs,
              view: extent,
              width,
              middle: HEIGHT / 2,
              height: HEIGHT - 4,
              most: Math.max(1, ...counts),
            })}
          />
        ) : null}
        {brush ? <path className="tl-mini-brush" d={`M${x(brush.from)} ${HEIGHT - 1}H${x(brush.to)}`} /> : null}
        {all ? null : (
          <>
            <path
              className="tl-outside"
              d={`M0 0H${x(view.from)}V${HEIGHT}H0z M${x(view.to)} 0H${width}V${HEIGHT}H${x(view.to)}z`}
            />
            <rect
              className="tl-window"
              x={x(view.from)}
              y={0.5}
              width={Math.max(3, x(view.to) - x(view.from))}
              height={HEIGHT - 1}
            />
          </>
        )}
      </svg>
    </div>
  );
}
