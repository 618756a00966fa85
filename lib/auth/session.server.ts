import 'server-only';
import { cookies } from 'next/headers';
import { getToken } from 'next-auth/jwt';
import { cache } from 'react';
import { config } from '../config.ts';
import { db, inTransaction, type Tx } from '../db/client.server.ts';
import type { Role } from '../db/generated/enums.ts';
import { noteAccess } from './audit.server.ts';

/** How long a sign-in lasts, in seconds: one shift. */
export const SESSION_MAX_AGE_S = 12 * 60 * 60;

/** Who asks. Role and name are those of the database at this moment, not those of the sign-in. */
export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly sessionId: string;
}

/**
 * The person whose session cookie came with the request, or null: none, forged, ended, revoked, or the account is
 * disabled. Asks the database once a request, so that revoking works at once. For pages, routes and server actions.
 */
export const currentPerson = cache(async (): Promise<SignedIn | null> => {
  const jar = await cookies();
  const token = await getToken({
    // getToken takes Next's older request shapes; of those it reads these two fields alone
    req: { cookies: Object.fromEntries(jar.getAll().map(({ name, value }) => [name, value])), headers: {} } as never,
    secret: config.authSecret,
    secureCookie: config.authUrl.startsWith('https://'),
  });
  return typeof token?.sid === 'string' ? personOfSession(token.sid) : null;
});

/** As `currentPerson`, by the session's id. */
export async function personOfSession(sessionId: string): Promise<SignedIn | null> {
  const session = await db.signInSession.findFirst({
    where: { id: sessionId, revokedAt: null, expiresAt: { gt: new Date() }, person: { disabledAt: null } },
    select: { person: { select: { id: true, name: true, email: true, role: true } } },
  });
  return session && { ...session.person, sessionId };
}

/** Writes down a sign-in; the cookie then names the returned id. */
export async function startSession(personId: string, userAgent: string, tx: Tx = db): Promise<string> {
  const expiresAt = new Date(Date.now() + SESSION_MAX_AGE_S * 1000);
  const { id } = await tx.signInSession.create({ data: { personId, expiresAt, userAgent: userAgent.slice(0, 300) } });
  return id;
}

/** Ends one session, at once and for good: somebody signed out. */
export async function revokeSession(sessionId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const where = { id: sessionId, revokedAt: null };
    const session = await tx.signInSession.findFirst({ where, include: { person: true } });
    const { count } = await tx.signInSession.updateMany({ where, data: { revokedAt: new Date() } });
    if (session && count > 0) await noteAccess(session.person, 'Sign out', tx);
  });
}
