/** Numbers that look random and repeat with their seed (mulberry32). `state` can be stored and taken up again. */
export interface SeededRandom {
  state: number;
  /** 0 ≤ n < 1 */
  next(): number;
  /** Letters and digits as Kubernetes uses in generated names: no vowels, nothing that reads like a word. */
  suffix(length: number): string;
  hex(length: number): string;
  uid(): string;
}

const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

export function seededRandom(seed: number): SeededRandom {
  const random: SeededRandom = {
    state: seed >>> 0,
    next() {
      random.state = (random.state + 0x6d2b79f5) >>> 0;
      let t = random.state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    },
    suffix: (length) => Array.from({ length }, () => SAFE[Math.floor(random.next() * SAFE.length)]).join(''),
    hex: (length) => Array.from({ length }, () => Math.floor(random.next() * 16).toString(16)).join(''),
    uid: () => `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`,
  };
  return random;
}

/** 32-bit FNV-1a of a text: a stable number for a name. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Hex digits that a text always gives: digests and container ids of things that are not really built. */
export function hexOf(text: string, length: number): string {
  return seededRandom(hash32(text)).hex(length);
}

/** A short hash in the letters of generated names, as in a ReplicaSet's name. */
export const safeHash = (text: string, length = 9): string => seededRandom(hash32(text)).suffix(length);
