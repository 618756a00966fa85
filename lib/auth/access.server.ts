import 'server-only';
import { db } from '../db/client.server.ts';
import { openInvitations } from './invitations.server.ts';
import { shownEmail } from './oidc.ts';
import { holds } from './people.server.ts';
import { may } from './permissions.ts';
import type { AccessView, PersonView, SessionView } from './person.ts';
import type { SignedIn } from './session.server.ts';
import { ownTokens } from './tokens.server.ts';

type Viewer = Pick<SignedIn, 'id' | 'role' | 'sessionId'>;

const manages = (viewer: Pick<Viewer, 'role'>): boolean => may(viewer.role, 'people.manage');

/** Who may get in, as far as this person may see it. */
export async function accessView(viewer: Viewer): Promise<AccessView> {
  const [people, sessions, invitations, tokens] = await Promise.all([
    listPeople(manages(viewer)),
    listSessions(viewer),
    manages(viewer) ? openInvitations() : [],
    ownTokens(viewer.id),
  ]);
  return { people, sessions, invitations, tokens };
}

/** By name. `all`: with e-mails, sign-ins and how somebody signs in, for those who manage people. */
export async function listPeople(all: boolean): Promise<PersonView[]> {
  const people = await db.person.findMany({
    orderBy: { name: 'asc' },
    include: { _count: { select: { sessions: { where: holds() } } } },
  });
  return people.map(({ id, name, email, role, disabledAt, externalId, _count }) => ({
    id,
    name,
    email: all ? shownEmail(email) : null,
    role,
    disabledAt: disabledAt?.toISOString() ?? null,
    sessions: all ? _count.sessions : null,
    external: all ? externalId !== null : null,
  }));
}

/** Sign-ins that still hold, latest first: one's own, and of everyone for those who manage people. */
async function listSessions(viewer: Viewer): Promise<SessionView[]> {
  const sessions = await db.signInSession.findMany({
    where: { ...holds(), ...(manages(viewer) ? {} : { personId: viewer.id }) },
    orderBy: { createdAt: 'desc' },
    take: 1_000,
  });
  return sessions.map(({ id, personId, createdAt, expiresAt, userAgent }) => ({
    id,
    personId,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    userAgent,
    current: id === viewer.sessionId,
  }));
}

/** Whether this person signs in through the identity provider, so has no password here. */
export const isExternal = async (personId: string): Promise<boolean> =>
  (await db.person.count({ where: { id: personId, externalId: { not: null } } })) > 0;
