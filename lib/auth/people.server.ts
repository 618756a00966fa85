import 'server-only';
import { recordNote } from '../action-log/log.server.ts';
import { db, inTransaction, isDuplicate, type Tx } from '../db/client.server.ts';
import type { Role } from '../db/generated/enums.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { checkPassword, hashPassword } from './password.server.ts';
import { may } from './permissions.ts';
import type { PersonView, SessionView } from './person.ts';
import type { SignedIn } from './session.server.ts';
import { useSetupToken } from './setup-token.server.ts';

interface NewPerson {
  readonly name: string;
  readonly email: string; // lower case
  readonly password: string;
}

type By = Pick<SignedIn, 'id' | 'name' | 'role'>;

const note = (by: By, words: string, tx: Tx) =>
  recordNote({ person: by, clusterId: null, caseId: null, words }, null, tx);

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
    await note(created, `Make the first account: ${created.name}, commander`, tx);
    return succeeded({ personId: created.id });
  });
}

/** Makes an account with an initial password, which the commander passes on and the person can change. */
export async function createPerson(
  { name, email, password, role }: NewPerson & { role: Role },
  by: By,
): Promise<ActionResult<{ personId: string }>> {
  const passwordHash = await hashPassword(password);
  try {
    return await inTransaction(async (tx) => {
      const created = await tx.person.create({ data: { name, email, role, passwordHash } });
      await note(by, `Make an account for ${name}, ${role}`, tx);
      return succeeded({ personId: created.id });
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return failed(
      'email-taken',
      'There is an account with this e-mail already.',
      '',
      'Use another address, or change that account.',
    );
  }
}

/** Gives a person another role; from their next click on. */
export const changeRole = ({ personId, role }: { personId: string; role: Role }, by: By) =>
  changePerson(personId, role !== 'commander', async (tx, person) => {
    if (person.role === role) return;
    await tx.person.update({ where: { id: personId }, data: { role } });
    await note(by, `Change the role of ${person.name} from ${person.role} to ${role}`, tx);
  });

/** Disables an account, which ends its sessions at once, or enables it again. */
export const setDisabled = ({ personId, disabled }: { personId: string; disabled: boolean }, by: By) =>
  changePerson(personId, disabled, async (tx, person) => {
    if ((person.disabledAt !== null) === disabled) return;
    await tx.person.update({ where: { id: personId }, data: { disabledAt: disabled ? new Date() : null } });
    if (disabled) await endSessions(tx, personId);
    await note(by, `${disabled ? 'Disable' : 'Enable'} the account of ${person.name}`, tx);
  });

/** Ends all sign-ins of a person, at once. */
export const revokeSessions = ({ personId }: { personId: string }, by: By) =>
  changePerson(personId, false, async (tx, person) => {
    const count = await endSessions(tx, personId);
    await note(by, `End ${count} sessions of ${person.name}`, tx);
  });

/** Sets a password for someone who lost theirs, and ends their sessions. */
export async function setPassword({ personId, password }: { personId: string; password: string }, by: By) {
  const passwordHash = await hashPassword(password);
  return changePerson(personId, false, async (tx, person) => {
    await tx.person.update({ where: { id: personId }, data: { passwordHash } });
    await endSessions(tx, personId);
    await note(by, `Set a new password for ${person.name}`, tx);
  });
}

/** Changes one's own password and ends one's other sessions. */
export async function changeOwnPassword(
  { current, password }: { current: string; password: string },
  by: SignedIn,
): Promise<ActionResult<null>> {
  const { passwordHash } = await db.person.findUniqueOrThrow({ where: { id: by.id } });
  if (!(await checkPassword(current, passwordHash)).right)
    return failed('wrong-password', 'The current password is wrong.', '', 'Type it again.');
  const changed = await hashPassword(password);
  return inTransaction(async (tx) => {
    await tx.person.update({ where: { id: by.id }, data: { passwordHash: changed } });
    await endSessions(tx, by.id, by.sessionId);
    await note(by, 'Change the own password', tx);
    return succeeded(null);
  });
}

/** Ends all of one's own sign-ins, this one too. */
export const signOutEverywhere = (by: SignedIn): Promise<ActionResult<null>> =>
  inTransaction(async (tx) => {
    await endSessions(tx, by.id);
    return succeeded(null);
  });

/** By name. E-mails and sessions only for those who manage people. */
export async function listPeople(viewer: By): Promise<PersonView[]> {
  const people = await db.person.findMany({
    orderBy: { name: 'asc' },
    include: { _count: { select: { sessions: { where: holds() } } } },
  });
  const all = may(viewer.role, 'people.manage');
  return people.map(({ id, name, email, role, disabledAt, _count }) => ({
    id,
    name,
    email: all ? email : null,
    role,
    disabledAt: disabledAt?.toISOString() ?? null,
    sessions: all ? _count.sessions : null,
  }));
}

/** One's own sign-ins that still hold, latest first. */
export async function ownSessions(viewer: SignedIn): Promise<SessionView[]> {
  const sessions = await db.signInSession.findMany({
    where: { personId: viewer.id, ...holds() },
    orderBy: { createdAt: 'desc' },
  });
  return sessions.map(({ id, createdAt, expiresAt, userAgent }) => ({
    id,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    userAgent,
    current: id === viewer.sessionId,
  }));
}

const holds = () => ({ revokedAt: null, expiresAt: { gt: new Date() } });

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
  change: (tx: Tx, person: { name: string; role: Role; disabledAt: Date | null }) => Promise<void>,
): Promise<ActionResult<null>> {
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    const person = await tx.person.findUnique({ where: { id: personId } });
    if (!person) return failed('not-found', 'There is no such person.', '', 'Reload the list.');
    const others = { role: 'commander' as const, disabledAt: null, id: { not: personId } };
    const isCommander = person.role === 'commander' && !person.disabledAt;
    if (losesCommander && isCommander && (await tx.person.count({ where: others })) === 0) return LAST_COMMANDER;
    await change(tx, person);
    return succeeded(null);
  });
}

async function endSessions(tx: Tx, personId: string, except?: string): Promise<number> {
  const where = { personId, revokedAt: null, ...(except ? { id: { not: except } } : {}) };
  return (await tx.signInSession.updateMany({ where, data: { revokedAt: new Date() } })).count;
}

// Two commanders who demote each other at the same time would leave none; so changes of people come one after another.
const lockPeople = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(720114502)`;
