import type { Assessment, Said } from '@/lib/readiness/score';

const SIZE = 168;
const MIDDLE = SIZE / 2;
const RADIUS = 74;
const GAP = 2.2; // degrees between two arcs

/** Ten arcs as wide as their weight, filled by points; fail solid, unknown dashed; the score inside. */
export function Ring({ assessment: { standings, score } }: { assessment: Assessment<Said> }) {
  let begin = 0;
  const arcs = standings.map((standing) => {
    const from = begin;
    begin += standing.check.weight * 3.6;
    return { ...standing, from: from + GAP / 2, to: begin - GAP / 2 };
  });
  return (
    <svg
      width={SIZE}
      height={SIZE}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={`Score ${score} of 100`}
      className="flex-none"
    >
      {arcs.map(({ check, status, points, from, to }) => (
        <g key={check.key} fill="none" strokeWidth="12">
          {status === 'fail' ? (
            <path d={arc(from, to)} stroke="var(--s1)" />
          ) : status === 'unknown' ? (
            <path d={arc(from, to)} stroke="var(--s4-fg)" strokeDasharray="2 3" />
          ) : (
            <>
              <path d={arc(from, to)} stroke="var(--line-2)" />
              <path
                d={arc(from, from + ((to - from) * points) / check.weight)}
                stroke={status === 'pass' ? 'var(--ok)' : 'var(--s3-fg)'}
              />
            </>
          )}
          <ArcNumber angle={(from + to) / 2}>{check.number}</ArcNumber>
        </g>
      ))}
      <text
        x={MIDDLE}
        y={MIDDLE + 8}
        textAnchor="middle"
        className="text-figure font-semibold"
        fill="var(--fg)"
        letterSpacing="-1"
      >
        {score}
      </text>
      <text x={MIDDLE} y={MIDDLE + 26} textAnchor="middle" className="text-meta" fill="var(--fg-3)">
        of 100
      </text>
    </svg>
  );
}

/** Degrees clockwise from the top; rounded, so that server and browser write the same. */
function at(angle: number, radius: number): [number, number] {
  const radians = ((angle - 90) * Math.PI) / 180;
  const round = (n: number) => Math.round(n * 100) / 100;
  return [round(MIDDLE + radius * Math.cos(radians)), round(MIDDLE + radius * Math.sin(radians))];
}

function arc(from: number, to: number): string {
  const [x0, y0] = at(from, RADIUS);
  const [x1, y1] = at(to, RADIUS);
  return `M${x0} ${y0}A${RADIUS} ${RADIUS} 0 0 1 ${x1} ${y1}`;
}

function ArcNumber({ angle, children }: { angle: number; children: number }) {
  const [x, y] = at(angle, 55);
  return (
    <text x={x} y={y + 4} textAnchor="middle" className="text-axis" fill="var(--fg-3)">
      {children}
    </text>
  );
}
