import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import NextAuth from 'next-auth';
import { decode } from 'next-auth/jwt';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { listRecords } from '../action-log/log.server.ts';
import { config } from '../config.ts';
import { db } from '../db/client.server.ts';
import { startIdentityProvider } from '../testing/identity-provider.ts';
import { testDatabase } from '../testing/postgres.ts';
import { signInByProvider } from './identity-provider.server.ts';
import { nextAuthOptions } from './next-auth.server.ts';
import { type Claims, groupsOf, nameOf, refusalWords, roleOf, shownEmail, verifiedEmail } from './oidc.ts';
import { hashPassword } from './password.server.ts';
import * as people from './people.server.ts';
import { personOfSession, type SignedIn } from './session.server.ts';
import { signIn } from './sign-in.server.ts';
import { makeToken, personOfToken } from './tokens.server.ts';

const ORIGIN = 'http://localhost:4170';
process.env.BULKHEAD_HOME = mkdtempSync(path.join(tmpdir(), 'bh-oidc-'));
const database = await testDatabase();
const provider = await startIdentityProvider({ redirectUri: `${ORIGIN}/api/auth/callback/oidc` });
Object.assign(process.env, {
  AUTH_URL: ORIGIN,
  AUTH_SECRET: 'a secret of at least thirty-two characters',
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: provider.clientId,
  OIDC_CLIENT_SECRET: provider.clientSecret,
  OIDC_COMMANDERS: 'leads',
  OIDC_ANALYSTS: 'analysts, on-call',
});
afterAll(async () => {
  await provider.close();
  await database.close();
});

const here = { address: '10.0.0.1', userAgent: 'firefox' };
const ADA = { name: 'Ada Berg', email: 'Ada@example.com', email_verified: true, groups: ['analysts'] };

beforeEach(async () => {
  await database.query('DELETE FROM "Person"; DELETE FROM "RateLimit"');
  provider.accounts.clear();
  provider.lie = null;
});

/** A browser that keeps cookies of both sides, and is signed in as `own`. Answers where the sign-in ended. */
async function signInAs(sub: string, own: SignedIn | null = null, tamper: (url: URL) => void = () => undefined) {
  const jar = new Map<string, string>();
  const options = nextAuthOptions(here, async () => own);
  const ours = (nextauth: string[], query: Record<string, string>, body?: object) =>
    askUs(options, jar, nextauth, query, body);
  const { csrfToken } = (await ours(['csrf'], {})).body;
  const start = (await ours(['signin', 'oidc'], {}, { csrfToken, callbackUrl: ORIGIN })).location;
  if (start.startsWith(ORIGIN)) return { at: new URL(start), session: null };
  const back = await visit(new URL(start), sub);
  tamper(back);
  const at = (await ours(['callback', 'oidc'], Object.fromEntries(back.searchParams))).location;
  const cookie = jar.get('next-auth.session-token');
  const token = cookie ? await decode({ token: cookie, secret: process.env.AUTH_SECRET ?? '' }) : null;
  const session = typeof token?.sid === 'string' ? await personOfSession(token.sid) : null;
  return { at: new URL(at, ORIGIN), session };
}

function keep(jar: Map<string, string>, cookies: readonly string[]): void {
  for (const cookie of cookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    jar.set(name, decodeURIComponent(value));
  }
}

/** Asks next-auth with our options, as Next would: a request and a response of its pages router. */
async function askUs(
  options: ReturnType<typeof nextAuthOptions>,
  jar: Map<string, string>,
  nextauth: string[],
  query: Record<string, string>,
  body?: object,
) {
  const headers: Record<string, unknown> = {};
  let sent: { csrfToken?: string } = {};
  const response = {
    status: () => response,
    getHeader: (name: string) => headers[name],
    setHeader: (name: string, value: unknown) => {
      headers[name] = value;
      return response;
    },
    end: () => undefined,
    json: (value: typeof sent) => (sent = value),
    send: (value: typeof sent) => (sent = value),
  };
  const request = {
    method: body ? 'POST' : 'GET',
    headers: {},
    cookies: Object.fromEntries(jar),
    query: { ...query, nextauth },
    body,
  };
  await NextAuth(request as never, response as never, options); // the fields that it reads
  keep(jar, (headers['Set-Cookie'] ?? []) as string[]);
  return { location: String(headers.Location ?? ''), body: sent };
}

/** Follows the identity provider's redirects, logs in there, and answers where it sends the browser back to. */
async function visit(url: URL, sub: string): Promise<URL> {
  const jar = new Map<string, string>();
  for (let hop = 0; hop < 10 && url.origin === provider.issuer; hop++) {
    const asks = url.pathname.startsWith('/login/');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(asks ? { method: 'POST', body: new URLSearchParams({ sub }) } : {}),
    });
    keep(jar, answer.headers.getSetCookie());
    const to = answer.headers.get('location');
    if (to === null) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    url = new URL(to, url);
  }
  return url;
}

describe('signing in through the identity provider', () => {
  test('makes an account with the role of the groups; nothing of it is a password', async () => {
    provider.accounts.set('ada', ADA);
    const { session } = await signInAs('ada');
    expect(session).toMatchObject({ name: 'Ada Berg', email: 'ada@example.com', role: 'analyst' });
    const person = await db.person.findFirstOrThrow();
    expect(person).toMatchObject({ externalId: `${provider.issuer} ada`, passwordHash: null });
    expect((await signIn('ada@example.com', '', here)).ok).toBe(false);
    const words = (await listRecords({ personId: person.id })).map((record) => record.words);
    expect(words).toContain('Sign in through Company account, role analyst, from 10.0.0.1');
  });

  test('takes role and name anew at every sign-in, also downwards', async () => {
    provider.accounts.set('ada', { ...ADA, groups: ['leads', 'analysts'] });
    expect((await signInAs('ada')).session?.role).toBe('commander');
    provider.accounts.set('ada', { ...ADA, name: 'Ada Stone', groups: ['on-call'] });
    expect((await signInAs('ada')).session).toMatchObject({ role: 'analyst', name: 'Ada Stone' });
    expect(await db.person.count()).toBe(1);
  });

  test('refuses who is in no group, and ends the sign-ins and tokens of before', async () => {
    provider.accounts.set('ada', ADA);
    const { session } = await signInAs('ada');
    if (!session) throw new Error('not signed in');
    const made = await makeToken({ name: 'x', scopes: ['case.read'], days: 7 }, session);
    provider.accounts.set('ada', { ...ADA, groups: ['sales'] });
    const again = await signInAs('ada');
    expect(again.session).toBeNull();
    expect(`${again.at.pathname}${again.at.search}`).toBe('/signin?refused=no-group');
    expect(await personOfSession(session.sessionId)).toBeNull();
    expect(made.ok && (await personOfToken(made.value.token, here))).toMatchObject({ refused: true });
    provider.accounts.set('eve', { ...ADA, groups: undefined as never });
    expect((await signInAs('eve')).at.search).toBe('?refused=no-group');
    expect(await db.person.count()).toBe(1);
  });

  test('keeps out who was disabled here, whatever their groups', async () => {
    provider.accounts.set('ada', ADA);
    await signInAs('ada');
    const ines = await db.person.create({ data: { name: 'Ines', email: 'i@example.com', role: 'commander' } });
    const ada = await db.person.findFirstOrThrow({ where: { name: 'Ada Berg' } });
    await people.setDisabled({ personId: ada.id, disabled: true }, ines);
    const again = await signInAs('ada');
    expect([again.session, again.at.search]).toEqual([null, '?refused=disabled']);
  });

  test('a role that comes from groups is not changed here', async () => {
    provider.accounts.set('ada', ADA);
    const { session } = await signInAs('ada');
    if (!session) throw new Error('not signed in');
    const changed = await people.changeRole({ personId: session.id, role: 'commander' }, session);
    expect(changed).toMatchObject({ ok: false, failure: { code: 'role-from-groups' } });
  });
});

describe('an account that has a password', () => {
  const withPassword = async () => {
    const passwordHash = await hashPassword('correct horse battery');
    return db.person.create({ data: { name: 'Ada', email: 'ada@example.com', role: 'commander', passwordHash } });
  };

  test('is not taken over by its e-mail', async () => {
    const ada = await withPassword();
    provider.accounts.set('ada', { ...ADA, groups: ['leads'] });
    const refused = await signInAs('ada');
    expect([refused.session, refused.at.search]).toEqual([null, '?refused=email-taken']);
    expect(await db.person.findMany()).toEqual([ada]);
  });

  test('is connected by who is signed in to it, with the same confirmed e-mail; the password ends', async () => {
    const ada = await withPassword();
    provider.accounts.set('ada', ADA);
    const { session } = await signInAs('ada', { ...ada, sessionId: ada.id });
    expect(session).toMatchObject({ id: ada.id, role: 'analyst' });
    expect((await signIn('ada@example.com', 'correct horse battery', here)).ok).toBe(false);
    expect((await signInAs('ada')).session?.id).toBe(ada.id);
  });

  test('is not connected by somebody else who is signed in, nor by an e-mail that is not confirmed', async () => {
    const ada = await withPassword();
    const eve = await db.person.create({ data: { name: 'Eve', email: 'eve@example.com', role: 'analyst' } });
    provider.accounts.set('ada', ADA);
    expect((await signInAs('ada', { ...eve, sessionId: eve.id })).at.search).toBe('?refused=email-taken');
    provider.accounts.set('mallory', { ...ADA, email_verified: false });
    const mallory = await signInAs('mallory', { ...ada, sessionId: ada.id });
    expect(mallory.session?.id).not.toBe(ada.id); // an account of their own, without that e-mail
    expect(shownEmail(mallory.session?.email ?? '')).toBeNull();
    expect(await db.person.findUnique({ where: { id: ada.id } })).toEqual(ada);
  });
});

test.each([
  ['a discovery document of another issuer', 'issuer', () => undefined],
  ['a signature by another key', 'signature', () => undefined],
  ['a state that is not ours', null, (url: URL) => url.searchParams.set('state', 'forged')],
  ['a code that nobody gave', null, (url: URL) => url.searchParams.set('code', 'forged')],
  ['an answer that names another issuer', null, (url: URL) => url.searchParams.set('iss', 'http://evil.example')],
] as const)('%s signs nobody in', async (_, lie, tamper) => {
  provider.accounts.set('ada', ADA);
  provider.lie = lie;
  const { at, session } = await signInAs('ada', null, tamper);
  expect(session).toBeNull();
  expect(await db.person.count()).toBe(0);
  expect(`${at.pathname}${at.search}`).toMatch(/error|refused=not-confirmed/);
  await expect
    .poll(async () => (await listRecords({ limit: 1 }))[0]?.words)
    .toBe('Refuse a sign-in through the identity provider from 10.0.0.1');
  provider.lie = null;
  expect((await signInAs('ada')).session?.role).toBe('analyst'); // else the refusals above would prove nothing
});

test('a sign-in begins with PKCE, state and nonce, and asks for the scopes', async () => {
  const jar = new Map<string, string>();
  const options = nextAuthOptions(here, async () => null);
  const { csrfToken } = (await askUs(options, jar, ['csrf'], {})).body;
  const { location } = await askUs(options, jar, ['signin', 'oidc'], {}, { csrfToken, callbackUrl: ORIGIN });
  const asked = new URL(location).searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name), name).toMatch(/^[\w-]{43}$/);
  expect([asked.get('scope'), asked.get('response_type')]).toEqual(['openid profile email', 'code']);
});

test('claims of another issuer sign nobody in, however right the rest is', async () => {
  const { oidc } = config;
  if (!oidc) throw new Error('no identity provider is set');
  const forged = { iss: 'https://evil.example', sub: 'ada', ...ADA, groups: ['leads'] };
  expect(await signInByProvider(forged, oidc, here, null)).toMatchObject({ ok: false, refusal: 'not-confirmed' });
  expect((await signInByProvider({ ...forged, iss: provider.issuer }, oidc, here, null)).ok).toBe(true);
});

test('groups in the ID token are enough: userinfo need not repeat them', async () => {
  const other = await startIdentityProvider({ redirectUri: `${ORIGIN}/api/auth/callback/oidc`, inIdToken: true });
  process.env.OIDC_ISSUER = other.issuer;
  const issuer = provider.issuer;
  Object.assign(provider, { issuer: other.issuer });
  other.accounts.set('ada', ADA);
  expect((await signInAs('ada')).session?.role).toBe('analyst');
  process.env.OIDC_ISSUER = issuer;
  Object.assign(provider, { issuer });
  await other.close();
});

const claims = (more: Record<string, unknown>): Claims => ({ iss: 'https://idp', sub: 'ada', ...more });

test.each([
  ['a list', claims({ groups: ['a', 'b'] }), 'groups', ['a', 'b']],
  ['one text', claims({ groups: 'a' }), 'groups', ['a']],
  ['a path, as Keycloak has it', claims({ realm_access: { roles: ['a'] } }), 'realm_access.roles', ['a']],
  ['a name with dots', claims({ 'https://x.example/groups': ['a'] }), 'https://x.example/groups', ['a']],
  ['nothing', claims({}), 'groups', []],
  ['what is no text', claims({ groups: [1, null, { a: 1 }] }), 'groups', []],
  ['what every object has', claims({}), 'constructor.name', []],
])('groups from %s', (_, from, claim, groups) => expect(groupsOf(from, claim)).toEqual(groups));

test('of several groups the strongest role counts; of none, none', () => {
  const roles = { commander: ['c'], analyst: ['a'], manager: ['m'] };
  expect(roleOf(['m', 'a', 'c'], roles)).toBe('commander');
  expect(roleOf(['m', 'a'], roles)).toBe('analyst');
  expect(roleOf(['C', 'x'], roles)).toBeNull();
});

test.each([
  [{ email: 'A@x.example', email_verified: true }, 'a@x.example'],
  [{ email: 'a@x.example', email_verified: 'true' }, null],
  [{ email: 'a@x.example' }, null],
  [{ email: 'not an address', email_verified: true }, null],
])('the e-mail of %j is %s', (more, email) => expect(verifiedEmail(claims(more))).toBe(email));

test.each([
  [{ name: ' Ada  ' }, 'Ada'],
  [{ name: '\u202Eevil', preferred_username: 'ada' }, 'ada'],
  [{}, 'Somebody without a name'],
])('the name of %j is %s', (more, name) => expect(nameOf(claims(more))).toBe(name));

test('the sign-in page says what is known, never what the address holds', () => {
  expect(refusalWords('no-group', undefined)).toMatch(/no group/);
  expect(refusalWords(undefined, 'OAuthSignin')).toMatch(/does not answer/);
  expect(refusalWords('toString', undefined)).toMatch(/does not work/);
  expect(refusalWords(undefined, 'Call +1 555 for help')).not.toMatch(/555/);
  expect(refusalWords(undefined, undefined)).toBeNull();
});
