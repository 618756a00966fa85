import type { ReactNode } from 'react';

export interface SegOption<T extends string> {
  value: T;
  label: ReactNode;
  count?: number | undefined;
  disabledReason?: string | undefined;
}

interface SegProps<T extends string> {
  label: string;
  options: readonly SegOption<T>[];
  value: T;
  onChange: (value: T) => void;
}

/** A choice of one among few, all in sight. */
export const Seg = <T extends string>({ label, options, value, onChange }: SegProps<T>) => (
  <div className="seg" role="toolbar" aria-label={label}>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        aria-pressed={option.value === value}
        disabled={Boolean(option.disabledReason)}
        title={option.disabledReason}
        onClick={() => onChange(option.value)}
      >
        {option.label}
        {option.count === undefined ? null : <span className="n">{option.count.toLocaleString('en')}</span>}
      </button>
    ))}
  </div>
);
