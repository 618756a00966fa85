'use server';

import { z } from 'zod';
import { action } from '@/app/action';
import * as people from '@/lib/auth/people.server';
import { Email, Password, PersonName, Role } from '@/lib/auth/person';

const FirstAccount = z.object({ token: z.string().max(100), name: PersonName, email: Email, password: Password });
const NewPerson = z.object({ name: PersonName, email: Email, password: Password, role: Role });
const OfPerson = z.object({ personId: z.uuid() });

/** Makes the first commander with the link of the first start, which then works no more. */
export const createFirstAccount = action('anyone', FirstAccount, (input) => people.createFirstAccount(input));

export const createPerson = action('people.manage', NewPerson, (input, { person }) =>
  people.createPerson(input, person),
);

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

export const setPassword = action('people.manage', OfPerson.extend({ password: Password }), (input, { person }) =>
  people.setPassword(input, person),
);

export const changeOwnPassword = action(
  'session.own',
  z.object({ current: z.string().max(256), password: Password }),
  (input, { person }) => people.changeOwnPassword(input, person),
);

export const signOutEverywhere = action('session.own', z.object({}), (_, { person }) =>
  people.signOutEverywhere(person),
);
