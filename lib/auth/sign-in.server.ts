import 'server-only';
import { db, inTransaction } from '../db/client.server.ts';
import type { Person } from '../db/generated/client.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { countAttempt, forgetAttempts } from './attempts.server.ts';
import { type Caller, noteAccess, noteRefusal } from './audit.server.ts';
import { checkPassword, hashPassword, PASSWORD_MAX } from './password.server.ts';
import { startSession } from './session.server.ts';

export interface SignedInNow {
  readonly person: Pick<Person, 'id' | 'name' | 'email'>;
  readonly sessionId: string;
}

/**
 * Checks e-mail and password and starts a session. A wrong password, an unknown account and a disabled one give the same
 * answer after the same time.
 */
export async function signIn(email: string, password: string, caller: Caller): Promise<ActionResult<SignedInNow>> {
  const account = email.trim().toLowerCase();
  const waitS = await countAttempt(account, caller.address);
  if (waitS !== null) {
    await noteRefusal('sign-in', await nameOf(account), caller.address);
    return failed('too-many-attempts', 'Too many attempts.', '', `Wait ${inWords(waitS)}, then sign in again.`);
  }
  const person = await db.person.findUnique({ where: { email: account } });
  const usable = person && !person.disabledAt && password.length <= PASSWORD_MAX ? person : null;
  const { right, outdated } = await checkPassword(password.slice(0, PASSWORD_MAX), usable?.passwordHash ?? null);
  if (!usable || !right) {
    await noteRefusal('sign-in', person?.name ?? null, caller.address);
    return failed(
      'wrong-credentials',
      'E-mail or password is wrong.',
      '',
      'Check both. A commander can make a link for a new password.',
    );
  }
  await forgetAttempts(account, caller.address);
  if (outdated)
    await db.person.update({ where: { id: usable.id }, data: { passwordHash: await hashPassword(password) } });
  const sessionId = await inTransaction(async (tx) => {
    const id = await startSession(usable.id, caller.userAgent, tx);
    await noteAccess(usable, `Sign in with a password, from ${caller.address}`, tx, caller);
    return id;
  });
  return succeeded({ person: { id: usable.id, name: usable.name, email: usable.email }, sessionId });
}

const nameOf = async (email: string): Promise<string | null> =>
  (await db.person.findUnique({ where: { email }, select: { name: true } }))?.name ?? null;

const inWords = (seconds: number): string => (seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`);
