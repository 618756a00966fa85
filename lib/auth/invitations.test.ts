import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { LIMITS } from './attempts.server.ts';
import * as invitations from './invitations.server.ts';
import { hashPassword } from './password.server.ts';
import * as people from './people.server.ts';
import { personOfSession, startSession } from './session.server.ts';
import { signIn } from './sign-in.server.ts';
import { makeToken, personOfToken } from './tokens.server.ts';

process.env.BULKHEAD_HOME = mkdtempSync(path.join(tmpdir(), 'bh-invitations-'));
const database = await testDatabase();
afterAll(() => database.close());

const PASSWORD = 'correct horse battery';
const passwordHash = await hashPassword(PASSWORD);
const here = { address: '10.0.0.1', userAgent: 'test' };
const account = { name: 'Jon', password: 'another password' };

beforeEach(async () => {
  await database.query('DELETE FROM "Person"; DELETE FROM "Invitation"; DELETE FROM "RateLimit"');
});

const someone = (name: string, role: 'commander' | 'analyst' = 'commander') =>
  db.person.create({ data: { name, email: `${name.toLowerCase()}@example.com`, role, passwordHash } });
const codeOf = (result: { ok: boolean; failure?: { code: string } }) => (result.ok ? 'ok' : result.failure?.code);

async function invite(by: Awaited<ReturnType<typeof someone>>, email = 'jon@example.com'): Promise<string> {
  const made = await invitations.inviteSomebody({ email, role: 'analyst' }, by);
  if (!made.ok) throw new Error(made.failure.title);
  return made.value.link.slice(made.value.link.lastIndexOf('/') + 1);
}

test('an invitation makes one account, once, also when two use it at the same time; only its hash is kept', async () => {
  const token = await invite(await someone('Ines'));
  expect(token).toMatch(/^[\w-]{43}$/);
  for (const table of ['Invitation', 'ActionRecord', 'LiveEvent'])
    expect(JSON.stringify((await database.query(`SELECT * FROM "${table}"`)).rows)).not.toContain(token);
  expect(await invitations.lookAtLink(token, here)).toMatchObject({ email: 'jon@example.com', kind: 'invitation' });
  const both = await Promise.all([
    invitations.useLink({ token, ...account }, here),
    invitations.useLink({ token, ...account, name: 'Eve' }, here),
  ]);
  expect(both.map(codeOf).sort()).toEqual(['link-dead', 'ok']);
  expect(await db.person.findMany({ where: { email: 'jon@example.com' }, select: { role: true } })).toEqual([
    { role: 'analyst' },
  ]);
  expect(codeOf(await signIn('jon@example.com', account.password, here))).toBe('ok');
  expect(await invitations.lookAtLink(token, here)).toBeNull();
});

test.each<[string, (token: string, by: Awaited<ReturnType<typeof someone>>) => Promise<unknown> | string]>([
  ['is not the right one', (token) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')],
  ['is not even of its form', () => `' OR 1=1 --`],
  ['is too old', () => database.query(`UPDATE "Invitation" SET "expiresAt" = now() - interval '1 second'`)],
  ['was replaced by a later one', (_, by) => invite(by).then(() => undefined)],
  ['was made by somebody who was disabled since', disabledSince],
  ['was made by somebody who is no commander any more', demotedSince],
  ['is for an e-mail that somebody has by now', () => someone('Jon', 'analyst')],
  [
    'was revoked',
    async (_, by) => {
      const [open] = await invitations.openInvitations();
      expect(codeOf(await invitations.revokeInvitation({ invitationId: open?.id ?? '' }, by))).toBe('ok');
    },
  ],
])('a link that %s does nothing, and says no more than that', async (_, spoil) => {
  const by = await someone('Ines');
  const token = await invite(by);
  const spoilt = await spoil(token, by);
  const before = await db.person.count();
  const answer = await invitations.useLink({ token: typeof spoilt === 'string' ? spoilt : token, ...account }, here);
  expect(answer).toEqual({
    ok: false,
    failure: expect.objectContaining({ title: 'This link does not work any more.' }),
  });
  expect(await db.person.count()).toBe(before);
});

async function disabledSince(_: string, by: { id: string }): Promise<void> {
  await people.setDisabled({ personId: by.id, disabled: true }, await someone('Ada'));
}

async function demotedSince(_: string, by: { id: string }): Promise<void> {
  await people.changeRole({ personId: by.id, role: 'analyst' }, await someone('Ada'));
}

test('an e-mail that has an account is not invited', async () => {
  const ines = await someone('Ines');
  const again = await invitations.inviteSomebody({ email: 'ines@example.com', role: 'analyst' }, ines);
  expect(codeOf(again)).toBe('email-taken');
});

test('after too many links that do not work, none from that address is looked at', async () => {
  const token = await invite(await someone('Ines'));
  for (let attempt = 0; attempt < LIMITS.link.points; attempt++) await invitations.lookAtLink('x'.repeat(43), here);
  expect(await invitations.lookAtLink(token, here)).toBeNull();
  expect(await invitations.lookAtLink(token, { ...here, address: '10.0.0.2' })).not.toBeNull();
});

test('a link for a new password changes it once, and ends what was signed in with the old one', async () => {
  const [ines, jon] = [await someone('Ines'), await someone('Jon', 'analyst')];
  const sessionId = await startSession(jon.id, '');
  const made = await makeToken({ name: 'script', scopes: ['case.read'], days: 7 }, jon);
  const offered = await invitations.offerNewPassword({ personId: jon.id }, ines);
  if (!offered.ok || !made.ok) throw new Error('neither is refused');
  const token = offered.value.link.slice(offered.value.link.lastIndexOf('/') + 1);
  expect(await invitations.lookAtLink(token, here)).toMatchObject({ name: 'Jon', kind: 'reset' });
  expect(await personOfSession(sessionId)).not.toBeNull(); // until it is used
  expect(codeOf(await invitations.useLink({ token, password: 'another password' }, here))).toBe('ok');
  expect(codeOf(await invitations.useLink({ token, password: 'a third password' }, here))).toBe('link-dead');
  expect(codeOf(await signIn('jon@example.com', PASSWORD, here))).toBe('wrong-credentials');
  expect(codeOf(await signIn('jon@example.com', 'another password', here))).toBe('ok');
  expect(await personOfSession(sessionId)).toBeNull();
  expect(await personOfToken(made.value.token, here)).toMatchObject({ refused: true });
});

test('a link for a new password of somebody disabled, or from an identity provider, does nothing', async () => {
  const [ines, jon] = [await someone('Ines'), await someone('Jon', 'analyst')];
  const offered = await invitations.offerNewPassword({ personId: jon.id }, ines);
  if (!offered.ok) throw new Error(offered.failure.title);
  const token = offered.value.link.slice(offered.value.link.lastIndexOf('/') + 1);
  await people.setDisabled({ personId: jon.id, disabled: true }, ines);
  expect(codeOf(await invitations.useLink({ token, password: 'another password' }, here))).toBe('link-dead');
  await db.person.update({ where: { id: jon.id }, data: { disabledAt: null, externalId: 'https://idp jon' } });
  expect(codeOf(await invitations.useLink({ token, password: 'another password' }, here))).toBe('link-dead');
  expect(codeOf(await invitations.offerNewPassword({ personId: jon.id }, ines))).toBe('no-password');
});
