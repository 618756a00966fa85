'use server';

import { z } from 'zod';
import { action } from '@/app/action';
import { currentCaller } from '@/lib/auth/caller.server';
import * as invitations from '@/lib/auth/invitations.server';
import * as people from '@/lib/auth/people.server';
import { Email, Password, PersonName, Role } from '@/lib/auth/person';

const FirstAccount = z.object({ token: z.string().max(100), name: PersonName, email: Email, password: Password });
const OfPerson = z.object({ personId: z.uuid() });
const Link = z.object({ token: z.string().max(100), name: PersonName.optional(), password: Password });

/** Makes the first commander with the link of the first start, which then works no more. */
export const createFirstAccount = action('anyone', FirstAccount, (input) => people.createFirstAccount(input));

/** Makes a link by which somebody makes their own account. It is in the answer, and nowhere else. */
export const inviteSomebody = action('people.manage', z.object({ email: Email, role: Role }), (input, { person }) =>
  invitations.inviteSomebody(input, person),
);

/** Makes a link by which somebody who lost their password sets a new one. */
export const offerNewPassword = action('people.manage', OfPerson, (input, { person }) =>
  invitations.offerNewPassword(input, person),
);

export const revokeInvitation = action('people.manage', z.object({ invitationId: z.uuid() }), (input, { person }) =>
  invitations.revokeInvitation(input, person),
);

/** Makes the account of an invitation, or sets the new password; the link then works no more. */
export const useLink = action('anyone', Link, async (input) => invitations.useLink(input, await currentCaller()));

export const changeRole = action('people.manage', OfPerson.extend({ role: Role }), (input, { person }) =>
  people.changeRole(input, person),
);

export const setDisabled = action('people.manage', OfPerson.extend({ disabled: z.boolean() }), (input, { person }) =>
  people.setDisabled(input, person),
);

/** Ends all sign-ins of a person, at once. */
export const revokeSessions = action('people.manage', OfPerson, (input, { person }) =>
  people.revokeSessions(input, person),
);

/** Ends one sign-in: one's own; somebody else's only for those who manage people. */
export const endSession = action('session.own', z.object({ sessionId: z.uuid() }), (input, { person }) =>
  people.endSession(input, person),
);

export const changeOwnPassword = action(
  'session.own',
  z.object({ current: z.string().max(256), password: Password }),
  (input, { person }) => people.changeOwnPassword(input, person),
);

export const signOutEverywhere = action('session.own', z.object({}), (_, { person }) =>
  people.signOutEverywhere(person),
);
