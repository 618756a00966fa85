import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { config, giveNextAuthItsUrl } from '../config.ts';
import { addressOf } from './address.ts';
import { personOfSession, revokeSession, SESSION_MAX_AGE_S } from './session.server.ts';
import { signIn } from './sign-in.server.ts';

/**
 * next-auth makes, signs and clears the cookie and guards its own forms against foreign ones (CSRF token). The cookie
 * (an encrypted JWT) only names a session of ours: who that is and whether it still holds is asked of the database.
 */
export function nextAuthOptions(): NextAuthOptions {
  giveNextAuthItsUrl();
  return {
    secret: config.authSecret,
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_S },
    useSecureCookies: config.authUrl.startsWith('https://'),
    pages: { signIn: '/signin', error: '/signin' },
    providers: [
      CredentialsProvider({
        name: 'Bulkhead',
        credentials: { email: {}, password: {} },
        authorize: async (credentials, request) => {
          const caller = {
            address: addressOf(request.headers),
            userAgent: String(request.headers?.['user-agent'] ?? ''),
          };
          const result = await signInOrFault(
            String(credentials?.email ?? ''),
            String(credentials?.password ?? ''),
            caller,
          );
          // next-auth hands the message of an error to the form, in the address `?error=`
          if (!result.ok) throw new Error(`${result.failure.title} ${result.failure.next}`);
          const { person, sessionId } = result.value;
          return { ...person, sessionId };
        },
      }),
    ],
    callbacks: {
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
      error: (code) => console.error(`next-auth: ${code}`), // its second argument may carry what was typed
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** A fault of ours (the database is gone) must not reach the address bar in its own words. */
async function signInOrFault(...args: Parameters<typeof signIn>): ReturnType<typeof signIn> {
  try {
    return await signIn(...args);
  } catch (error) {
    console.error('Sign-in failed by a fault:', error instanceof Error ? error.message : error);
    return {
      ok: false,
      failure: { code: 'fault', title: 'Signing in does not work at the moment.', detail: '', next: 'Try again.' },
    };
  }
}
