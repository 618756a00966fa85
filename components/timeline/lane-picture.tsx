'use client';

import { memo, useContext } from 'react';
import { PHASE_NAME } from '@/components/case/phases';
import { plural, timeWords } from '@/components/ui/format';
import { LANES, type TimelineOverview } from '@/lib/timeline/page';
import { xOf } from './brush';
import { barsPath, LANE, mostOf } from './lanes';
import type { Compartment } from './list-items';
import { clockTickWords, durationWords, lengthOf, type Span, ticksOf } from './time-axis';
import { ZoneContext } from './zone';

/** Heights in px: names of phases, one lane, and the axis with T± above the clock. */
const HEAD = 16;
const LANE_H = 15;
const AXIS_H = 32;
const BODY_H = HEAD + LANES.length * LANE_H + 3;
export const PICTURE_H = BODY_H + AXIS_H;
export const laneMiddle = (index: number): number => HEAD + index * LANE_H + LANE_H / 2;

interface PictureProps {
  overview: TimelineOverview | undefined;
  view: Span;
  width: number;
  spans: readonly Compartment[];
  /** detection: T+0 */
  origin: number;
  brush: Span | null;
  /** what the list has in sight */
  inSight: Span | null;
  now: number;
}

/** Lanes over time with the phases behind them. The list below is the same as a table. */
export function LanePicture({ overview, view, width, spans, origin, brush, inSight, now }: PictureProps) {
  const zone = useContext(ZoneContext);
  const { step, ticks } = ticksOf(view, origin, Math.max(2, Math.floor(width / 96)));
  const x = (at: number) => xOf(at, view, width);
  const sentence = overview
    ? `${plural(overview.matching, 'entry', 'entries')} in ${LANES.filter((lane) => overview.lanes[lane].length > 0).length} lanes over ${durationWords(lengthOf(view))}; the list below has them all`
    : 'The lanes of the timeline are being read';
  return (
    <svg viewBox={`0 0 ${width} ${PICTURE_H}`} width={width} height={PICTURE_H} role="img" aria-label={sentence}>
      <Phases spans={spans} view={view} width={width} now={now} />
      {LANES.map((lane, index) => (
        <path key={lane} className="tl-line" d={`M0 ${laneMiddle(index)}H${width}`} />
      ))}
      {overview && overview.matching > 0 ? <Bars overview={overview} view={view} width={width} /> : null}
      {inSight && inSight.to >= view.from && inSight.from <= view.to ? (
        <path
          className="tl-sight"
          d={`M${Math.max(0, x(inSight.from))} ${BODY_H}H${Math.min(width, Math.max(x(inSight.to), x(inSight.from) + 3))}`}
        />
      ) : null}
      {brush ? <Brush left={x(brush.from)} right={x(brush.to)} width={width} /> : null}
      {ticks.map(({ at, words }, index) => (
        <g key={at} className="tl-tick">
          <path d={`M${x(at)} ${BODY_H}v4`} />
          <text x={x(at)} y={BODY_H + 14} textAnchor={anchorOf(x(at), width)}>
            {words}
          </text>
          <text x={x(at)} y={BODY_H + 27} textAnchor={anchorOf(x(at), width)} className="tl-clock">
            {index === 0 && step < 3 * 3_600_000 ? timeWords(at, now, zone) : clockTickWords(at, step, zone)}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Drawn anew when the counts or the view change, not with each row that is scrolled by. */
const Bars = memo(function Bars({ overview, view, width }: { overview: TimelineOverview; view: Span; width: number }) {
  return LANES.map((lane, index) => (
    <path
      key={lane}
      fill={LANE[lane].fill}
      d={barsPath(overview.lanes[lane], {
        from: Date.parse(overview.from),
        bucketMs: overview.bucketMs,
        view,
        width,
        middle: laneMiddle(index),
        height: LANE_H - 3,
        most: mostOf(overview),
      })}
    />
  ));
});

/** Words at the edge stay inside. */
const anchorOf = (x: number, width: number) => (x < 24 ? 'start' : x > width - 24 ? 'end' : 'middle');

/** A heavy rule where a phase began; every second compartment is a little lighter. */
function Phases({ spans, view, width, now }: Pick<PictureProps, 'spans' | 'view' | 'width' | 'now'>) {
  const entered = spans.filter(({ phase }) => phase !== null);
  return entered.map(({ key, phase, from, to }, index) => {
    const left = xOf(from, view, width);
    const right = Math.min(width, xOf(to ?? Math.max(now, view.to), view, width));
    if (right < 0 || left > width || !phase) return null;
    const shown = Math.max(0, left);
    return (
      <g key={key}>
        <rect
          x={shown}
          width={Math.max(0, right - shown)}
          height={BODY_H}
          className={index % 2 ? 'tl-phase-b' : 'tl-phase-a'}
        />
        {left >= 0 ? <path className="tl-wall" d={`M${left} 0v${BODY_H}`} /> : null}
        {right - shown > 60 ? (
          <text x={shown + 7} y={11} className="tl-axis">
            {PHASE_NAME[phase]}
          </text>
        ) : null}
      </g>
    );
  });
}

function Brush({ left, right, width }: { left: number; right: number; width: number }) {
  const [l, r] = [Math.max(-2, left), Math.min(width + 2, right)];
  if (r < 0 || l > width) return null;
  return (
    <>
      <path className="tl-outside" d={`M0 0H${Math.max(0, l)}V${BODY_H}H0z M${r} 0H${width}V${BODY_H}H${r}z`} />
      <rect className="tl-brush" x={l} y={1} width={Math.max(1, r - l)} height={BODY_H - 2} />
    </>
  );
}
