import { afterAll, beforeEach, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { signedIn } from '../testing/stored-case.ts';
import { addChannel, listChannels, removeChannel, testChannel } from './channels.server.ts';
import { webhook } from './testing/receivers.ts';

const database = await testDatabase();
process.env.AUTH_SECRET = 'a secret of at least thirty-two characters';
const by = { person: await signedIn('commander') };
const slack = await webhook();
afterAll(async () => {
  await slack.close();
  await database.close();
});
beforeEach(() => {
  process.env.SMTP_URL = '';
});

const words = async () =>
  (await db.actionRecord.findMany({ orderBy: { seq: 'asc' } })).map(({ body }): string => JSON.parse(body).words);

test('a target is kept sealed: no list, record, event or plain column has it', async () => {
  const { channelId } = valueIn(await addChannel({ name: '#incidents', kind: 'slack', target: slack.url }, by));
  expect(await listChannels()).toEqual([
    expect.objectContaining({
      id: channelId,
      name: '#incidents',
      where: new URL(slack.url).host,
      people: null,
      fault: null,
    }),
  ]);
  for (const table of ['Channel', 'ActionRecord', 'LiveEvent']) {
    const { rows } = await database.query(`SELECT to_jsonb(t)::text AS row FROM "${table}" t`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ row }) => row).join('\n')).not.toContain('secret-part');
  }
});

test('who gets mail is not listed, only how many and where; without a mail server it says so', async () => {
  await addChannel({ name: 'Board', kind: 'email', target: 'ruth@example.com, kim@example.com' }, by);
  const board = async () => (await listChannels()).find(({ name }) => name === 'Board');
  expect(await board()).toMatchObject({
    where: '2 people at example.com',
    people: 2,
    fault: expect.stringMatching(/SMTP_URL/),
  });
  process.env.SMTP_URL = 'smtp://localhost:1';
  expect(await board()).toMatchObject({ fault: null });
});

test.each([
  ['a name that is taken', { name: '#incidents', kind: 'slack' as const, target: slack.url }, 'name-taken'],
  ['a webhook in the clear', { name: 'x', kind: 'teams' as const, target: 'http://hooks.example.com' }, 'bad-target'],
])('%s is refused', async (_, input, code) => {
  expect(await addChannel(input, by)).toMatchObject({ ok: false, failure: { code } });
});

test('a test message arrives, says that it is one, and is on the record', async () => {
  const channel = (await listChannels()).find(({ name }) => name === '#incidents');
  expect(valueIn(await testChannel({ channelId: channel?.id ?? '' }, by))).toMatchObject({ outcome: 'succeeded' });
  expect(slack.received.at(-1)?.body).toMatchObject({ text: expect.stringMatching(/^Test message from Bulkhead/) });
  expect((await words()).slice(-2)).toEqual([
    'Send a test message to the channel #incidents',
    'Send a test message to the channel #incidents: succeeded',
  ]);
});

test('with another AUTH_SECRET a channel says that it cannot be opened', async () => {
  process.env.AUTH_SECRET = 'another secret of at least thirty-two characters';
  const channel = (await listChannels()).find(({ name }) => name === '#incidents');
  expect(channel).toMatchObject({ where: null, fault: expect.stringMatching(/AUTH_SECRET is another one/) });
  expect(valueIn(await testChannel({ channelId: channel?.id ?? '' }, by))).toMatchObject({ outcome: 'failed' });
  process.env.AUTH_SECRET = 'a secret of at least thirty-two characters';
});

test('a channel that is removed loses its secret, and its name is free again', async () => {
  const id = (await listChannels()).find(({ name }) => name === '#incidents')?.id ?? '';
  valueIn(await removeChannel({ channelId: id }, by));
  expect((await db.channel.findUniqueOrThrow({ where: { id } })).sealed).toHaveLength(0);
  expect((await listChannels()).map(({ name }) => name)).toEqual(['Board']);
  valueIn(await addChannel({ name: '#incidents', kind: 'slack', target: slack.url }, by));
  expect(await testChannel({ channelId: id }, by)).toMatchObject({ ok: false, failure: { code: 'no-such-channel' } });
});
