import 'server-only';
import type { z } from 'zod';
import { type Permission, whyNot } from '@/lib/auth/permissions';
import { faultOf, invalidInput, NOT_SIGNED_IN } from '@/lib/auth/refusals.server';
import { currentPerson, type SignedIn } from '@/lib/auth/session.server';
import type { Failure } from '@/lib/failure';

export interface RouteContext<P, Q> {
  readonly person: SignedIn;
  readonly params: P;
  readonly query: Q;
  readonly url: URL;
  readonly headers: Headers;
  /** aborts when the browser goes away */
  readonly signal: AbortSignal;
}

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

/**
 * The only way to make a GET route. Asks who, may they, are params and query valid; then calls `handler`, which answers
 * with a value (sent as JSON), `refuse(…)`, or a Response of its own (a stream, a download). Nothing is cached on the way.
 */
export function route<P = Record<string, never>, Q = Record<string, never>>(
  permission: Permission,
  input: { params?: z.ZodType<P>; query?: z.ZodType<Q> },
  handler: (context: RouteContext<P, Q>) => unknown,
): Handler {
  return async (request, context) => {
    try {
      const person = await currentPerson();
      if (!person) return refuse(401, NOT_SIGNED_IN);
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
      const query = input.query?.safeParse(Object.fromEntries(url.searchParams));
      if (params?.success === false) return refuse(400, invalidInput(params.error));
      if (query?.success === false) return refuse(400, invalidInput(query.error));
      const answer = await handler({
        person,
        // without a schema the types are the empty records
        params: (params?.data ?? {}) as P,
        query: (query?.data ?? {}) as Q,
        url,
        headers: request.headers,
        signal: request.signal,
      });
      return answer instanceof Response ? uncached(answer) : json(answer);
    } catch (error) {
      return refuse(500, faultOf(error, `${request.method} ${new URL(request.url).pathname}`));
    }
  };
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
