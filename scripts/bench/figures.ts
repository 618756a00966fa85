/** One measured figure, in the unit named, with what it aims at (at most) where there is an aim. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | '×';
  readonly aim?: number;
}

/** The value below which `share` (0 to 1) of the samples lie; the nearest rank. NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** A figure that could not be measured misses its aim. */
export const missed = ({ value, aim }: Figure): boolean => aim !== undefined && !(value <= aim);

const shown = ({ value, unit }: Pick<Figure, 'value' | 'unit'>): string =>
  `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${unit}`;

/** As a table for the terminal and for Markdown. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const aim = figure.aim === undefined ? '' : `≤ ${shown({ value: figure.aim, unit: figure.unit })}`;
    return `| ${figure.what} | ${shown(figure)} | ${aim} | ${aim === '' ? '' : missed(figure) ? 'missed' : 'met'} |`;
  });
  return ['| what | measured | aim | |', '| --- | ---: | ---: | --- |', ...rows].join('\n');
}
