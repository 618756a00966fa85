import 'server-only';
import type { Tx } from '../db/client.server.ts';
import type { Role } from '../db/generated/enums.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';

/** Somebody who can be given something to do: there, and their account is on. */
export async function enabledPerson(
  tx: Tx,
  id: string,
): Promise<ActionResult<{ id: string; name: string; role: Role }>> {
  const person = await tx.person.findUnique({
    where: { id },
    select: { id: true, name: true, role: true, disabledAt: true },
  });
  if (!person) return failed('no-such-person', 'There is no such person', 'Nothing was changed.');
  if (person.disabledAt)
    return failed(
      'person-disabled',
      `The account of ${person.name} is switched off`,
      'Nothing was changed.',
      'Choose somebody else.',
    );
  return succeeded({ id: person.id, name: person.name, role: person.role });
}

/** Names of people by their ids. */
export async function namesOf(tx: Tx, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids)].filter((id) => id !== null);
  const people = known.length
    ? await tx.person.findMany({ where: { id: { in: known } }, select: { id: true, name: true } })
    : [];
  return new Map(people.map(({ id, name }) => [id, name]));
}

export const personRef = (names: ReadonlyMap<string, string>, id: string) => ({ id, name: names.get(id) ?? 'unknown' });
