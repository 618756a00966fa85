import 'server-only';
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** Longer input is refused: hashing it would cost time and gain nothing. */
export const PASSWORD_MAX = 256;

interface Cost {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

// 2^16 · 128 · 8 bytes = 64 MB and about 150 ms a hash (OWASP's first choice for scrypt is 2^17, its second 2^16 with p=2).
const COST: Cost = { log2N: 16, r: 8, p: 2 };
const KEY_BYTES = 32;

/** `scrypt$log2N$r$p$salt$key`, salt and key in base64url. The cost stands in it, so that it can be raised later. */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.log2N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether the password is the one that was hashed. `hash` null (no such account) takes the same time and is never true.
 * `outdated`: right, but hashed at another cost than today's; hash it anew.
 */
export async function checkPassword(
  password: string,
  hash: string | null,
): Promise<{ right: boolean; outdated: boolean }> {
  const stored = hash === null ? null : parse(hash);
  const cost = stored?.cost ?? COST;
  const key = await derive(password, stored?.salt ?? randomBytes(16), cost);
  const right = timingSafeEqual(key, stored?.key ?? randomBytes(KEY_BYTES)) && stored !== null;
  return { right, outdated: right && (cost.log2N !== COST.log2N || cost.r !== COST.r || cost.p !== COST.p) };
}

// One after another: each takes 64 MB, and a burst of sign-ins must not take the memory of the triage cache.
let last: Promise<unknown> = Promise.resolve();

function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const N = 2 ** cost.log2N;
  const options: ScryptOptions = { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r };
  // NFKC: the same password typed on another keyboard has the same bytes
  const next = last.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
  last = next.catch(() => undefined);
  return next;
}

function parse(hash: string): { cost: Cost; salt: Buffer; key: Buffer } | null {
  const match = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/.exec(hash);
  if (!match) return null;
  const [, log2N, r, p, salt = '', key = ''] = match;
  return {
    cost: { log2N: Number(log2N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}
