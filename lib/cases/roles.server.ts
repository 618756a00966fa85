import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { type ActionResult, succeeded } from '../failure.ts';
import { publishCase } from './changed.server.ts';
import type { RoleInput } from './inputs.ts';
import { inOpenCase } from './open-case.server.ts';
import { enabledPerson, namesOf } from './people.server.ts';
import { caseHref, caseWords, say, tell } from './say.server.ts';

type Input = z.infer<typeof RoleInput>;
type By = { person: SignedIn };

/** Gives somebody a part in a case. Who has it already keeps it. */
export function assignRole({ caseId, personId, role }: Input, { person }: By): Promise<ActionResult<null>> {
  return inOpenCase(caseId, {}, async (tx, row) => {
    const member = await enabledPerson(tx, personId);
    if (!member.ok) return member;
    const added = await tx.caseMember.createMany({ data: [{ caseId, personId, role }], skipDuplicates: true });
    if (added.count === 0) return succeeded(null);
    await say(tx, caseId, person, `${member.value.name} is ${role} now`, { role, personId });
    await tell(tx, person, personId, `${person.name} made you ${role} of ${caseWords(row)}`, caseHref(row));
    await publishCase(tx, caseId);
    return succeeded(null);
  });
}

/** Takes a part away from somebody. Nobody is left with nothing to read: the case stays open to all. */
export function unassignRole({ caseId, personId, role }: Input, { person }: By): Promise<ActionResult<null>> {
  return inOpenCase(caseId, {}, async (tx, row) => {
    const { count } = await tx.caseMember.deleteMany({ where: { caseId, personId, role } });
    if (count === 0) return succeeded(null);
    const name = (await namesOf(tx, [personId])).get(personId) ?? 'Somebody';
    await say(tx, caseId, person, `${name} is no longer ${role}`, { role, personId, removed: true });
    await tell(tx, person, personId, `You are no longer ${role} of ${caseWords(row)}`, caseHref(row));
    await publishCase(tx, caseId);
    return succeeded(null);
  });
}
