import 'server-only';
import type { z } from 'zod';
import { storable } from '@/lib/action-log/canonical';
import { callerOf } from '@/lib/auth/caller.server';
import { isOwnOrigin } from '@/lib/auth/origin';
import { may, type Permission, whyNot } from '@/lib/auth/permissions';
import { faultOf, invalidInput, NOT_SIGNED_IN } from '@/lib/auth/refusals.server';
import { currentPerson, personOfSession, type SignedIn } from '@/lib/auth/session.server';
import { bearerOf } from '@/lib/auth/token';
import { personOfToken, tokenHolds } from '@/lib/auth/tokens.server';
import { config } from '@/lib/config';
import type { Failure } from '@/lib/failure';

export interface RouteContext<P, Q> {
  readonly person: SignedIn;
  readonly params: P;
  readonly query: Q;
  readonly url: URL;
  readonly headers: Headers;
  /** aborts when the browser goes away */
  readonly signal: AbortSignal;
  /** Whether the sign-in or the API token still holds: for answers that go on for long. */
  readonly stillHolds: () => Promise<boolean>;
  /** Whether who asks may also do this: by role and, with an API token, by its scopes. */
  readonly mayAlso: (permission: Permission) => boolean;
}

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

/**
 * The only way to make a GET route. Asks who (by session cookie, or by API token where one is sent), may they, are params and query valid; then calls `handler`, which answers
 * with a value (sent as JSON), `refuse(…)`, or a Response of its own (a stream, a download). Nothing is cached on the way.
 */
export function route<P = Record<string, never>, Q = Record<string, never>>(
  permission: Permission,
  input: { params?: z.ZodType<P>; query?: z.ZodType<Q> },
  handler: (context: RouteContext<P, Q>) => unknown,
): Handler {
  return (request, context) => answer(request, context, permission, input, handler);
}

/**
 * The only way to make a POST route, for what is too large for a server action: a file. Asks what `route` asks and, before it,
 * what `action` asks: that the request comes from our own pages; a program shows an API token instead. The body is a stream that
 * nobody has bounded yet. proxy.ts must let the path through, because Next keeps bodies it looked at in memory, and cuts them.
 */
export function upload<P = Record<string, never>, Q = Record<string, never>>(
  permission: Permission,
  input: { params?: z.ZodType<P>; query?: z.ZodType<Q> },
  handler: (context: RouteContext<P, Q> & { readonly body: ReadableStream<Uint8Array> }) => unknown,
): Handler {
  return async (request, context) => {
    const { headers, body } = request;
    const own = isOwnOrigin(headers.get('origin'), headers.get('host'), config.authUrl);
    if (!own && bearerOf(headers.get('authorization')) === null) return refuse(403, FOREIGN);
    const sent = body ?? new Blob([]).stream();
    return answer(request, context, permission, input, (known) => handler({ ...known, body: sent }));
  };
}

const FOREIGN: Failure = {
  code: 'foreign-origin',
  title: 'Refused: the request did not come from a page of Bulkhead.',
  detail: 'Nothing was read.',
  next: 'Open Bulkhead under the address in AUTH_URL.',
};

async function answer<P, Q>(
  request: Request,
  context: Parameters<Handler>[1],
  permission: Permission,
  input: { params?: z.ZodType<P>; query?: z.ZodType<Q> },
  handler: (context: RouteContext<P, Q>) => unknown,
): Promise<Response> {
  try {
    const asker = await askerOf(request.headers, permission);
    if (asker instanceof Response) return asker;
    const { person, stillHolds, holds } = asker;
    const why = whyNot(person.role, permission);
    if (why)
      return refuse(403, {
        code: 'not-allowed',
        title: 'This needs another role.',
        detail: why,
        next: 'Ask a commander.',
      });
    const url = new URL(request.url);
    const params = input.params?.safeParse(await context.params);
    const query = input.query?.safeParse(storable(Object.fromEntries(url.searchParams)));
    if (params?.success === false) return refuse(400, invalidInput(params.error));
    if (query?.success === false) return refuse(400, invalidInput(query.error));
    const said = await handler({
      person,
      // without a schema the types are the empty records
      params: (params?.data ?? {}) as P,
      query: (query?.data ?? {}) as Q,
      url,
      headers: request.headers,
      signal: request.signal,
      stillHolds,
      mayAlso: (more) => may(person.role, more) && holds(more),
    });
    return said instanceof Response ? uncached(said) : json(said);
  } catch (error) {
    return refuse(500, faultOf(error, `${request.method} ${new URL(request.url).pathname}`));
  }
}

interface Asker {
  readonly person: SignedIn;
  readonly stillHolds: () => Promise<boolean>;
  /** whether what the request came with reaches so far, whatever the role */
  readonly holds: (permission: Permission) => boolean;
}

/** With an API token the token alone decides, whatever cookie comes beside it. */
async function askerOf(headers: Headers, permission: Permission): Promise<Asker | Response> {
  const token = bearerOf(headers.get('authorization'));
  if (token === null) {
    const person = await currentPerson();
    if (!person) return refuse(401, NOT_SIGNED_IN);
    return { person, stillHolds: async () => (await personOfSession(person.sessionId)) !== null, holds: () => true };
  }
  const found = await personOfToken(token, callerOf(headers));
  if ('refused' in found) return refuseToken(found.waitS);
  const { person, scopes } = found;
  const holds = (wanted: Permission) => scopes.includes(wanted);
  if (!holds(permission)) return refuseScope(permission);
  return { person, stillHolds: () => tokenHolds(person.sessionId), holds };
}

/** For an API token that lacks a scope. */
export const refuseScope = (permission: Permission): Response =>
  refuse(403, {
    code: 'no-scope',
    title: 'The API token has no right to this.',
    detail: `It needs the scope ${permission}.`,
    next: 'Make a token with that scope.',
  });

function refuseToken(waitS: number | null): Response {
  const response = refuse(waitS === null ? 401 : 429, {
    code: waitS === null ? 'token-refused' : 'too-many-attempts',
    title: 'The API token does not hold.',
    detail: 'It is unknown, expired or revoked, or the account is disabled.',
    next: waitS === null ? 'Make a new one under Settings, API tokens.' : `Wait ${waitS} s.`,
  });
  if (waitS === null) response.headers.set('www-authenticate', 'Bearer');
  else response.headers.set('retry-after', String(waitS));
  return response;
}

/** A refusal or a failure as JSON `{error: Failure}`. */
export const refuse = (status: number, error: Failure): Response => uncached(Response.json({ error }, { status }));

export const json = (value: unknown, status = 200): Response => uncached(Response.json(value ?? null, { status }));

/** `refuse(404, …)` in words: `thing` is "case 42". */
export const notFound = (thing: string): Response =>
  refuse(404, { code: 'not-found', title: `There is no ${thing}.`, detail: '', next: 'Go back to the list.' });

function uncached(response: Response): Response {
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
}
