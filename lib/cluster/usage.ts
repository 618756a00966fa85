/** Quantities as metrics.k8s.io sends them ("12345678n", "250m", "1"), in cores. Null when it is no quantity. */
export const cpuCores = (quantity: string | undefined): number | null => scaled(quantity, { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3 });

const KI = 1024;
/** "200Mi", "204800Ki", "1000000": in bytes. Null when it is no quantity. */
export const memoryBytes = (quantity: string | undefined): number | null =>
  scaled(quantity, { m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: KI, Mi: KI ** 2, Gi: KI ** 3, Ti: KI ** 4 });

function scaled(quantity: string | undefined, units: Record<string, number>): number | null {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(quantity ?? '');
  const unit = units[match?.[2] ?? '?'];
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}
