const units = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** An age as kubectl shows it: two units while the larger is small (`3m7s`, `5h12m`, `2d3h`), then one. */
export function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 600) return two(seconds, 'm', 's');
  if (seconds < 3 * 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 8 * 3600) return two(seconds, 'h', 'm');
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)}h`;
  if (seconds < 8 * 86_400) return two(seconds, 'd', 'h');
  if (seconds < 2 * 365 * 86_400) return `${Math.floor(seconds / 86_400)}d`;
  const years = Math.floor(seconds / (365 * 86_400));
  const days = Math.floor((seconds % (365 * 86_400)) / 86_400);
  return years < 8 && days > 0 ? `${years}y${days}d` : `${years}y`;
}

function two(seconds: number, large: 'd' | 'h' | 'm', small: 'h' | 'm' | 's'): string {
  const size = (unit: string) => units.find(([name]) => name === unit)?.[1] ?? 1;
  const first = Math.floor(seconds / size(large));
  const second = Math.floor((seconds % size(large)) / size(small));
  return second === 0 ? `${first}${large}` : `${first}${large}${second}${small}`;
}
