import 'server-only';
import { db, inTransaction, type Tx } from '../db/client.server.ts';
import type { Person } from '../db/generated/client.ts';
import type { Role } from '../db/generated/enums.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { type By, noteAccess } from './audit.server.ts';
import { checkPassword, hashPassword } from './password.server.ts';
import { whyNot } from './permissions.ts';
import type { SignedIn } from './session.server.ts';
import { useSetupToken } from './setup-token.server.ts';
import { revokeTokensOf } from './tokens.server.ts';

interface NewPerson {
  readonly name: string;
  readonly email: string; // lower case
  readonly password: string;
}

const LINK_DEAD = failed(
  'link-used',
  'This link does not work any more.',
  'It works once and for 30 minutes, and only while there is no account.',
  'Start Bulkhead again for a new link, or sign in.',
);

/** Makes the first account, a commander, and uses the link's token up. Of two at the same time, one is made. */
export async function createFirstAccount({
  token,
  ...person
}: NewPerson & { token: string }): Promise<ActionResult<{ personId: string }>> {
  const passwordHash = await hashPassword(person.password);
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    if ((await tx.person.count()) > 0 || !(await useSetupToken(token, tx))) return LINK_DEAD;
    const data = { name: person.name, email: person.email, role: 'commander' as const, passwordHash };
    const created = await tx.person.create({ data });
    await noteAccess(created, `Make the first account: ${created.name}, commander`, tx);
    return succeeded({ personId: created.id });
  });
}

/** Gives a person another role; from their next click on. */
export const changeRole = ({ personId, role }: { personId: string; role: Role }, by: By) =>
  changePerson(personId, role !== 'commander', async (tx, person) => {
    if (person.role === role) return null;
    if (person.externalId !== null) return ROLE_FROM_GROUPS;
    await tx.person.update({ where: { id: personId }, data: { role } });
    if (person.role === 'commander') await revokeLinksOf(tx, personId);
    await noteAccess(by, `Change the role of ${person.name} from ${person.role} to ${role}`, tx);
    return null;
  });

/** Disables an account, which ends its sessions at once, or enables it again. */
export const setDisabled = ({ personId, disabled }: { personId: string; disabled: boolean }, by: By) =>
  changePerson(personId, disabled, async (tx, person) => {
    if ((person.disabledAt !== null) === disabled) return null;
    await tx.person.update({ where: { id: personId }, data: { disabledAt: disabled ? new Date() : null } });
    if (disabled) await endAccess(tx, personId);
    await noteAccess(by, `${disabled ? 'Disable' : 'Enable'} the account of ${person.name}`, tx);
    return null;
  });

/** Ends all sign-ins of a person, at once. */
export const revokeSessions = ({ personId }: { personId: string }, by: By) =>
  changePerson(personId, false, async (tx, person) => {
    const count = await endSessions(tx, personId);
    await noteAccess(by, `End ${count} sessions of ${person.name}`, tx);
    return null;
  });

/** Ends one sign-in: one's own, or anybody's for those who manage people. */
export const endSession = ({ sessionId }: { sessionId: string }, by: SignedIn): Promise<ActionResult<null>> =>
  inTransaction(async (tx) => {
    const where = { id: sessionId, ...holds() };
    const session = await tx.signInSession.findFirst({ where, include: { person: true } });
    if (!session) return failed('not-found', 'This sign-in has ended already.', '', 'Look at the list.');
    const why = session.personId === by.id ? null : whyNot(by.role, 'people.manage');
    if (why) return failed('not-allowed', 'This needs another role.', why, 'Ask a commander.');
    await tx.signInSession.update({ where: { id: sessionId }, data: { revokedAt: new Date() } });
    await noteAccess(
      by,
      session.personId === by.id ? 'End an own sign-in' : `End a sign-in of ${session.person.name}`,
      tx,
    );
    return succeeded(null);
  });

/** Changes one's own password and ends one's other sessions. */
export async function changeOwnPassword(
  { current, password }: { current: string; password: string },
  by: SignedIn,
): Promise<ActionResult<null>> {
  const { passwordHash, externalId } = await db.person.findUniqueOrThrow({ where: { id: by.id } });
  if (externalId !== null)
    return failed('no-password', 'You have no password here.', 'You sign in through the identity provider.', '');
  if (!(await checkPassword(current, passwordHash)).right)
    return failed('wrong-password', 'The current password is wrong.', '', 'Type it again.');
  const changed = await hashPassword(password);
  return inTransaction(async (tx) => {
    await tx.person.update({ where: { id: by.id }, data: { passwordHash: changed } });
    await endSessions(tx, by.id, by.sessionId);
    await noteAccess(by, 'Change the own password', tx);
    return succeeded(null);
  });
}

/** Ends all of one's own sign-ins, this one too. */
export const signOutEverywhere = (by: SignedIn): Promise<ActionResult<null>> =>
  inTransaction(async (tx) => {
    const count = await endSessions(tx, by.id);
    await noteAccess(by, `Sign out everywhere: ${count} sign-ins end`, tx);
    return succeeded(null);
  });

export const holds = () => ({ revokedAt: null, expiresAt: { gt: new Date() } });

const ROLE_FROM_GROUPS = failed(
  'role-from-groups',
  'The role comes from the identity provider.',
  'It is taken from this person’s groups at every sign-in.',
  'Change the groups there.',
);

const LAST_COMMANDER = failed(
  'last-commander',
  'This is the last commander.',
  'Without one, nobody could manage people or pass a gate.',
  'Make somebody else commander first.',
);

/** `losesCommander`: after the change the person no longer acts as commander. */
async function changePerson(
  personId: string,
  losesCommander: boolean,
  change: (tx: Tx, person: Person) => Promise<ActionResult<null> | null>,
): Promise<ActionResult<null>> {
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    const person = await tx.person.findUnique({ where: { id: personId } });
    if (!person) return failed('not-found', 'There is no such person.', '', 'Reload the list.');
    const others = { role: 'commander' as const, disabledAt: null, id: { not: personId } };
    const isCommander = person.role === 'commander' && !person.disabledAt;
    if (losesCommander && isCommander && (await tx.person.count({ where: others })) === 0) return LAST_COMMANDER;
    return (await change(tx, person)) ?? succeeded(null);
  });
}

/** Ends all by which somebody can still get in: sign-ins, API tokens, links for a new password, and those made for others. */
export async function endAccess(tx: Tx, personId: string): Promise<void> {
  await endSessions(tx, personId);
  await tx.invitation.updateMany({
    where: { personId, usedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  await revokeTokensOf(personId, tx);
  await revokeLinksOf(tx, personId);
}

/** An invitation made by somebody who is no commander any more would be a way back in. */
export async function revokeLinksOf(tx: Tx, createdById: string): Promise<void> {
  await tx.invitation.updateMany({
    where: { createdById, usedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
}

export async function endSessions(tx: Tx, personId: string, except?: string): Promise<number> {
  const where = { personId, revokedAt: null, ...(except ? { id: { not: except } } : {}) };
  return (await tx.signInSession.updateMany({ where, data: { revokedAt: new Date() } })).count;
}

// Two commanders who demote each other at the same time would leave none; so changes of people come one after another.
export const lockPeople = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(720114502)`;
