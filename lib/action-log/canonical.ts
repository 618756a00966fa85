/**
 * Canonical JSON (RFC 8785): the one text for one value, so that a hash over it means the value. Members whose value is
 * undefined are left out, as JSON does. Throws on what JSON cannot carry (NaN, bigint, functions, Dates, lone
 * surrogates): silently changing a value before it is hashed would make the hash a lie.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value); // ECMAScript's form is the RFC's
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each)).join(',')}]`;
  if (isPlainObject(value)) {
    const members = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort() // by UTF-16 code units, as the RFC asks
      .map((key) => `${quoted(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`Not a JSON value: ${typeof value === 'number' ? value : Object.prototype.toString.call(value)}`);
}

/**
 * The value with every string made storable: lone surrogates become U+FFFD, and NUL too, which PostgreSQL's text cannot
 * hold. Dates become RFC 3339. For values that hold strings from a cluster.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each) => storable(each) ?? null);
  if (isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [String(storable(key)), storable(each)]));
  }
  return value;
}

function quoted(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A string with a lone surrogate has no canonical JSON');
  return JSON.stringify(text);
}

const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
