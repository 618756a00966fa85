import 'server-only';
import { headers } from 'next/headers';
import type { z } from 'zod';
import { storable } from '@/lib/action-log/canonical';
import { isOwnOrigin } from '@/lib/auth/origin';
import { type Permission, whyNot } from '@/lib/auth/permissions';
import { faultOf, invalidInput, NOT_SIGNED_IN } from '@/lib/auth/refusals.server';
import { currentPerson, type SignedIn } from '@/lib/auth/session.server';
import { config } from '@/lib/config';
import { type ActionResult, type Failure, failed } from '@/lib/failure';

/** Who acts. With the permission 'anyone' (first account, sign-in page) nobody may be signed in. */
export interface ActionContext<P extends Permission | 'anyone'> {
  readonly person: P extends Permission ? SignedIn : SignedIn | null;
}

/**
 * The only way to make a server action. Asks, in this order: does the request come from our own pages (Origin), who is
 * it, may they, is the input valid; then calls `fn`. Every refusal is a Failure for the screen. An exception is a bug: it
 * is logged with an id, and the screen gets the id and nothing else.
 */
export function action<P extends Permission | 'anyone', S extends z.ZodType, T>(
  permission: P,
  schema: S,
  fn: (input: z.output<S>, context: ActionContext<P>) => Promise<ActionResult<T>> | ActionResult<T>,
): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async (input) => {
    try {
      const refused = await refuseForeign();
      if (refused) return { ok: false, failure: refused };
      const person = await currentPerson();
      if (permission !== 'anyone') {
        if (!person) return { ok: false, failure: NOT_SIGNED_IN };
        const why = whyNot(person.role, permission);
        if (why) return failed('not-allowed', 'This needs another role.', why, 'Ask a commander.');
      }
      const parsed = schema.safeParse(storable(input)); // what was pasted may hold characters that no database takes
      if (!parsed.success) return { ok: false, failure: invalidInput(parsed.error) };
      // `person` is set unless the permission is 'anyone', which is what the type of the context says
      return await fn(parsed.data, { person } as ActionContext<P>);
    } catch (error) {
      if (isNextSignal(error)) throw error;
      return { ok: false, failure: faultOf(error, `action ${permission}`) };
    }
  };
}

async function refuseForeign(): Promise<Failure | null> {
  const sent = await headers();
  if (isOwnOrigin(sent.get('origin'), sent.get('host'), config.authUrl)) return null;
  return {
    code: 'foreign-origin',
    title: 'Refused: the request did not come from a page of Bulkhead.',
    detail: `It came with the origin ${sent.get('origin')?.slice(0, 200) ?? '(none)'}.`,
    next: 'Open Bulkhead under the address in AUTH_URL.',
  };
}

// redirect() and notFound() of Next are thrown and must reach it
const isNextSignal = (error: unknown): boolean =>
  error instanceof Error && 'digest' in error && typeof error.digest === 'string' && error.digest.startsWith('NEXT_');
