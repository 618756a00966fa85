import 'server-only';
import { recordNote } from '../action-log/log.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { inTransaction, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import type { ReadinessCheck } from './check.ts';
import { checkByKey } from './checks/index.ts';
import { type AttestInput, MAX_VALID_DAYS, type PlanInput } from './view.ts';

type By = { person: SignedIn };
const DAY_MS = 86_400_000;
const NO_CHECK = failed('no-such-check', 'There is no such check', 'Nothing was kept.');

/** Adds what a person says about a check. Nothing that was said before is changed. */
export function attest(input: AttestInput, { person }: By): Promise<ActionResult<{ attestationId: string }>> {
  return inTransaction(async (tx) => {
    const check = checkByKey(input.check);
    if (!check) return NO_CHECK;
    const { status, notes, links } = input;
    const validUntil = new Date(input.validUntil);
    const wrong = wrongEnd(validUntil, new Date());
    if (wrong) return wrong;
    const data = { check: check.key, status, notes, links, validUntil, personId: person.id };
    const { id } = await tx.attestation.create({ data });
    const words = `Attest readiness check ${nameOf(check)}: ${status}, until ${day(validUntil)}`;
    await record(tx, person, words, { attestationId: id, ...data, validUntil: validUntil.toISOString() });
    return succeeded({ attestationId: id });
  });
}

/** Sets who sees to a check and by when; null and '' take it away. */
export function plan(input: PlanInput, { person }: By): Promise<ActionResult<null>> {
  return inTransaction(async (tx) => {
    const check = checkByKey(input.check);
    if (!check) return NO_CHECK;
    const owner = input.ownerId ? await tx.person.findUnique({ where: { id: input.ownerId } }) : null;
    if (input.ownerId && (!owner || owner.disabledAt))
      return failed(
        'no-such-person',
        'This person has no account that is in use',
        'Nothing was changed.',
        'Choose another owner.',
      );
    const dueAt = input.dueAt ? new Date(input.dueAt) : null;
    const ownerName = owner ? '' : input.ownerName;
    const data = { ownerId: owner?.id ?? null, ownerName, dueAt, changedById: person.id, changedAt: new Date() };
    await tx.readinessPlan.upsert({ where: { check: check.key }, create: { check: check.key, ...data }, update: data });
    const who = (owner?.name ?? ownerName) || 'nobody';
    const words = `Plan readiness check ${nameOf(check)}: owner ${who}, ${dueAt ? `due ${day(dueAt)}` : 'no due date'}`;
    await record(tx, person, words, {
      check: check.key,
      ownerId: data.ownerId,
      ownerName,
      dueAt: dueAt?.toISOString() ?? null,
    });
    return succeeded(null);
  });
}

function wrongEnd(validUntil: Date, now: Date) {
  const days = (validUntil.getTime() - now.getTime()) / DAY_MS;
  if (days <= 0)
    return failed(
      'already-ended',
      'This attestation would have ended already',
      'Nothing was kept.',
      'Choose a day in the future.',
    );
  if (days > MAX_VALID_DAYS)
    return failed('too-long', 'Nobody can vouch for more than a year', 'Nothing was kept.', 'Choose an earlier day.');
  return null;
}

const nameOf = (check: ReadinessCheck) => `${check.number} ${check.title}`;
const day = (at: Date) => at.toISOString().slice(0, 10);

async function record(
  tx: Tx,
  person: SignedIn,
  words: string,
  answer: Parameters<typeof recordNote>[1],
): Promise<void> {
  await recordNote({ person, clusterId: null, caseId: null, words }, answer, tx);
  await publish(tx, 'app', { type: 'readiness.changed' });
}
