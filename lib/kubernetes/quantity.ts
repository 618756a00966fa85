const BINARY: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
/** Powers of ten, so that small suffixes divide: 0.1 stays 0.1 where a factor of 1e-9 would not. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d{1,3})|(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]))?$/;

/**
 * A Kubernetes quantity as a number in base units (cores, bytes): "250m" → 0.25, "12345n", "200Mi", "1e3". null when it is
 * none, which is unknown and never 0. `E` alone is exa, `E3` an exponent. Bytes beyond 2^53 lose their last digits.
 */
export function parseQuantity(text: string | number | null | undefined): number | null {
  if (typeof text === 'number') return Number.isFinite(text) ? text : null;
  if (typeof text !== 'string' || text.length > 64) return null;
  const match = QUANTITY.exec(text);
  if (!match) return null;
  const [, digits = '', exponent, suffix = ''] = match;
  const value = Number(digits);
  const binary = BINARY[suffix];
  if (binary !== undefined) return value * binary;
  return Number(`${digits.replace(/\.$/, '')}${exponent ?? `e${DECIMAL[suffix] ?? 0}`}`);
}

/** Cores for people: "0.41", "2.5", "12". Below a thousandth "<0.001". */
export function formatCores(cores: number): string {
  if (cores > 0 && cores < 0.001) return '<0.001';
  return String(Number(cores.toFixed(cores < 0.1 ? 3 : cores < 10 ? 2 : 1)));
}
