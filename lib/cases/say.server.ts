import 'server-only';
import type { SignedIn } from '../auth/session.server.ts';
import type { Prisma, Tx } from '../db/client.server.ts';
import { publish } from '../live/publish.server.ts';
import { addEntry } from '../timeline/write.server.ts';

/** Puts what somebody did to a case on its timeline, at our time. `person` null: Bulkhead itself. */
export const say = (
  tx: Tx,
  caseId: string,
  person: Pick<SignedIn, 'id'> | null,
  sentence: string,
  detail: Prisma.InputJsonObject = {},
) =>
  addEntry(tx, {
    caseId,
    occurredAt: new Date(),
    occurredFrom: 'ours',
    source: 'case',
    sentence,
    detail,
    personId: person?.id ?? null,
  });

interface OfCase {
  number: number;
  title: string;
}

/** Tells one person something that concerns them, wherever they are; nobody is told what they did themselves. */
export async function tell(
  tx: Tx,
  by: Pick<SignedIn, 'id'>,
  personId: string,
  words: string,
  href: string,
): Promise<void> {
  if (personId !== by.id) await publish(tx, 'app', { type: 'person.told', personId, words, href });
}

/** "case 42, Shell in payment" */
export const caseWords = ({ number, title }: OfCase): string => `case ${number}, ${title}`;

export const caseHref = ({ number }: Pick<OfCase, 'number'>): string => `/cases/${number}`;
