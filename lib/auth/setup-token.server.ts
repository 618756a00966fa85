import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import { config } from '../config.ts';
import { db, type Tx } from '../db/client.server.ts';

/** How long the link of the first start works. A later start prints a new one. */
export const SETUP_LINK_MINUTES = 30;

const digest = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * The link that makes the first account, or null when there is one already. Each call makes a new token and voids the
 * ones before; only its hash is kept, so a printed link cannot be printed again.
 */
export async function ensureSetupLink(): Promise<string | null> {
  if ((await db.person.count()) > 0) return null;
  const token = randomBytes(32).toString('base64url');
  await db.$transaction([
    db.setupToken.deleteMany({ where: { usedAt: null } }),
    db.setupToken.create({ data: { tokenHash: digest(token) } }),
  ]);
  return `${config.authUrl}/start?token=${token}`;
}

/** Minutes for which the token still works, for the page that shows the form; null: it does not. */
export async function setupTokenMinutes(token: string): Promise<number | null> {
  const row = await db.setupToken.findFirst({ where: usable(token) });
  return row && Math.max(1, Math.ceil(SETUP_LINK_MINUTES - (Date.now() - row.createdAt.getTime()) / 60_000));
}

/** Uses the token up within `tx`; false when it is unknown, used or too old. Of two at the same time one gets true. */
export async function useSetupToken(token: string, tx: Tx): Promise<boolean> {
  const { count } = await tx.setupToken.updateMany({ where: usable(token), data: { usedAt: new Date() } });
  return count === 1;
}

const usable = (token: string) => ({
  tokenHash: digest(token),
  usedAt: null,
  createdAt: { gt: new Date(Date.now() - SETUP_LINK_MINUTES * 60_000) },
});
