import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import type { Tx } from '../db/client.server.ts';
import { type ActionResult, type Failure, failed, succeeded } from '../failure.ts';
import { publishCase } from './changed.server.ts';
import type { AnswerOffer, OfferCommand, TakeCommand, WithdrawOffer } from './inputs.ts';
import { inOpenCase } from './open-case.server.ts';
import { enabledPerson, namesOf } from './people.server.ts';
import { caseHref, caseWords, say, tell } from './say.server.ts';

type By = { person: SignedIn };

/** Offers the command to another commander. It stays where it is until they accept. */
export function offerCommand(
  { caseId, toId, note }: z.infer<typeof OfferCommand>,
  { person }: By,
): Promise<ActionResult<{ offerId: string }>> {
  return inOpenCase(caseId, { change: true }, async (tx, row) => {
    if (row.commanderId !== person.id)
      return failed(
        'not-in-command',
        'Only who commands the case can offer it',
        `${await nameOf(tx, row.commanderId)} does. Nothing was offered.`,
        'When they cannot be reached, take command.',
      );
    if (toId === person.id) return failed('already-in-command', 'You command this case', 'Nothing was offered.');
    const to = await enabledPerson(tx, toId);
    if (!to.ok) return to;
    if (to.value.role !== 'commander')
      return failed(
        'not-a-commander',
        `${to.value.name} is ${to.value.role}`,
        'The command can only be offered to a commander. Nothing was offered.',
        'Choose a commander, or change their role in the settings.',
      );
    const standing = await standingOffer(tx, caseId);
    if (standing)
      return failed(
        'offer-stands',
        `The command is offered to ${await nameOf(tx, standing.toId)} already`,
        'Nothing was offered.',
        'Withdraw that offer first.',
      );
    const { id } = await tx.handOver.create({ data: { caseId, fromId: person.id, toId, note }, select: { id: true } });
    await say(tx, caseId, person, `Command offered to ${to.value.name}${note ? `: ${note}` : ''}`, {
      offerId: id,
      toId,
    });
    await tell(tx, person, toId, `${person.name} offers you the command of ${caseWords(row)}`, caseHref(row));
    await publishCase(tx, caseId);
    return succeeded({ offerId: id });
  });
}

/** Accepts or declines; only the one it was offered to can. Accepting moves the command at once. */
export function answerOffer(
  { caseId, offerId, accept }: z.infer<typeof AnswerOffer>,
  { person }: By,
): Promise<ActionResult<{ commanderId: string }>> {
  return inOpenCase(caseId, { change: true }, async (tx, row) => {
    const offer = await offerOf(tx, caseId, offerId);
    if (!offer.ok) return offer;
    const { fromId, toId } = offer.value;
    if (toId !== person.id)
      return failed(
        'not-yours-to-answer',
        `The command was offered to ${await nameOf(tx, toId)}`,
        'Nothing was changed.',
      );
    await end(tx, offerId, accept ? 'accepted' : 'declined');
    const from = await nameOf(tx, fromId);
    if (accept) await tx.case.update({ where: { id: caseId }, data: { commanderId: person.id } });
    await say(
      tx,
      caseId,
      person,
      accept ? `${person.name} took over command from ${from}` : `${person.name} declined the command`,
      { offerId, fromId, toId },
    );
    await tell(
      tx,
      person,
      fromId,
      accept
        ? `${person.name} commands ${caseWords(row)} now`
        : `${person.name} declined the command of ${caseWords(row)}`,
      caseHref(row),
    );
    await publishCase(tx, caseId);
    return succeeded({ commanderId: accept ? person.id : row.commanderId });
  });
}

/** Takes an offer back that was not answered; only who made it can. */
export function withdrawOffer(
  { caseId, offerId }: z.infer<typeof WithdrawOffer>,
  { person }: By,
): Promise<ActionResult<null>> {
  return inOpenCase(caseId, { change: true }, async (tx, row) => {
    const offer = await offerOf(tx, caseId, offerId);
    if (!offer.ok) return offer;
    const { fromId, toId } = offer.value;
    if (fromId !== person.id)
      return failed('not-yours-to-withdraw', `${await nameOf(tx, fromId)} made this offer`, 'Nothing was changed.');
    await end(tx, offerId, 'withdrawn');
    await say(tx, caseId, person, `Offer of the command to ${await nameOf(tx, toId)} withdrawn`, { offerId, toId });
    await tell(tx, person, toId, `${person.name} withdrew the offer to command ${caseWords(row)}`, caseHref(row));
    await publishCase(tx, caseId);
    return succeeded(null);
  });
}

/**
 * Takes command without being asked, because who has it cannot be reached: with a reason, and only from the one who was on
 * screen. Of two who take it at once, one has it, and the other is told who.
 */
export function takeCommand(
  { caseId, fromId, reason }: z.infer<typeof TakeCommand>,
  { person }: By,
): Promise<ActionResult<{ commanderId: string }>> {
  return inOpenCase(caseId, { change: true }, async (tx, row) => {
    if (row.commanderId === person.id) return succeeded({ commanderId: person.id });
    if (row.commanderId !== fromId)
      return failed(
        'command-changed',
        `${await nameOf(tx, row.commanderId)} commands this case now`,
        'The command changed hands since it was on screen. Nothing was changed.',
        'Talk to them before you take it.',
      );
    await withdrawStanding(tx, caseId);
    await tx.case.update({ where: { id: caseId }, data: { commanderId: person.id } });
    await say(tx, caseId, person, `${person.name} took command from ${await nameOf(tx, fromId)}: ${reason}`, {
      fromId,
      toId: person.id,
      reason,
      asked: false,
    });
    await tell(tx, person, fromId, `${person.name} took command of ${caseWords(row)}: ${reason}`, caseHref(row));
    await publishCase(tx, caseId);
    return succeeded({ commanderId: person.id });
  });
}

/** An offer that nobody answered ends with what made it pointless: the case closed, or somebody took command. */
export async function withdrawStanding(tx: Tx, caseId: string): Promise<void> {
  await tx.handOver.updateMany({
    where: { caseId, state: 'offered' },
    data: { state: 'withdrawn', answeredAt: new Date() },
  });
}

const standingOffer = (tx: Tx, caseId: string) => tx.handOver.findFirst({ where: { caseId, state: 'offered' } });

async function offerOf(tx: Tx, caseId: string, offerId: string) {
  const offer = await tx.handOver.findFirst({ where: { id: offerId, caseId } });
  if (!offer) return failed('no-such-offer', 'There is no such offer in this case', 'Nothing was changed.');
  if (offer.state === 'offered') return succeeded(offer);
  const failure: Failure = {
    code: 'offer-ended',
    title: `The offer was ${offer.state} already`,
    detail: `At ${offer.answeredAt?.toISOString() ?? 'an unknown time'}. Nothing was changed.`,
    next: 'Look at who commands the case now.',
  };
  return { ok: false as const, failure };
}

const end = (tx: Tx, id: string, state: 'accepted' | 'declined' | 'withdrawn') =>
  tx.handOver.update({ where: { id }, data: { state, answeredAt: new Date() } });

const nameOf = async (tx: Tx, id: string): Promise<string> => (await namesOf(tx, [id])).get(id) ?? 'somebody';
