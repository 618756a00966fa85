import { z } from 'zod';
import type { Role } from '../db/generated/enums.ts';
import { PersonName } from './person.ts';

/** Which groups of the identity provider make somebody what. */
export interface GroupsOfRoles {
  readonly commander: readonly string[];
  readonly analyst: readonly string[];
  readonly manager: readonly string[];
}

/** What a person's browser brings back from the identity provider, once signature, issuer, audience and nonce were checked. */
export const Claims = z.looseObject({ iss: z.string().min(1), sub: z.string().min(1).max(255) });
export type Claims = z.infer<typeof Claims>;

/**
 * The groups in the claim of that name, or where its dots lead ("realm_access.roles"); a name with dots of its own, as
 * "https://example.com/groups", is looked for first. What is no list of texts is no group.
 */
export function groupsOf(claims: Claims, claim: string): string[] {
  const value = claims[claim] ?? claim.split('.').reduce<unknown>(fieldOf, claims);
  const all = Array.isArray(value) ? value : [value];
  return all.filter((each): each is string => typeof each === 'string' && each !== '');
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

const STRONGEST_FIRST = ['commander', 'analyst', 'manager'] as const satisfies readonly Role[];

/** The role of somebody with these groups; of several the one that comes first: commander, analyst, manager. Null: none. */
export const roleOf = (groups: readonly string[], roles: GroupsOfRoles): Role | null =>
  STRONGEST_FIRST.find((role) => groups.some((group) => roles[role].includes(group))) ?? null;

/** The e-mail, lower case, when the identity provider says that it is this person's; else null. */
export function verifiedEmail(claims: Claims): string | null {
  const email = z.string().trim().toLowerCase().max(254).pipe(z.email()).safeParse(claims.email);
  return claims.email_verified === true && email.success ? email.data : null;
}

/** A name to show, from what the identity provider calls this person. */
export function nameOf(claims: Claims): string {
  const wanted = [claims.name, claims.preferred_username, verifiedEmail(claims)];
  for (const each of wanted) {
    const name = PersonName.safeParse(each);
    if (name.success) return name.data;
  }
  return 'Somebody without a name';
}

/** `Person.externalId`: a `sub` means something only together with its issuer. */
export const externalIdOf = ({ iss, sub }: Claims): string => `${iss} ${sub}`;

const NO_EMAIL = '@no-email.invalid'; // a name that no mail can reach, RFC 2606

/** Stands for the e-mail of somebody whose provider confirms none; `key` tells them apart. */
export const placeholderEmail = (key: string): string => `${key}${NO_EMAIL}`;

/** The e-mail for a screen: null when it only stands for one. */
export const shownEmail = (email: string): string | null => (email.endsWith(NO_EMAIL) ? null : email);

/** Why a sign-in through the identity provider was refused; the sign-in page has the words. */
export const REFUSALS = {
  'no-group':
    'Your account is in no group that may use Bulkhead. Whoever runs the identity provider can add you to one.',
  'not-confirmed': 'The identity provider did not answer as it must. Nobody was signed in; try again.',
  disabled: 'This account is disabled in Bulkhead. A commander can enable it again.',
  'email-taken':
    'There is an account with your e-mail and a password already. Sign in with the password first, then connect the company account under Settings, Your access.',
  unreachable: 'The identity provider does not answer. Try again, or sign in with a password if you have one.',
  fault: 'Signing in does not work at the moment. Try again.',
} as const;
export type Refusal = keyof typeof REFUSALS;

/** Words of `?refused=` or of next-auth's own `?error=`; null when there is nothing to say. Never what the address holds. */
export function refusalWords(refused: string | undefined, error: string | undefined): string | null {
  if (refused !== undefined && Object.hasOwn(REFUSALS, refused)) return REFUSALS[refused as Refusal]; // own key, just asked
  if (error === 'OAuthSignin') return REFUSALS.unreachable;
  if (error === 'OAuthCallback' || error === 'Callback') return REFUSALS['not-confirmed'];
  return error === undefined && refused === undefined ? null : REFUSALS.fault;
}
