import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { listRecords } from '../action-log/log.server.ts';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { LIMITS } from './attempts.server.ts';
import * as people from './people.server.ts';
import { PERMISSIONS } from './permissions.ts';
import { bearerOf, scopesOf, TOKEN_SCOPES } from './token.ts';
import { makeToken, ownTokens, personOfToken, revokeToken, tokenHolds } from './tokens.server.ts';

const database = await testDatabase();
afterAll(() => database.close());
beforeEach(async () => {
  await database.query('DELETE FROM "Person"; DELETE FROM "RateLimit"');
});

const here = { address: '10.0.0.1', userAgent: 'curl' };
const someone = (name: string, role: 'commander' | 'analyst' = 'analyst') =>
  db.person.create({ data: { name, email: `${name.toLowerCase()}@example.com`, role, passwordHash: 'x' } });

async function tokenOf(person: Awaited<ReturnType<typeof someone>>): Promise<string> {
  const made = await makeToken({ name: 'siem', scopes: ['case.read'], days: 30 }, person);
  if (!made.ok) throw new Error(made.failure.title);
  return made.value.token;
}

test('a token names its person with the role of now; only its hash is kept', async () => {
  const jon = await someone('Jon');
  const token = await tokenOf(jon);
  expect(token).toMatch(/^bh_[\w-]{43}$/);
  for (const table of ['ApiToken', 'ActionRecord', 'LiveEvent'])
    expect(JSON.stringify((await database.query(`SELECT * FROM "${table}"`)).rows)).not.toContain(token.slice(3));
  await people.changeRole({ personId: jon.id, role: 'manager' }, await someone('Ines', 'commander'));
  expect(await personOfToken(token, here)).toMatchObject({
    person: { id: jon.id, role: 'manager' },
    scopes: ['case.read'],
  });
});

test('the first use is a note, with the address; later ones move the time only', async () => {
  const jon = await someone('Jon');
  const token = await tokenOf(jon);
  expect((await ownTokens(jon.id))[0]?.lastUsedAt).toBeNull();
  await Promise.all([personOfToken(token, here), personOfToken(token, here)]);
  await personOfToken(token, here);
  const words = (await listRecords({ personId: jon.id })).map((record) => record.words);
  expect(words.filter((each) => each === 'First use of the API token "siem", from 10.0.0.1')).toHaveLength(1);
  expect((await ownTokens(jon.id))[0]?.lastUsedAt).not.toBeNull();
});

test.each<[string, (person: Awaited<ReturnType<typeof someone>>) => Promise<unknown>]>([
  ['expired', () => database.query(`UPDATE "ApiToken" SET "expiresAt" = now() - interval '1 second'`)],
  ['was revoked', async (jon) => revokeToken({ tokenId: (await ownTokens(jon.id))[0]?.id ?? '' }, jon)],
  [
    'belongs to somebody disabled',
    async (jon) => people.setDisabled({ personId: jon.id, disabled: true }, await someone('Ines', 'commander')),
  ],
])('a token that %s holds no more', async (_, spoil) => {
  const jon = await someone('Jon');
  const token = await tokenOf(jon);
  const [id] = (await ownTokens(jon.id)).map((each) => each.id);
  expect(await tokenHolds(id ?? '')).toBe(true);
  await spoil(jon);
  expect(await personOfToken(token, here)).toMatchObject({ refused: true });
  expect(await tokenHolds(id ?? '')).toBe(false);
  await db.person.updateMany({ data: { disabledAt: null } });
  if (_ === 'belongs to somebody disabled') expect(await tokenHolds(id ?? '')).toBe(false); // enabling gives it not back
});

test('somebody else’s token is not revoked', async () => {
  const [jon, eve] = [await someone('Jon'), await someone('Eve')];
  const token = await tokenOf(jon);
  const tokenId = (await ownTokens(jon.id))[0]?.id ?? '';
  expect((await revokeToken({ tokenId }, eve)).ok).toBe(false);
  expect(await personOfToken(token, here)).toHaveProperty('person');
});

test('a token gets no right that its maker does not have', async () => {
  const jon = await someone('Jon');
  const made = await makeToken({ name: 'x', scopes: ['case.read', 'action-log.export'], days: 1 }, jon);
  expect(made).toMatchObject({ ok: false, failure: { code: 'not-allowed', detail: 'action-log.export' } });
  expect(scopesOf('analyst')).not.toContain('action-log.export');
});

test('wrong tokens are refused, and after too many with a time to wait; a right one still holds then', async () => {
  const token = await tokenOf(await someone('Jon'));
  const wrong = () => personOfToken(`bh_${'x'.repeat(43)}`, here);
  for (let attempt = 0; attempt < LIMITS.token.points; attempt++)
    expect(await wrong()).toEqual({ refused: true, waitS: null });
  expect(await wrong()).toEqual({ refused: true, waitS: expect.any(Number) });
  expect(await personOfToken(token, here)).toHaveProperty('person');
});

test.each([
  ['Bearer bh_x', 'bh_x'],
  ['bearer   bh_x ', 'bh_x'],
  ['Basic dXNlcjpwYXNz', null],
  ['Bearer', null],
  ['', null],
  [null, null],
])('Authorization %j has the token %j', (header, token) => expect(bearerOf(header)).toBe(token));

// About accounts, one's own sign-ins, and what somebody is writing: a program has no business there.
const NOT_FOR_TOKENS = [
  ...['session.own', 'token.own', 'people.manage', 'channel.manage', 'cluster.manage'],
  ...['draft.own', 'report.write'],
];

test('each route for reading can be allowed to a token, or is on the list of those that cannot', () => {
  const used = globSync('app/api/**/route.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/route(?:<[^(]*>)?\(\s*'([\w.-]+)'/g)].map(
      ([, permission = '']) => permission,
    ),
  );
  expect(used.length).toBeGreaterThan(10);
  const known = [...TOKEN_SCOPES, ...NOT_FOR_TOKENS];
  expect([...new Set(used)].filter((permission) => !known.includes(permission))).toEqual([]);
  expect(NOT_FOR_TOKENS.filter((permission) => !Object.hasOwn(PERMISSIONS, permission))).toEqual([]);
});
