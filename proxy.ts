import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy, SECURITY_HEADERS } from '@/lib/auth/security-headers';
import { config as settings } from '@/lib/config';

/**
 * Gives every page a Content-Security-Policy with a nonce of its own; Next puts the nonce on its scripts by reading the
 * policy from the request. This is no authorisation: pages, routes and actions ask for the session themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(nonce, {
    development: !settings.production,
    https: settings.authUrl.startsWith('https://'),
  });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  return response;
}

// Everything but files whose names hold their hash, and the one path whose bodies are larger than Next keeps for a proxy.
export const config = { matcher: ['/((?!_next/static|_next/image|api/cases/\\d+/timeline/import$).*)'] };
