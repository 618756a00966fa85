import NextAuth from 'next-auth';
import { nextAuthOptions } from '@/lib/auth/next-auth.server';

/** next-auth's own endpoints: csrf, callback/credentials, session, signout. They check their CSRF token themselves. */
const handler = (request: Request, context: { params: Promise<{ nextauth: string[] }> }) =>
  NextAuth(request as never, context as never, nextAuthOptions());

export { handler as GET, handler as POST };
