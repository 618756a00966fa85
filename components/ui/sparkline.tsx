interface SparklineProps {
  /** oldest first; the axis begins at zero */
  values: readonly number[];
  /** what a listener hears: "CPU over the last 12 samples, now 0.41 cores" */
  label: string;
  width?: number;
  height?: number;
  alarming?: boolean;
}

/** The idle past of a pod in the width of a word. Nothing is drawn from fewer than two samples. */
export function Sparkline({ values, label, width = 36, height = 14, alarming = false }: SparklineProps) {
  if (values.length < 2) return null;
  const top = Math.max(...values, Number.EPSILON);
  const step = (width - 2) / (values.length - 1);
  const points = values.map(
    (value, i) => `${(1 + i * step).toFixed(1)},${(height - 1 - (Math.max(0, value) / top) * (height - 3)).toFixed(1)}`,
  );
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className="glyph flex-none"
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke={alarming ? 'var(--s1-fg)' : 'var(--fg-3)'}
        strokeWidth="1.2"
      />
    </svg>
  );
}
