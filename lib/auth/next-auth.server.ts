import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { config, giveNextAuthItsUrl } from '../config.ts';
import { failed } from '../failure.ts';
import { type Caller, noteRefusal } from './audit.server.ts';
import { identityProvider, PROVIDER_ID, signInByProvider } from './identity-provider.server.ts';
import { personOfSession, revokeSession, SESSION_MAX_AGE_S, type SignedIn } from './session.server.ts';
import { signIn } from './sign-in.server.ts';

/**
 * next-auth makes, signs and clears the cookie and guards its own forms against foreign ones (CSRF token). The cookie
 * (an encrypted JWT) only names a session of ours: who that is and whether it still holds is asked of the database.
 * `signedIn`: who this browser is already, asked when somebody comes back from the identity provider.
 */
export function nextAuthOptions(caller: Caller, signedIn: () => Promise<SignedIn | null>): NextAuthOptions {
  giveNextAuthItsUrl();
  const { oidc } = config;
  return {
    secret: config.authSecret,
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_S },
    useSecureCookies: config.authUrl.startsWith('https://'),
    pages: { signIn: '/signin', error: '/signin' },
    providers: [
      CredentialsProvider({
        name: 'Bulkhead',
        credentials: { email: {}, password: {} },
        authorize: async (credentials) => {
          const { email, password } = credentials ?? {};
          const result = await orFault(FAULT, () => signIn(String(email ?? ''), String(password ?? ''), caller));
          // next-auth hands the message of an error to the form, in the address `?error=`
          if (!result.ok) throw new Error(`${result.failure.title} ${result.failure.next}`);
          const { person, sessionId } = result.value;
          return { ...person, sessionId };
        },
      }),
      ...(oidc ? [identityProvider(oidc)] : []),
    ],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== PROVIDER_ID || !oidc) return true;
        const outcome = await orFault(null, async () => signInByProvider(profile, oidc, caller, await signedIn()));
        if (outcome === null) return `${config.authUrl}/signin?refused=fault`;
        if (!outcome.ok) return `${config.authUrl}/signin?refused=${outcome.refusal}`;
        // `user` is what `jwt` gets next; without an adapter next-auth hands on this very object
        Object.assign(user, outcome.value.person, { sessionId: outcome.value.sessionId });
        return true;
      },
      jwt: ({ token, user }) => (user && 'sessionId' in user ? { sub: user.id, sid: user.sessionId } : token),
      session: async ({ session, token }) => {
        const person = typeof token.sid === 'string' ? await personOfSession(token.sid) : null;
        return { expires: session.expires, user: person ? { name: person.name, email: person.email } : undefined };
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === 'string') await revokeSession(token.sid);
      },
    },
    logger: {
      error: (code) => {
        console.error(`next-auth: ${code}`); // its second argument may carry what was typed
        if (code === 'OAUTH_CALLBACK_ERROR') void noteRefusal('identity-provider', null, caller.address);
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** A fault of ours (the database is gone) must not reach the address bar in its own words. */
async function orFault<T, F>(fault: F, run: () => Promise<T>): Promise<T | F> {
  try {
    return await run();
  } catch (error) {
    console.error('Sign-in failed by a fault:', error instanceof Error ? error.message : error);
    return fault;
  }
}

const FAULT = failed('fault', 'Signing in does not work at the moment.', '', 'Try again.');
