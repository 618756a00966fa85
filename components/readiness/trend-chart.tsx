'use client';

import { Button } from '@/components/ui/button';
import { plural } from '@/components/ui/format';
import { Pop } from '@/components/ui/pop';
import { useTimeWords } from '@/components/ui/time';
import { READINESS_GOAL } from '@/lib/readiness/score';
import { type Fall, fallWords, type Trend } from '@/lib/readiness/trend';
import type { CaseTimes } from '@/lib/readiness/view';
import { dayWords } from './words';

const LEFT = 34;
const RIGHT = 474;
const TOP = 14;
const BOTTOM = 110;
const y = (score: number) => BOTTOM - ((BOTTOM - TOP) * score) / 100;

interface TrendChartProps {
  trend: Trend;
  score: number;
  cases: readonly CaseTimes[];
}

/** The score of each week, from zero, with the goal, the drills, and the reason of each fall. */
export function TrendChart({ trend: { weeks, falls }, score, cases }: TrendChartProps) {
  const begin = weeks[0]?.at ?? 0;
  const end = weeks.at(-1)?.at ?? 1;
  const x = (at: number) => LEFT + ((RIGHT - LEFT) * (at - begin)) / (end - begin);
  const known = weeks.flatMap((week) => (week.score === null ? [] : [{ at: week.at, score: week.score }]));
  const drills = cases.filter(({ drill, detectedAt }) => drill && Date.parse(detectedAt) >= begin);
  const first = known[0];
  const latest = falls.at(-1);
  return (
    <section className="min-w-0 px-4 pt-3 pb-2" aria-labelledby="trend-title">
      <div className="flex min-h-5 items-center gap-3">
        <h2 id="trend-title">Trend, 26 weeks</h2>
        <span className="flex-1" />
        {drills.length > 0 ? (
          <span className="meta flex items-center gap-1.5">
            <Diamond x={5} y={5} alone />
            drill
          </span>
        ) : null}
        {falls.length > 0 ? <Falls falls={falls} /> : null}
      </div>
      <svg
        viewBox="0 0 520 132"
        className="mt-1 block h-auto w-full max-w-[520px]"
        role="img"
        aria-label={`Score over 26 weeks, ${first ? `from ${first.score} to ${score}` : 'nothing was attested yet'}; the goal is ${READINESS_GOAL}`}
      >
        {[0, 25, 50, 75, 100].map((line) => (
          <g key={line}>
            <path d={`M${LEFT} ${y(line)}H${RIGHT}`} stroke="var(--line)" />
            <Axis x={LEFT - 8} y={y(line) + 4} anchor="end">
              {line}
            </Axis>
          </g>
        ))}
        <path d={`M${LEFT} ${y(READINESS_GOAL)}H${RIGHT}`} stroke="var(--fg-3)" strokeDasharray="4 3" />
        <Axis x={RIGHT + 4} y={y(READINESS_GOAL) + 4}>
          goal
        </Axis>
        <polyline
          points={known.map((week) => `${x(week.at).toFixed(1)},${y(week.score).toFixed(1)}`).join(' ')}
          fill="none"
          stroke="var(--fg)"
          strokeWidth="1.8"
        />
        {drills.map(({ number, detectedAt }) => (
          <Diamond key={number} x={x(Date.parse(detectedAt))} y={y(scoreNear(known, Date.parse(detectedAt)))} />
        ))}
        {falls.map((fall) => (
          <path
            key={`${fall.at} ${fall.check.key}`}
            d={`M${x(fall.at).toFixed(1)} ${(y(fall.score) + 4).toFixed(1)}v9`}
            stroke="var(--fg-3)"
          />
        ))}
        {latest ? <LatestFall fall={latest} known={known} x={x} /> : null}
        {known.length > 0 ? (
          <>
            <circle cx={RIGHT} cy={y(score)} r="3.5" fill="var(--fg)" />
            {Math.abs(score - READINESS_GOAL) > 10 ? (
              <text x={RIGHT + 8} y={y(score) + 4} className="text-body font-semibold" fill="var(--fg)">
                {score}
              </text>
            ) : null}
          </>
        ) : (
          <Axis x={(LEFT + RIGHT) / 2} y={y(50) - 6} anchor="middle">
            Begins with the first attestation
          </Axis>
        )}
        <Axis x={LEFT} y={129}>
          <Day at={begin} />
        </Axis>
        <Axis x={(LEFT + RIGHT) / 2} y={129} anchor="middle">
          <Day at={(begin + end) / 2} />
        </Axis>
        <Axis x={RIGHT} y={129} anchor="end">
          <Day at={end} />
        </Axis>
      </svg>
    </section>
  );
}

const Axis = ({
  x,
  y: top,
  anchor = 'start',
  children,
}: {
  x: number;
  y: number;
  anchor?: 'start' | 'middle' | 'end';
  children: React.ReactNode;
}) => (
  <text x={x} y={top} textAnchor={anchor} className="trend-axis" fill="var(--fg-3)">
    {children}
  </text>
);

const Day = ({ at }: { at: number }) => <>{useTimeWords((now, zone) => dayWords(at, now, zone))}</>;

type Week = { at: number; score: number };
const LETTER = 5.3; // px, of a label in the chart

/** "2 Nov: attestation of War room ready expired, −8", below the line, or above it where there is no room. */
function LatestFall({ fall, known, x }: { fall: Fall; known: readonly Week[]; x: (at: number) => number }) {
  const words = useTimeWords((now, zone) => `${dayWords(fall.at, now, zone)}: ${fallWords(fall)}, −${fall.by}`);
  const width = words.length * LETTER;
  const begins = Math.max(LEFT, Math.min(x(fall.at) + 4 - width, RIGHT - width));
  const crossed = known
    .filter(({ at }) => x(at) > begins - 20 && x(at) < begins + width + 20)
    .map(({ score }) => y(score));
  const below = Math.max(y(fall.score), ...crossed) + 24;
  const overLine = Math.min(y(fall.score), ...crossed) - 10;
  const above = Math.abs(overLine - 4 - y(READINESS_GOAL)) < 12 ? y(READINESS_GOAL) - 5 : overLine; // clear of the goal
  return (
    <g className="max-sm:hidden">
      <Axis x={begins} y={below < BOTTOM - 2 ? below : above}>
        {words}
      </Axis>
    </g>
  );
}

const scoreNear = (known: readonly Week[], at: number): number =>
  known.findLast((week) => week.at <= at)?.score ?? known[0]?.score ?? 0;

function Diamond({ x, y: top, alone = false }: { x: number; y: number; alone?: boolean }) {
  const shape = <path d={`M${x.toFixed(1)} ${(top - 4.5).toFixed(1)}l4.5 4.5-4.5 4.5-4.5-4.5z`} fill="var(--drill)" />;
  return alone ? (
    <svg width="10" height="10" aria-hidden="true">
      {shape}
    </svg>
  ) : (
    shape
  );
}

/** All falls: in the chart there is room for the words of one. */
const Falls = ({ falls }: { falls: readonly Fall[] }) => (
  <Pop label="Falls of the score" align="end" trigger={<Button look="quiet">{plural(falls.length, 'fall')}</Button>}>
    <ol className="grid gap-1">
      {[...falls].reverse().map((fall) => (
        <li key={`${fall.at} ${fall.check.key}`} className="grid grid-cols-[64px_32px_1fr] gap-2">
          <span className="meta">
            <Day at={fall.at} />
          </span>
          <b className="text-right">−{fall.by}</b>
          <span>{fallWords(fall)}</span>
        </li>
      ))}
    </ol>
  </Pop>
);
