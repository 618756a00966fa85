import 'server-only';
import { recordNote } from '../action-log/log.server.ts';
import type { Tx } from '../db/client.server.ts';
import type { Role } from '../db/generated/enums.ts';
import { publish } from '../live/publish.server.ts';
import { countNote, countRefusal, LIMITS } from './attempts.server.ts';

/** Who did it, as the action log keeps it. */
export type By = { readonly id: string; readonly name: string; readonly role: Role };

/** From where a request comes, as far as can be known. */
export interface Caller {
  readonly address: string;
  readonly userAgent: string;
}

/**
 * Writes a change of people, sign-ins or access into the action log, and tells the browsers that show them; both with the
 * transaction of the change. `words` hold no secret: no password, no token, no link.
 */
export async function noteAccess(by: By, words: string, tx: Tx, caller?: Caller): Promise<void> {
  const { id, name, role } = by;
  const person = { id, name, role };
  const from = caller === undefined ? null : { address: caller.address, browser: caller.userAgent.slice(0, 300) };
  await recordNote({ person, clusterId: null, caseId: null, words }, from, tx);
  await publish(tx, 'app', { type: 'people.changed' });
}

export type RefusalKind = 'sign-in' | 'identity-provider' | 'link' | 'token';

const WHAT: Record<RefusalKind, string> = {
  'sign-in': 'a sign-in',
  'identity-provider': 'a sign-in through the identity provider',
  link: 'a link that does not work',
  token: 'an API token',
};

/**
 * Writes a refusal into the action log. Repeated ones are folded: of one kind, account and address the 1st, 10th, 100th, …
 * within 15 minutes is written, and of all together at most 40 an hour, so that nobody fills the log from outside.
 * `account`: the name of an account that exists, else null; what somebody typed may be a password.
 */
export async function noteRefusal(kind: RefusalKind, account: string | null, address: string): Promise<void> {
  try {
    const count = await countRefusal(kind, account ?? '', address);
    if (!isRound(count)) return;
    const notes = await countNote();
    if (notes > LIMITS.notes.points && !isRound(notes)) return;
    const about = account === null ? '' : ` for ${account}`;
    const folded = count === 1 ? '' : `, ${count} times within 15 minutes`;
    const words = `Refuse ${WHAT[kind]}${about} from ${address}${folded}`;
    const left = notes > LIMITS.notes.points ? '; notes like this are left out: more than 40 within an hour' : '';
    await recordNote({ person: null, clusterId: null, caseId: null, words: words + left }, { count, notes });
  } catch (error) {
    // the refusal itself stands
    console.error('A refusal was not written down:', error instanceof Error ? error.message : error);
  }
}

const isRound = (count: number): boolean => /^10*$/.test(String(count));
