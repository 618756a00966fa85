import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { lastTold, sentences, toldSince } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { answerOffer, offerCommand, takeCommand, withdrawOffer } from './command.server.ts';
import { viewCase } from './read.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander', 'Ines Okafor');
const tomasz = await signedIn('commander', 'Tomasz Wren');
const ruth = await signedIn('commander', 'Ruth Adeyemi');
const mei = await signedIn('analyst', 'Mei Lindqvist');

const offer = async (caseId: string, toId = tomasz.id) =>
  valueIn(await offerCommand({ caseId, toId, note: 'Secrets are rotated up to 38 of 41' }, { person: ines })).offerId;
const commanderOf = async (caseId: string) => (await viewCase(db, caseId))?.commander.name;

test('an offered command stays until it is accepted; both see it on every screen', async () => {
  const { caseId, number } = await storedCase(ines.id);
  const before = await lastTold();
  const offerId = await offer(caseId);
  expect(await commanderOf(caseId)).toBe('Ines Okafor');
  expect((await viewCase(db, caseId))?.handOver).toMatchObject({
    id: offerId,
    from: { name: 'Ines Okafor' },
    to: { name: 'Tomasz Wren' },
    note: 'Secrets are rotated up to 38 of 41',
  });
  valueIn(await answerOffer({ caseId, offerId, accept: true }, { person: tomasz }));
  expect(await viewCase(db, caseId)).toMatchObject({ commander: { id: tomasz.id }, handOver: null });
  expect((await toldSince('case.changed', before)).map(({ case: { commander } }) => commander.name)).toEqual([
    'Ines Okafor',
    'Tomasz Wren',
  ]);
  expect((await toldSince('person.told', before)).map(({ personId, words }) => [personId, words])).toEqual([
    [tomasz.id, `Ines Okafor offers you the command of case ${number}, Shell in payment`],
    [ines.id, `Tomasz Wren commands case ${number}, Shell in payment now`],
  ]);
  expect(await sentences(caseId)).toEqual([
    'Command offered to Tomasz Wren: Secrets are rotated up to 38 of 41',
    'Tomasz Wren took over command from Ines Okafor',
  ]);
});

test('a declined offer leaves the command where it is, and another can be made', async () => {
  const { caseId } = await storedCase(ines.id);
  valueIn(await answerOffer({ caseId, offerId: await offer(caseId), accept: false }, { person: tomasz }));
  expect(await commanderOf(caseId)).toBe('Ines Okafor');
  await offer(caseId, ruth.id);
  expect((await viewCase(db, caseId))?.handOver?.to.name).toBe('Ruth Adeyemi');
});

test('a withdrawn offer cannot be accepted any more', async () => {
  const { caseId } = await storedCase(ines.id);
  const offerId = await offer(caseId);
  valueIn(await withdrawOffer({ caseId, offerId }, { person: ines }));
  expect(await answerOffer({ caseId, offerId, accept: true }, { person: tomasz })).toMatchObject({
    failure: { code: 'offer-ended', title: 'The offer was withdrawn already' },
  });
  expect(await commanderOf(caseId)).toBe('Ines Okafor');
});

test.each([
  ['an analyst, who could not command', () => mei.id, 'not-a-commander'],
  ['oneself', () => ines.id, 'already-in-command'],
  ['nobody', () => '01990000-0000-7000-8000-000000000000', 'no-such-person'],
])('the command is not offered to %s', async (_, to, code) => {
  const { caseId } = await storedCase(ines.id);
  expect(await offerCommand({ caseId, toId: to(), note: '' }, { person: ines })).toMatchObject({ failure: { code } });
  expect(await db.handOver.count({ where: { caseId } })).toBe(0);
});

test('only who commands offers, only who was asked answers, only who offered withdraws', async () => {
  const { caseId } = await storedCase(ines.id);
  expect(await offerCommand({ caseId, toId: ruth.id, note: '' }, { person: tomasz })).toMatchObject({
    failure: { code: 'not-in-command' },
  });
  const offerId = await offer(caseId);
  expect(await answerOffer({ caseId, offerId, accept: true }, { person: ruth })).toMatchObject({
    failure: { code: 'not-yours-to-answer', title: 'The command was offered to Tomasz Wren' },
  });
  expect(await withdrawOffer({ caseId, offerId }, { person: tomasz })).toMatchObject({
    failure: { code: 'not-yours-to-withdraw' },
  });
  expect(await commanderOf(caseId)).toBe('Ines Okafor');
});

test('an offer of another case is not answered here', async () => {
  const [one, other] = [await storedCase(ines.id), await storedCase(ines.id)];
  const offerId = await offer(one.caseId);
  expect(await answerOffer({ caseId: other.caseId, offerId, accept: true }, { person: tomasz })).toMatchObject({
    failure: { code: 'no-such-offer' },
  });
});

test('command is taken with a reason from one who cannot be reached, and an open offer ends with it', async () => {
  const { caseId, number } = await storedCase(ines.id);
  const offerId = await offer(caseId);
  const before = await lastTold();
  valueIn(await takeCommand({ caseId, fromId: ines.id, reason: 'Phone off for 20 minutes' }, { person: ruth }));
  expect(await viewCase(db, caseId)).toMatchObject({ commander: { name: 'Ruth Adeyemi' }, handOver: null });
  expect(await answerOffer({ caseId, offerId, accept: true }, { person: tomasz })).toMatchObject({
    failure: { code: 'offer-ended' },
  });
  expect((await sentences(caseId)).at(-1)).toBe('Ruth Adeyemi took command from Ines Okafor: Phone off for 20 minutes');
  expect(await toldSince('person.told', before)).toMatchObject([
    {
      personId: ines.id,
      words: `Ruth Adeyemi took command of case ${number}, Shell in payment: Phone off for 20 minutes`,
    },
  ]);
});

test('of two who take command at once, one has it, and the other is told who', async () => {
  const { caseId } = await storedCase(ines.id);
  const results = await Promise.all(
    [tomasz, ruth].map((person) => takeCommand({ caseId, fromId: ines.id, reason: 'Not reachable' }, { person })),
  );
  const lost = results.findIndex(({ ok }) => !ok);
  const [winner, loser] = lost === 0 ? [ruth, results[0]] : [tomasz, results[1]];
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(loser).toMatchObject({ failure: { code: 'command-changed', title: `${winner.name} commands this case now` } });
  expect(await commanderOf(caseId)).toBe(winner.name);
});

test('of two offers at once, one stands; accepted while it is withdrawn, one of both is so', async () => {
  const { caseId } = await storedCase(ines.id);
  const offers = await Promise.all(
    [tomasz, ruth].map(({ id }) => offerCommand({ caseId, toId: id, note: '' }, { person: ines })),
  );
  expect(offers.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(offers.find(({ ok }) => !ok)).toMatchObject({ failure: { code: 'offer-stands' } });
  const standing = await db.handOver.findFirstOrThrow({ where: { caseId, state: 'offered' } });
  const to = standing.toId === tomasz.id ? tomasz : ruth;
  const [accepted, withdrawn] = await Promise.all([
    answerOffer({ caseId, offerId: standing.id, accept: true }, { person: to }),
    withdrawOffer({ caseId, offerId: standing.id }, { person: ines }),
  ]);
  expect([accepted.ok, withdrawn.ok].sort()).toEqual([false, true]);
  expect(await commanderOf(caseId)).toBe(accepted.ok ? to.name : 'Ines Okafor');
});
