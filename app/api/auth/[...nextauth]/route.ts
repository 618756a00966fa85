import NextAuth from 'next-auth';
import { callerOf } from '@/lib/auth/caller.server';
import { nextAuthOptions } from '@/lib/auth/next-auth.server';
import { currentPerson } from '@/lib/auth/session.server';

/** next-auth's own endpoints: csrf, signin, callback, session, signout. They check their CSRF token themselves. */
const handler = (request: Request, context: { params: Promise<{ nextauth: string[] }> }) =>
  NextAuth(request as never, context as never, nextAuthOptions(callerOf(request.headers), currentPerson));

export { handler as GET, handler as POST };
