import 'server-only';
import { db, inTransaction, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { countFailure } from './attempts.server.ts';
import { type By, type Caller, noteAccess, noteRefusal } from './audit.server.ts';
import { may } from './permissions.ts';
import type { TokenView } from './person.ts';
import { digestOf, newSecret } from './secret-token.server.ts';
import type { SignedIn } from './session.server.ts';
import { type NewTokenInput, TOKEN_FORM } from './token.ts';

const MOST = 50; // of one person at a time
const USED_EVERY_MS = 60_000;

/** Makes a token in the person's own name. Its text is in the answer, and nowhere else afterwards. */
export async function makeToken(
  { name, scopes, days }: NewTokenInput,
  by: By,
): Promise<ActionResult<{ token: string; expiresAt: string }>> {
  const beyond = scopes.filter((scope) => !may(by.role, scope));
  if (beyond.length > 0)
    return failed('not-allowed', 'A token has no right that you do not have.', beyond.join(', '), 'Leave these out.');
  const token = `bh_${newSecret()}`;
  const expiresAt = new Date(Date.now() + days * 24 * 3_600_000);
  return inTransaction(async (tx) => {
    if ((await tx.apiToken.count({ where: { personId: by.id, ...holds() } })) >= MOST)
      return failed('too-many', `You have ${MOST} tokens already.`, '', 'Revoke those that nobody uses.');
    await tx.apiToken.create({ data: { personId: by.id, name, tokenHash: digestOf(token), scopes, expiresAt } });
    await noteAccess(by, `Make the API token "${name}" for ${days} days: ${scopes.join(', ')}`, tx);
    return succeeded({ token, expiresAt: expiresAt.toISOString() });
  });
}

/** One's own token holds no more, at once. */
export async function revokeToken({ tokenId }: { tokenId: string }, by: By): Promise<ActionResult<null>> {
  return inTransaction(async (tx) => {
    const where = { id: tokenId, personId: by.id, ...holds() };
    const token = await tx.apiToken.findFirst({ where });
    if (!token) return failed('not-found', 'This token holds no more.', '', 'Look at the list.');
    await tx.apiToken.update({ where: { id: tokenId }, data: { revokedAt: new Date() } });
    await noteAccess(by, `Revoke the API token "${token.name}"`, tx);
    return succeeded(null);
  });
}

/** Ends all tokens of a person: the account was disabled, has a new password, or its groups are gone. */
export async function revokeTokensOf(personId: string, tx: Tx): Promise<void> {
  await tx.apiToken.updateMany({ where: { personId, revokedAt: null }, data: { revokedAt: new Date() } });
}

/** Those that hold, latest first. */
export async function ownTokens(personId: string): Promise<TokenView[]> {
  const tokens = await db.apiToken.findMany({ where: { personId, ...holds() }, orderBy: { createdAt: 'desc' } });
  return tokens.map(({ id, name, scopes, createdAt, expiresAt, lastUsedAt }) => ({
    id,
    name,
    scopes,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

/** Who asks by a token. Name and role are those of now; what the token allows is the smaller of its scopes and the role. */
export interface ByToken {
  /** `sessionId` is the token's id: there is no sign-in behind it */
  readonly person: SignedIn;
  readonly scopes: readonly string[];
}

/** Whose token this is. `refused`: unknown, expired, revoked or of a disabled account, which is never told apart. */
export async function personOfToken(
  token: string,
  caller: Caller,
): Promise<ByToken | { readonly refused: true; readonly waitS: number | null }> {
  const found = TOKEN_FORM.test(token) ? await find({ tokenHash: digestOf(token) }) : null;
  if (!found) {
    const waitS = await countFailure('token', caller.address);
    await noteRefusal('token', null, caller.address);
    return { refused: true, waitS };
  }
  const { id, person, scopes, lastUsedAt } = found;
  const { name, email, role } = person;
  if (lastUsedAt === null || Date.now() - lastUsedAt.getTime() > USED_EVERY_MS) await noteUse(found, caller);
  return { person: { id: person.id, name, email, role, sessionId: id }, scopes };
}

/** Whether a token still holds: for answers that go on for long. */
export const tokenHolds = async (tokenId: string): Promise<boolean> => (await find({ id: tokenId })) !== null;

const find = (which: { tokenHash: string } | { id: string }) =>
  db.apiToken.findFirst({ where: { ...which, ...holds(), person: { disabledAt: null } }, include: { person: true } });

/** When it was last used, to the minute; the first use is a note in the action log. */
async function noteUse(token: NonNullable<Awaited<ReturnType<typeof find>>>, caller: Caller): Promise<void> {
  const lastUsedAt = new Date();
  if (token.lastUsedAt !== null) {
    await db.apiToken.update({ where: { id: token.id }, data: { lastUsedAt } });
    return;
  }
  await inTransaction(async (tx) => {
    const { count } = await tx.apiToken.updateMany({ where: { id: token.id, lastUsedAt: null }, data: { lastUsedAt } });
    if (count > 0)
      await noteAccess(token.person, `First use of the API token "${token.name}", from ${caller.address}`, tx, caller);
  });
}

const holds = () => ({ revokedAt: null, expiresAt: { gt: new Date() } });
