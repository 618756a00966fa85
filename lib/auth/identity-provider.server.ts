import 'server-only';
import { createHash } from 'node:crypto';
import type { Provider } from 'next-auth/providers/index';
import type { OidcSettings } from '../config.ts';
import { inTransaction, isDuplicate, type Tx } from '../db/client.server.ts';
import type { Person } from '../db/generated/client.ts';
import type { Role } from '../db/generated/enums.ts';
import { type Caller, noteAccess, noteRefusal } from './audit.server.ts';
import * as oidc from './oidc.ts';
import { endAccess, lockPeople, revokeLinksOf } from './people.server.ts';
import { type SignedIn, startSession } from './session.server.ts';
import type { SignedInNow } from './sign-in.server.ts';

/** Id of the provider: part of the address that the identity provider sends browsers back to. */
export const PROVIDER_ID = 'oidc';

/**
 * The identity provider for next-auth: authorization code with PKCE, state and nonce. openid-client checks signature,
 * audience, expiry and nonce of the ID token, and that userinfo is about the same `sub`. Groups, name and e-mail may stand in
 * either, so both are read; what the ID token says wins.
 */
export const identityProvider = ({ issuer, clientId, clientSecret, name, scopes }: OidcSettings): Provider => ({
  id: PROVIDER_ID,
  name,
  type: 'oauth',
  wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  issuer,
  clientId,
  clientSecret,
  authorization: { params: { scope: scopes } },
  checks: ['pkce', 'state', 'nonce'],
  idToken: true,
  httpOptions: { timeout: 10_000 },
  userinfo: {
    request: async ({ client, tokens }) => {
      // next-auth's type of `tokens` is the parameters; what comes is openid-client's TokenSet
      const claims = (tokens as unknown as { claims(): Record<string, unknown> }).claims();
      const more = client.issuer.metadata.userinfo_endpoint ? await client.userinfo(tokens as never) : {};
      return { ...more, ...claims } as never; // its Profile type knows no other claims
    },
  },
  profile: (claims) => ({ id: String(claims.sub) }),
});

interface Done {
  readonly ok: true;
  readonly value: SignedInNow;
}

interface Refused {
  readonly ok: false;
  readonly refusal: oidc.Refusal;
  /** whose account it is about */
  readonly known: Person | null;
}

/**
 * Signs in whoever the identity provider says this is; the role is that of their groups now. An account that has a
 * password is never taken over by its e-mail alone: only by somebody signed in to it (`signedIn`), who then has no password
 * any more. Who has lost all groups loses the sign-ins and API tokens of before.
 */
export async function signInByProvider(
  profile: unknown,
  settings: OidcSettings,
  caller: Caller,
  signedIn: Pick<SignedIn, 'id'> | null,
): Promise<Done | Refused> {
  const claims = oidc.Claims.safeParse(profile);
  // openid-client holds the token to the issuer that the discovery document names; that one must be ours
  if (!claims.success || claims.data.iss !== settings.issuer) return refuse('not-confirmed', null, caller);
  const role = oidc.roleOf(oidc.groupsOf(claims.data, settings.groupsClaim), settings.roles);
  try {
    const outcome = await inTransaction<Done | Refused>(async (tx) => {
      await lockPeople(tx);
      const known = await tx.person.findUnique({ where: { externalId: oidc.externalIdOf(claims.data) } });
      if (known?.disabledAt) return { ok: false, refusal: 'disabled', known };
      if (role === null) {
        if (known) await endAccess(tx, known.id);
        return { ok: false, refusal: 'no-group', known };
      }
      const person = known
        ? await refresh(known, claims.data, role, tx)
        : await firstTime(claims.data, role, signedIn, tx);
      if (person === 'email-taken') return { ok: false, refusal: person, known: null };
      const sessionId = await startSession(person.id, caller.userAgent, tx);
      const words = `Sign in through ${settings.name}, role ${role}, from ${caller.address}`;
      await noteAccess(person, words, tx, caller);
      return { ok: true, value: { person: { id: person.id, name: person.name, email: person.email }, sessionId } };
    });
    return outcome.ok ? outcome : refuse(outcome.refusal, outcome.known, caller);
  } catch (error) {
    if (isDuplicate(error)) return refuse('email-taken', null, caller);
    throw error;
  }
}

async function refuse(refusal: oidc.Refusal, known: Person | null, { address }: Caller): Promise<Done | Refused> {
  await noteRefusal('identity-provider', known?.name ?? null, address);
  return { ok: false, refusal, known };
}

/** Somebody who was here before: role, name and e-mail as the provider has them now. */
async function refresh(known: Person, claims: oidc.Claims, role: Role, tx: Tx): Promise<Person> {
  const email = oidc.verifiedEmail(claims);
  const free = email !== null && (await tx.person.count({ where: { email, id: { not: known.id } } })) === 0;
  const person = await tx.person.update({
    where: { id: known.id },
    data: { role, name: oidc.nameOf(claims), ...(free ? { email } : {}) },
  });
  if (known.role !== role) {
    if (known.role === 'commander') await revokeLinksOf(tx, known.id);
    await noteAccess(person, `Role by groups: from ${known.role} to ${role}`, tx);
  }
  return person;
}

/** Makes the account, or connects the one that this browser is signed in to when its e-mail is the confirmed one. */
async function firstTime(
  claims: oidc.Claims,
  role: Role,
  signedIn: Pick<SignedIn, 'id'> | null,
  tx: Tx,
): Promise<Person | 'email-taken'> {
  const externalId = oidc.externalIdOf(claims);
  const confirmed = oidc.verifiedEmail(claims);
  const own = confirmed === null ? null : await tx.person.findUnique({ where: { email: confirmed } });
  if (own !== null) {
    if (own.id !== signedIn?.id || own.externalId !== null || own.disabledAt !== null) return 'email-taken';
    const person = await tx.person.update({ where: { id: own.id }, data: { externalId, role, passwordHash: null } });
    if (own.role === 'commander' && role !== 'commander') await revokeLinksOf(tx, own.id);
    await noteAccess(person, `Connect the own account with the identity provider, role ${role}; the password ends`, tx);
    return person;
  }
  const key = createHash('sha256').update(externalId).digest('hex').slice(0, 24);
  const email = confirmed ?? oidc.placeholderEmail(key);
  const person = await tx.person.create({ data: { name: oidc.nameOf(claims), email, role, externalId } });
  await noteAccess(person, `Make the own account through the identity provider: ${person.name}, ${role}`, tx);
  return person;
}
