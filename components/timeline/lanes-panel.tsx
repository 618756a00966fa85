'use client';

import { type PointerEvent, useContext, useEffect, useRef, useState } from 'react';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { countWords, zoneWords } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { LANES, type TimelineOverview } from '@/lib/timeline/page';
import { type Grip, gripAt, pulled, timeAt, xOf } from './brush';
import { BrushHandle } from './brush-handle';
import { LanePicture } from './lane-picture';
import { LANE, totalOf } from './lanes';
import type { Compartment } from './list-items';
import { Minimap } from './minimap';
import { lengthOf, type Span, zoomed } from './time-axis';
import { MinusIcon, PlusIcon } from './timeline-icons';
import { usePlotWidth } from './use-plot-width';
import { ZoneContext } from './zone';

interface LanesPanelProps {
  /** of what is looked at; undefined while it is read */
  overview: TimelineOverview | undefined;
  /** of the whole case, for the strip below */
  whole: TimelineOverview | undefined;
  extent: Span;
  view: Span;
  /** null: all of it */
  onView: (view: Span | null) => void;
  brush: Span | null;
  onBrush: (brush: Span | null) => void;
  /** a moment was pressed: the list goes there */
  onGo: (at: number) => void;
  spans: readonly Compartment[];
  origin: number;
  inSight: Span | null;
  now: number;
}

/** A pointer that moved less than this pressed, and did not pull. */
const PRESS_PX = 4;

/** Who saw what when: five lanes, the phases behind, a brush that filters the list, and the whole case as a strip below. */
export function LanesPanel(props: LanesPanelProps) {
  const { overview, whole, extent, view, onView, brush, onBrush, onGo, spans, origin, inSight, now } = props;
  const zone = useContext(ZoneContext);
  const plot = useRef<HTMLDivElement>(null);
  const width = usePlotWidth(plot, 1276);
  const { shown, handlers, cursor } = usePull({ plot, brush, view, width, extent, onBrush, onGo });
  useWheel(plot, view, width, extent, onView);
  const middle = middleOf(view, brush) ?? middleOf(view, inSight) ?? (view.from + view.to) / 2;
  const zoom = (factor: number) => onView(zoomed(view, factor, middle, extent));
  const draw = () => {
    const third = lengthOf(view) / 3;
    onBrush(
      inSight && lengthOf(inSight) > 0
        ? { from: inSight.from, to: inSight.to + 1_000 }
        : { from: view.from + third, to: view.to - third },
    );
    requestAnimationFrame(() => plot.current?.querySelector<HTMLElement>('[role="slider"]')?.focus());
  };
  useShortcuts([
    { keys: '+', words: 'Zoom in', run: () => zoom(0.5) },
    { keys: '-', words: 'Zoom out', run: () => zoom(2) },
    { keys: '0', words: 'Show the whole case', run: () => onView(null) },
    { keys: 'b', words: 'Brush a range', run: draw },
  ]);
  return (
    <section className="tl-lanes" aria-label="Lanes">
      <div className="tl-names">
        <ul aria-label="Entries by source">
          {LANES.map((lane) => (
            <li key={lane}>
              <span>{LANE[lane].label}</span>
              <span className="n">{overview ? countWords(totalOf(overview.lanes[lane])) : ''}</span>
            </li>
          ))}
        </ul>
        <p className="tl-zone">{zoneWords(view.to, zone)}</p>
        <div className="tl-zoom" role="toolbar" aria-label="Zoom">
          <Button look="quiet" aria-label="Zoom out" title="Zoom out (−)" onClick={() => zoom(2)}>
            <MinusIcon />
          </Button>
          <Button look="quiet" aria-label="Zoom in" title="Zoom in (+)" onClick={() => zoom(0.5)}>
            <PlusIcon />
          </Button>
          <Button look="quiet" title="The whole case (0)" onClick={() => onView(null)}>
            All
          </Button>
          <Button look="quiet" title="Select a range (r)" onClick={draw}>
            Range
          </Button>
        </div>
      </div>
      <div className="tl-plot">
        <div ref={plot} className="tl-plot-area" style={{ cursor }} {...handlers}>
          <LanePicture
            overview={overview}
            view={view}
            width={width}
            spans={spans}
            origin={origin}
            brush={shown}
            inSight={inSight}
            now={now}
          />
          {shown
            ? (['from', 'to'] as const).map((edge) => (
                <BrushHandle
                  key={edge}
                  edge={edge}
                  brush={shown}
                  x={xOf(shown[edge], view, width)}
                  width={width}
                  msPerPixel={lengthOf(view) / width}
                  extent={extent}
                  origin={origin}
                  onBrush={onBrush}
                />
              ))
            : null}
        </div>
        <Minimap whole={whole} extent={extent} view={view} brush={shown} spans={spans} width={width} onView={onView} />
      </div>
      {shown ? (
        <Button look="quiet" className="sr-only focus:not-sr-only" onClick={() => onBrush(null)}>
          <Icon name="close" small /> Clear range
        </Button>
      ) : null}
    </section>
  );
}

/** The middle of a span that lies within the view: zooming by a button or a key goes there. */
function middleOf(view: Span, span: Span | null): number | null {
  if (!span) return null;
  const middle = (span.from + span.to) / 2;
  return middle >= view.from && middle <= view.to ? middle : null;
}

interface Pull {
  plot: React.RefObject<HTMLDivElement | null>;
  brush: Span | null;
  view: Span;
  width: number;
  extent: Span;
  onBrush: (brush: Span | null) => void;
  onGo: (at: number) => void;
}

/** Draws, moves and resizes the brush with a pointer; what is held is shown at once and told when it is let go. */
function usePull({ plot, brush, view, width, extent, onBrush, onGo }: Pull) {
  const held = useRef<{ grip: Grip; x: number; at: number } | null>(null);
  const [pulling, setPulling] = useState<Span | null>(null);
  const [cursor, setCursor] = useState('crosshair');
  const xIn = (event: PointerEvent) => event.clientX - (plot.current?.getBoundingClientRect().left ?? 0);

  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (
        event.button !== 0 ||
        (event.target instanceof Element && event.target.closest('[role="slider"]:focus-visible'))
      )
        return;
      const x = xIn(event);
      held.current = { grip: gripAt(x, brush, view, width), x, at: timeAt(x, view, width) };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const x = xIn(event);
      const pull = held.current;
      if (!pull) return setCursor(CURSOR[gripAt(x, brush, view, width)]);
      if (Math.abs(x - pull.x) < PRESS_PX && !pulling) return;
      setPulling(pulled(pull.grip, brush, pull.at, timeAt(x, view, width), extent));
    },
    onPointerUp: () => {
      const pull = held.current;
      held.current = null;
      if (pulling) onBrush(rounded(pulling));
      else if (pull) onGo(pull.at);
      setPulling(null);
    },
    onPointerCancel: () => {
      held.current = null;
      setPulling(null);
    },
  };
  return { shown: pulling ?? brush, handlers, cursor };
}

const CURSOR: Record<Grip, string> = { from: 'ew-resize', to: 'ew-resize', all: 'grab', new: 'crosshair' };
const rounded = ({ from, to }: Span): Span => ({ from: Math.round(from), to: Math.round(to) });

/** The wheel zooms where the pointer is; sideways it moves. */
function useWheel(
  plot: React.RefObject<HTMLDivElement | null>,
  view: Span,
  width: number,
  extent: Span,
  onView: (view: Span) => void,
) {
  const latest = useRef({ view, width, extent, onView });
  useEffect(() => {
    latest.current = { view, width, extent, onView };
  });
  useEffect(() => {
    const area = plot.current;
    if (!area) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { view: shown, width: pixels, extent: all, onView: tell } = latest.current;
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        const by = (event.deltaX / pixels) * lengthOf(shown);
        const from = Math.min(Math.max(shown.from + by, all.from), all.to - lengthOf(shown));
        tell({ from, to: from + lengthOf(shown) });
        return;
      }
      const at = timeAt(event.clientX - area.getBoundingClientRect().left, shown, pixels);
      tell(zoomed(shown, 1.0015 ** event.deltaY, at, all));
    };
    area.addEventListener('wheel', onWheel, { passive: false });
    return () => area.removeEventListener('wheel', onWheel);
  }, [plot]);
}
