const LOOK = { run: 'bar', ok: 'bar bar-ok', caution: 'bar bar-caution' } as const;

/** How far something is. `value` of `max`; the words beside it say the same. */
export const Bar = ({
  label,
  value,
  max,
  tone = 'run',
}: {
  label: string;
  value: number;
  max: number;
  tone?: keyof typeof LOOK;
}) => (
  <div
    className={LOOK[tone]}
    role="progressbar"
    aria-label={label}
    aria-valuenow={value}
    aria-valuemin={0}
    aria-valuemax={max}
  >
    <i style={{ width: `${max > 0 ? Math.min(100, (100 * value) / max) : 0}%` }} />
  </div>
);
