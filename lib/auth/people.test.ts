import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { listRecords } from '../action-log/log.server.ts';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { accessView } from './access.server.ts';
import { LIMITS } from './attempts.server.ts';
import { noteRefusal } from './audit.server.ts';
import { checkPassword, hashPassword } from './password.server.ts';
import * as people from './people.server.ts';
import { personOfSession, revokeSession, startSession } from './session.server.ts';
import { ensureSetupLink, setupTokenMinutes } from './setup-token.server.ts';
import { signIn } from './sign-in.server.ts';

process.env.BULKHEAD_HOME = mkdtempSync(path.join(tmpdir(), 'bh-people-'));
const database = await testDatabase();
afterAll(() => database.close());

const PASSWORD = 'correct horse battery';
const passwordHash = await hashPassword(PASSWORD);
const here = { address: '10.0.0.1', userAgent: 'test' };

beforeEach(async () => {
  await database.query('DELETE FROM "Person"; DELETE FROM "SetupToken"; DELETE FROM "RateLimit"');
});

const someone = (name: string, role: 'commander' | 'analyst' | 'manager' = 'commander') =>
  db.person.create({ data: { name, email: `${name.toLowerCase()}@example.com`, role, passwordHash } });
const tokenOf = (link: string | null) => new URL(link ?? '').searchParams.get('token') ?? '';
const codeOf = (result: { ok: boolean; failure?: { code: string } }) => (result.ok ? 'ok' : result.failure?.code);

describe('passwords', () => {
  test('are scrypt with 2^16, salted, and only the right one fits', async () => {
    expect(passwordHash).toMatch(/^scrypt\$16\$8\$\d\$/);
    expect(await hashPassword(PASSWORD)).not.toBe(passwordHash);
    expect(await checkPassword(PASSWORD, passwordHash)).toEqual({ right: true, outdated: false });
    expect((await checkPassword(`${PASSWORD}.`, passwordHash)).right).toBe(false);
    expect((await checkPassword(PASSWORD, null)).right).toBe(false);
    expect((await checkPassword(PASSWORD, 'rubbish')).right).toBe(false);
  });

  test('a hash of an older cost still fits, and is renewed at the next sign-in', async () => {
    const old = await hashPassword(PASSWORD, { log2N: 12, r: 8, p: 1 });
    expect(await checkPassword(PASSWORD, old)).toEqual({ right: true, outdated: true });
    const { id } = await db.person.create({
      data: { name: 'Old', email: 'old@example.com', role: 'analyst', passwordHash: old },
    });
    expect((await signIn('old@example.com', PASSWORD, here)).ok).toBe(true);
    expect((await db.person.findUniqueOrThrow({ where: { id } })).passwordHash).toMatch(/^scrypt\$16\$/);
  });
});

describe('the link of the first start', () => {
  const account = (name: string) => ({ name, email: `${name.toLowerCase()}@example.com`, password: PASSWORD });

  test('makes one commander, once, also when two use it at the same time', async () => {
    const token = tokenOf(await ensureSetupLink());
    expect(await setupTokenMinutes(token)).toBe(30);
    const results = await Promise.all([
      people.createFirstAccount({ ...account('Ines'), token }),
      people.createFirstAccount({ ...account('Eve'), token }),
    ]);
    expect(results.map(codeOf).sort()).toEqual(['link-used', 'ok']);
    const [person] = await db.person.findMany();
    expect(person?.role).toBe('commander');
    expect(await setupTokenMinutes(token)).toBeNull();
    expect(await ensureSetupLink()).toBeNull();
    expect((await listRecords())[0]?.words).toBe(`Make the first account: ${person?.name}, commander`);
  });

  test('only its hash is kept, and a second start voids it', async () => {
    const token = tokenOf(await ensureSetupLink());
    const { rows } = await database.query('SELECT * FROM "SetupToken"');
    expect(JSON.stringify(rows)).not.toContain(token);
    await ensureSetupLink();
    expect(codeOf(await people.createFirstAccount({ ...account('Ines'), token }))).toBe('link-used');
  });

  test.each([
    ['is too old', `UPDATE "SetupToken" SET "createdAt" = now() - interval '31 minutes'`],
    [
      'comes after the first account',
      `INSERT INTO "Person" (id, name, email, role, "passwordHash") VALUES (gen_random_uuid(), 'A', 'a@x.y', 'analyst', 'x')`,
    ],
  ])('does nothing when it %s', async (_, sql) => {
    const token = tokenOf(await ensureSetupLink());
    await database.query(sql);
    expect(codeOf(await people.createFirstAccount({ ...account('Ines'), token }))).toBe('link-used');
    expect(await db.person.count({ where: { role: 'commander' } })).toBe(0);
  });
});

describe('signing in', () => {
  test('a wrong password, an unknown and a disabled account answer alike', async () => {
    await someone('Ines');
    const disabled = await someone('Gone');
    await db.person.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });
    const answers = [
      await signIn('ines@example.com', 'wrong wrong wrong', here),
      await signIn('nobody@example.com', PASSWORD, here),
      await signIn('gone@example.com', PASSWORD, here),
    ];
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect((await signIn(' INES@example.com', PASSWORD, here)).ok).toBe(true);
  });

  test('after five wrong ones the right one has to wait too, there but not elsewhere', async () => {
    await someone('Ines');
    for (let attempt = 0; attempt < LIMITS.pair.points; attempt++) await signIn('ines@example.com', 'wrong', here);
    expect(codeOf(await signIn('ines@example.com', PASSWORD, here))).toBe('too-many-attempts');
    expect(codeOf(await signIn('ines@example.com', PASSWORD, { ...here, address: '10.0.0.2' }))).toBe('ok');
  });

  test('ten at once are counted, not only those one after another', async () => {
    await someone('Ines');
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn('ines@example.com', 'wrong', here)));
    expect(answers.filter((each) => codeOf(each) === 'too-many-attempts')).toHaveLength(5);
  });

  test('a right password forgets the wrong ones before', async () => {
    await someone('Ines');
    for (let round = 0; round < 3; round++) {
      for (let attempt = 0; attempt < 3; attempt++) await signIn('ines@example.com', 'wrong', here);
      expect(codeOf(await signIn('ines@example.com', PASSWORD, here))).toBe('ok');
    }
  });
});

describe('sessions', () => {
  test('hold until they are revoked, end, or the account is disabled; the role is that of now', async () => {
    const ines = await someone('Ines');
    const other = await someone('Jon', 'analyst');
    const sessionId = await startSession(other.id, 'test');
    expect((await personOfSession(sessionId))?.role).toBe('analyst');
    await people.changeRole({ personId: other.id, role: 'manager' }, ines);
    expect((await personOfSession(sessionId))?.role).toBe('manager');
    await revokeSession(sessionId);
    expect(await personOfSession(sessionId)).toBeNull();

    const second = await startSession(other.id, 'test');
    await people.setDisabled({ personId: other.id, disabled: true }, ines);
    expect(await personOfSession(second)).toBeNull();
    await people.setDisabled({ personId: other.id, disabled: false }, ines);
    expect(await personOfSession(second)).toBeNull(); // enabling gives no old session back

    const third = await startSession(other.id, 'test');
    await db.signInSession.update({ where: { id: third }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await personOfSession(third)).toBeNull();
  });

  test('a new own password ends the other sessions and keeps this one', async () => {
    const ines = await someone('Ines');
    const [mine, other] = [await startSession(ines.id, 'a'), await startSession(ines.id, 'b')];
    const me = await personOfSession(mine);
    if (!me) throw new Error('no session');
    expect(codeOf(await people.changeOwnPassword({ current: 'wrong', password: 'another password' }, me))).toBe(
      'wrong-password',
    );
    expect(codeOf(await people.changeOwnPassword({ current: PASSWORD, password: 'another password' }, me))).toBe('ok');
    expect(await personOfSession(mine)).not.toBeNull();
    expect(await personOfSession(other)).toBeNull();
    await people.signOutEverywhere(me);
    expect(await personOfSession(mine)).toBeNull();
  });
});

describe('the last commander', () => {
  test.each([
    [
      'demoted',
      (id: string, by: Awaited<ReturnType<typeof someone>>) => people.changeRole({ personId: id, role: 'analyst' }, by),
    ],
    [
      'disabled',
      (id: string, by: Awaited<ReturnType<typeof someone>>) => people.setDisabled({ personId: id, disabled: true }, by),
    ],
  ])('cannot be %s, also when two do it to each other at once', async (_, change) => {
    const [a, b] = [await someone('A'), await someone('B')];
    const results = await Promise.all([change(a.id, b), change(b.id, a)]);
    expect(results.map(codeOf).sort()).toEqual(['last-commander', 'ok']);
    expect(await db.person.count({ where: { role: 'commander', disabledAt: null } })).toBe(1);
  });
});

test('e-mails, and how many sign-ins there are, are shown to those who manage people only', async () => {
  const [ines, jon] = [await someone('Ines'), await someone('Jon', 'analyst')];
  const [hers, his] = [await startSession(ines.id, 'firefox'), await startSession(jon.id, 'chrome')];
  const byCommander = await accessView({ ...ines, sessionId: hers });
  expect(byCommander.people.map(({ email, sessions }) => [email, sessions])).toEqual([
    ['ines@example.com', 1],
    ['jon@example.com', 1],
  ]);
  expect(new Map(byCommander.sessions.map(({ id, current }) => [id, current]))).toEqual(
    new Map([
      [his, false],
      [hers, true],
    ]),
  );
  const byAnalyst = await accessView({ ...jon, sessionId: his });
  expect(byAnalyst.people.map(({ email, sessions }) => [email, sessions])).toEqual([
    [null, null],
    [null, null],
  ]);
  expect(byAnalyst.sessions.map(({ id }) => id)).toEqual([his]);
});

test('a sign-in is ended by whose it is, and by those who manage people', async () => {
  const [ines, jon] = [await someone('Ines'), await someone('Jon', 'analyst')];
  const [hers, his, another] = [
    await startSession(ines.id, ''),
    await startSession(jon.id, ''),
    await startSession(jon.id, ''),
  ];
  const asJon = { ...jon, sessionId: his };
  expect(codeOf(await people.endSession({ sessionId: hers }, asJon))).toBe('not-allowed');
  expect(codeOf(await people.endSession({ sessionId: another }, asJon))).toBe('ok');
  expect(await personOfSession(another)).toBeNull();
  expect(codeOf(await people.endSession({ sessionId: another }, asJon))).toBe('not-found');
  expect(codeOf(await people.endSession({ sessionId: his }, { ...ines, sessionId: hers }))).toBe('ok');
  expect(await personOfSession(his)).toBeNull();
});

describe('the action log', () => {
  const notes = async () =>
    (await listRecords({ limit: 200 })).map(({ words, person }) => [words, person?.name ?? null]);

  test('has sign-ins, refusals and sign-outs with the address, and nothing that was typed', async () => {
    await someone('Ines');
    await signIn('ines@example.com', 'hunter2 hunter2', here);
    await signIn('hunter3@example.com', PASSWORD, here);
    const signedIn = await signIn('ines@example.com', PASSWORD, here);
    if (signedIn.ok) await revokeSession(signedIn.value.sessionId);
    expect((await notes()).slice(0, 4)).toEqual([
      ['Sign out', 'Ines'],
      ['Sign in with a password, from 10.0.0.1', 'Ines'],
      ['Refuse a sign-in from 10.0.0.1', null],
      ['Refuse a sign-in for Ines from 10.0.0.1', null],
    ]);
    const { rows } = await database.query('SELECT body FROM "ActionRecord"');
    expect(JSON.stringify(rows)).not.toMatch(/hunter|correct horse/);
  });

  test('cannot be filled from outside: repeated refusals are folded, and of all at most 40 an hour are written', async () => {
    const before = (await notes()).length;
    for (let attempt = 0; attempt < 100; attempt++) await noteRefusal('sign-in', 'Ines', '10.0.0.1');
    expect((await notes()).slice(0, (await notes()).length - before).map(([words]) => words)).toEqual([
      'Refuse a sign-in for Ines from 10.0.0.1, 100 times within 15 minutes',
      'Refuse a sign-in for Ines from 10.0.0.1, 10 times within 15 minutes',
      'Refuse a sign-in for Ines from 10.0.0.1',
    ]);
    for (let attempt = 0; attempt < 120; attempt++) await noteRefusal('link', null, `10.1.0.${attempt}`);
    const [newest] = await notes();
    expect(newest?.[0]).toMatch(/notes like this are left out: more than 40 within an hour/);
    expect((await notes()).length - before).toBe(41);
  });
});
