import 'server-only';
import { config } from '../config.ts';
import { db, inTransaction, isDuplicate, type Tx } from '../db/client.server.ts';
import type { Invitation } from '../db/generated/client.ts';
import type { Role } from '../db/generated/enums.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { countFailure, tooManyLinks } from './attempts.server.ts';
import { type By, type Caller, noteAccess, noteRefusal } from './audit.server.ts';
import { hashPassword } from './password.server.ts';
import { endSessions } from './people.server.ts';
import type { InvitationView, LinkOnce } from './person.ts';
import { digestOf, newSecret } from './secret-token.server.ts';
import { revokeTokensOf } from './tokens.server.ts';

/** How long a link works, in hours. */
export const LINK_HOURS = { invitation: 72, reset: 24 } as const;

// One answer for a link that is wrong, used, revoked or too old: whoever tries links learns nothing.
const LINK_DEAD = failed(
  'link-dead',
  'This link does not work any more.',
  'It works once, and not for ever. Nothing was changed.',
  'Ask a commander for a new one.',
);

/** Makes a link by which somebody makes their own account. A link for the same e-mail that was still open stops working. */
export async function inviteSomebody(
  { email, role }: { email: string; role: Role },
  by: By,
): Promise<ActionResult<LinkOnce>> {
  return inTransaction(async (tx) => {
    if ((await tx.person.count({ where: { email } })) > 0)
      return failed(
        'email-taken',
        'There is an account with this e-mail already.',
        '',
        'Change that account, or make a link for a new password.',
      );
    await tx.invitation.updateMany({ where: { email, personId: null, ...open() }, data: { revokedAt: new Date() } });
    return succeeded(await makeLink({ email, role, by, hours: LINK_HOURS.invitation }, tx));
  });
}

/** Makes a link by which somebody who lost their password sets a new one. Their sign-ins hold until they do. */
export async function offerNewPassword({ personId }: { personId: string }, by: By): Promise<ActionResult<LinkOnce>> {
  return inTransaction(async (tx) => {
    const person = await tx.person.findUnique({ where: { id: personId } });
    if (!person) return failed('not-found', 'There is no such person.', '', 'Reload the list.');
    if (person.externalId !== null)
      return failed(
        'no-password',
        `${person.name} has no password here.`,
        'They sign in through the identity provider.',
        'A new password is given there.',
      );
    await tx.invitation.updateMany({ where: { personId, ...open() }, data: { revokedAt: new Date() } });
    const { email, role } = person;
    return succeeded(await makeLink({ email, role, personId, name: person.name, by, hours: LINK_HOURS.reset }, tx));
  });
}

interface NewLink {
  readonly email: string;
  readonly role: Role;
  readonly by: By;
  readonly hours: number;
  /** a new password for this person; without it a new account */
  readonly personId?: string;
  readonly name?: string;
}

async function makeLink({ email, role, by, hours, personId, name = '' }: NewLink, tx: Tx): Promise<LinkOnce> {
  const secret = newSecret();
  const expiresAt = new Date(Date.now() + hours * 3_600_000);
  await tx.invitation.create({
    data: { tokenHash: digestOf(secret), email, role, name, createdById: by.id, expiresAt, personId: personId ?? null },
  });
  const words = personId ? `Make a link for a new password of ${name}` : `Invite ${email} as ${role}`;
  await noteAccess(by, words, tx);
  return { link: `${config.authUrl}/invite/${secret}`, expiresAt: expiresAt.toISOString() };
}

/** The link stops working, at once. */
export async function revokeInvitation(
  { invitationId }: { invitationId: string },
  by: By,
): Promise<ActionResult<null>> {
  return inTransaction(async (tx) => {
    const where = { id: invitationId, ...open() };
    const invitation = await tx.invitation.findFirst({ where });
    const { count } = await tx.invitation.updateMany({ where, data: { revokedAt: new Date() } });
    if (!invitation || count === 0)
      return failed('not-open', 'This link does not work any more anyway.', '', 'Look at the list.');
    await noteAccess(by, `Revoke the link for ${invitation.email}`, tx);
    return succeeded(null);
  });
}

/** Links that still work, soonest to end first. */
export async function openInvitations(): Promise<InvitationView[]> {
  const rows = await db.invitation.findMany({ where: open(), orderBy: { expiresAt: 'asc' }, take: 200 });
  return rows.map(({ id, email, role, createdById, expiresAt, personId }) => ({
    id,
    email,
    role,
    createdById,
    expiresAt: expiresAt.toISOString(),
    kind: personId === null ? 'invitation' : 'reset',
  }));
}

/** What a link is for, for the page that it opens. Null when it does not work, which is counted. */
export async function lookAtLink(
  secret: string,
  caller: Caller,
): Promise<(Pick<Invitation, 'email' | 'role' | 'name'> & { kind: 'invitation' | 'reset' }) | null> {
  const invitation = await findFor(secret, caller);
  if (!invitation) return null;
  const { email, role, name, personId } = invitation;
  return { email, role, name, kind: personId === null ? 'invitation' : 'reset' };
}

export interface UseLink {
  readonly token: string;
  /** left out for a new password */
  readonly name?: string | undefined;
  readonly password: string;
}

/** Makes the account, or sets the new password and ends the person's sign-ins. Of two at the same time, one does. */
export async function useLink(
  { token, name, password }: UseLink,
  caller: Caller,
): Promise<ActionResult<{ email: string }>> {
  // Looked up before the slow hash: whoever only tries links must not cost 150 ms each
  const known = await findFor(token, caller);
  if (!known || (known.personId === null && !name)) return LINK_DEAD;
  const passwordHash = await hashPassword(password);
  try {
    return await inTransaction(async (tx) => {
      const invitation = await find(token, tx);
      if (!invitation) return LINK_DEAD;
      const { count } = await tx.invitation.updateMany({
        where: { id: invitation.id, ...open() },
        data: { usedAt: new Date() },
      });
      if (count === 0) return LINK_DEAD;
      const carryOut = invitation.personId === null ? makeAccount : renewPassword;
      return carryOut({ invitation, name: name ?? '', passwordHash, caller }, tx);
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return LINK_DEAD; // somebody else has the e-mail by now
  }
}

interface Used {
  readonly invitation: Invitation;
  readonly name: string;
  readonly passwordHash: string;
  readonly caller: Caller;
}

async function makeAccount({ invitation, name, passwordHash, caller }: Used, tx: Tx) {
  const { id, email, role } = invitation;
  const person = await tx.person.create({ data: { name, email, role, passwordHash } });
  await tx.invitation.update({ where: { id }, data: { personId: person.id } });
  await noteAccess(person, `Make the own account by invitation: ${name}, ${role}`, tx, caller);
  return succeeded({ email });
}

async function renewPassword(
  { invitation, passwordHash, caller }: Used,
  tx: Tx,
): Promise<ActionResult<{ email: string }>> {
  const id = invitation.personId ?? '';
  const { count } = await tx.person.updateMany({
    where: { id, disabledAt: null, externalId: null },
    data: { passwordHash },
  });
  if (count === 0) return LINK_DEAD;
  const person = await tx.person.findUniqueOrThrow({ where: { id } });
  await endSessions(tx, id);
  await revokeTokensOf(id, tx);
  await noteAccess(person, 'Set a new password by a link; earlier sign-ins and API tokens end', tx, caller);
  return succeeded({ email: person.email });
}

const open = () => ({ usedAt: null, revokedAt: null, expiresAt: { gt: new Date() } });

/** The invitation of a link that works now; a link for somebody disabled does not. */
async function find(secret: string, within: Tx): Promise<Invitation | null> {
  if (!/^[\w-]{43}$/.test(secret)) return null;
  const invitation = await within.invitation.findFirst({ where: { tokenHash: digestOf(secret), ...open() } });
  if (!invitation?.personId) return invitation;
  const where = { id: invitation.personId, disabledAt: null, externalId: null };
  return (await within.person.count({ where })) > 0 ? invitation : null;
}

/** As `find`, for somebody outside: a link that does not work is counted, and after too many none is looked at. */
async function findFor(secret: string, { address }: Caller): Promise<Invitation | null> {
  const invitation = (await tooManyLinks(address)) ? null : await find(secret, db);
  if (invitation) return invitation;
  await countFailure('link', address);
  await noteRefusal('link', null, address);
  return null;
}
