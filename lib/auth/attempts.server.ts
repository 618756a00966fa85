import 'server-only';
import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { pool } from '../db/client.server.ts';

const MINUTE_S = 60;

/** Attempts allowed, and the seconds in which they are counted. */
export const LIMITS = {
  /** of one account from one address */
  pair: { points: 5, duration: 5 * MINUTE_S },
  /** from one address, whatever the account */
  address: { points: 30, duration: 15 * MINUTE_S },
  /** of one account from anywhere: the address can be forged where no proxy sets it */
  account: { points: 50, duration: 15 * MINUTE_S },
  /** links of invitations and resets that do not work, from one address */
  link: { points: 20, duration: 15 * MINUTE_S },
  /** API tokens that do not hold, from one address */
  token: { points: 30, duration: 15 * MINUTE_S },
  /** refusals of one kind about one account from one address: these are counted, not limited */
  refusals: { points: Number.MAX_SAFE_INTEGER, duration: 15 * MINUTE_S },
  /** notes about refusals, of all kinds together */
  notes: { points: 40, duration: 60 * MINUTE_S },
} as const;

type LimitName = keyof typeof LIMITS;

const limiter = (name: LimitName): RateLimiterPostgres =>
  new RateLimiterPostgres({
    storeClient: pool(),
    storeType: 'pool',
    tableName: 'RateLimit',
    tableCreated: true, // by our migrations
    clearExpiredByTimeout: false,
    keyPrefix: name,
    ...LIMITS[name],
  });

// Hashed: the table then holds no list of who tried to sign in from where, and every key has one length.
const keysOf = (account: string, address: string): Record<'pair' | 'address' | 'account', string> => ({
  pair: digest(`${account}\n${address}`),
  address: digest(address),
  account: digest(account),
});

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

/**
 * Counts one sign-in attempt before its password is looked at, so that attempts at the same time are counted too.
 * Answers the seconds to wait when there are too many, else null.
 */
export async function countAttempt(account: string, address: string): Promise<number | null> {
  const keys = keysOf(account, address);
  for (const name of ['address', 'account', 'pair'] as const) {
    const waitS = await consume(name, keys[name]);
    if (waitS !== null) return waitS;
  }
  return null;
}

async function consume(name: LimitName, key: string): Promise<number | null> {
  try {
    await limiter(name).consume(key);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw refused;
  }
}

/** Whether there were too many links that do not work from this address: then none is looked at. */
export async function tooManyLinks(address: string): Promise<boolean> {
  const counted = await limiter('link').get(digest(address));
  return counted !== null && counted.consumedPoints >= LIMITS.link.points;
}

/**
 * Counts one link or one API token that does not hold. Answers the seconds to wait when there were too many from this
 * address, else null. What holds is never counted.
 */
export const countFailure = (name: 'link' | 'token', address: string): Promise<number | null> =>
  consume(name, digest(address));

/** How many refusals of this kind there were about this account from this address within 15 minutes, this one too. */
export async function countRefusal(kind: string, account: string, address: string): Promise<number> {
  return (await limiter('refusals').penalty(digest(`${kind}\n${account}\n${address}`))).consumedPoints;
}

/** How many notes about refusals were asked for within an hour, this one too. */
export async function countNote(): Promise<number> {
  return (await limiter('notes').penalty('all')).consumedPoints;
}

/** After a right password, the earlier wrong ones of this account at this address count no more. */
export async function forgetAttempts(account: string, address: string): Promise<void> {
  const keys = keysOf(account, address);
  await limiter('pair').delete(keys.pair);
  await limiter('account').reward(keys.account, 1);
  await limiter('address').reward(keys.address, 1);
  await clearOldAttempts();
}

/** Rows that count nothing any more; a sign-in is often enough. */
async function clearOldAttempts(): Promise<void> {
  await pool().query('DELETE FROM "RateLimit" WHERE expire < $1', [Date.now()]);
}
