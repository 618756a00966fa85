/** An IP address as a number with its width. IPv4-mapped IPv6 addresses count as IPv4. */
export interface Address {
  value: bigint;
  bits: 32 | 128;
}

/** null: not an address. No zone, no leading zeros: as Kubernetes' strict parser. */
export function parseAddress(text: string): Address | null {
  const four = parseV4(text);
  if (four !== null) return { value: four, bits: 32 };
  const six = parseV6(text);
  if (six === null) return null;
  return six >> 32n === 0xffffn ? { value: six & 0xffffffffn, bits: 32 } : { value: six, bits: 128 };
}

function parseV4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseV6(text: string): bigint | null {
  if (text.length > 45 || !text.includes(':')) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groups(halves[0] ?? '');
  const tail = groups(halves[1] ?? '');
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  return [...head, ...Array<bigint>(missing).fill(0n), ...tail].reduce((value, group) => (value << 16n) | group, 0n);
}

function groups(text: string): bigint[] | null {
  if (text === '') return [];
  const result: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const four = index === parts.length - 1 && part.includes('.') ? parseV4(part) : null;
    if (four !== null) result.push(four >> 16n, four & 0xffffn);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) result.push(BigInt(`0x${part}`));
    else return null;
  }
  return result;
}

export interface Cidr {
  network: bigint;
  prefix: number;
  bits: 32 | 128;
}

export function parseCidr(text: string): Cidr | null {
  const [address, length, rest] = text.split('/');
  if (address === undefined || length === undefined || rest !== undefined || !/^\d{1,3}$/.test(length)) return null;
  const parsed = parseAddress(address);
  if (!parsed) return null;
  // a mapped IPv4 network is written with 128 bits
  const prefix = Number(length) - (parsed.bits === 32 && address.includes(':') ? 96 : 0);
  if (prefix < 0 || prefix > parsed.bits) return null;
  return { network: top(parsed.value, parsed.bits, prefix), prefix, bits: parsed.bits };
}

const top = (value: bigint, bits: number, prefix: number) => value >> BigInt(bits - prefix);

/** False also when either text cannot be read. */
export function inCidr(cidr: string, address: string): boolean {
  const range = parseCidr(cidr);
  const ip = parseAddress(address);
  return !!range && !!ip && range.bits === ip.bits && top(ip.value, ip.bits, range.prefix) === range.network;
}
