import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { APIRequestContext, Page } from '@playwright/test';
import { type Permission, whyNot } from '../lib/auth/permissions.ts';
import { TOKEN_SCOPES } from '../lib/auth/token.ts';
import { expect, type Role, signIn, test } from './fixtures.ts';
import { repository } from './product.ts';
import { ACTIONS, type Needs, ROUTES, UPLOADS } from './rights-table.ts';

const ROLES: readonly Role[] = ['commander', 'analyst', 'manager'];
const NOBODY = '00000000-0000-7000-8000-000000000000';
const ALL_UPLOADS = Object.entries(UPLOADS);

/** Server actions as they were built: name → id. An action that no page uses is not in the build, and cannot be called. */
function builtActions(): Map<string, string> {
  const file = path.join(repository, '.next/server/server-reference-manifest.json');
  const manifest: { node: Record<string, { filename: string; exportedName: string }> } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return new Map(
    Object.entries(manifest.node).map(([id, { filename, exportedName }]) => [
      `${path.basename(filename, '.ts')}.${exportedName}`,
      id,
    ]),
  );
}

/** `/api/cases/[n]/evidence` of a route file, its parameters filled with what nobody has. */
const pathOf = (route: string): string =>
  route
    .replaceAll('[n]', '2147483647')
    .replaceAll('[id]', NOBODY)
    .replaceAll(/\[\[?(\.\.\.)?\w+\]\]?/g, 'nobody');

/** What it asks for, one by one; nothing when anyone may. */
const listOf = (needs: Needs): readonly Permission[] =>
  needs === 'anyone' ? [] : typeof needs === 'string' ? [needs] : needs;

test('the table names every server action and every route, and nothing that is not there', () => {
  expect(Object.keys(ACTIONS).sort()).toEqual([...builtActions().keys()].sort());
  const methods = Object.fromEntries(
    globSync('app/api/**/route.ts', { cwd: repository }).map((file) => [
      `/${path.dirname(file).slice(4)}`,
      methodsOf(readFileSync(path.join(repository, file), 'utf8')),
    ]),
  );
  const gets = Object.keys(ROUTES).map((route) => [route, route.endsWith('[...nextauth]') ? 'GET POST' : 'GET']);
  expect(methods).toEqual(Object.fromEntries([...gets, ...ALL_UPLOADS.map(([route]) => [route, 'POST'])]));
});

/** The HTTP methods that a route file answers. */
const methodsOf = (text: string): string =>
  ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
    .filter((method) => new RegExp(`^export .*\\b${method}\\b`, 'm').test(text))
    .join(' ');

test('every server action and every route answers each role as the table says', async ({ browser, product }) => {
  test.setTimeout(180_000);
  const wrong: string[] = [];
  for (const role of [...ROLES, null]) {
    const context = await browser.newContext({ baseURL: product.url });
    const page = await context.newPage();
    if (role) await signIn(page, role);
    const refusedTo = (needs: Needs) => !!role && listOf(needs).some((permission) => whyNot(role, permission));
    for (const [route, needs] of Object.entries(ROUTES)) {
      const found = await get(page.request, pathOf(route));
      const expected = needs === 'anyone' ? 'let in' : !role ? '401' : refusedTo(needs) ? '403' : 'let in';
      if (found !== expected) wrong.push(`${role ?? 'nobody'} GET ${route}: ${found}, not ${expected}`);
    }
    for (const [route, needs] of ALL_UPLOADS) {
      const own = await post(page.request, pathOf(route), { origin: product.url });
      const expected = !role ? '401' : refusedTo(needs) ? '403' : 'let in';
      if (own !== expected) wrong.push(`${role ?? 'nobody'} POST ${route}: ${own}, not ${expected}`);
      for (const origin of ['https://elsewhere.example', 'null']) {
        const foreign = await post(page.request, pathOf(route), { origin });
        if (foreign !== '403') wrong.push(`${role ?? 'nobody'} POST ${route} from ${origin}: ${foreign}, not 403`);
      }
    }
    for (const [name, id] of builtActions()) {
      const needs = ACTIONS[name];
      if (!needs || needs === 'anyone') continue;
      const found = await call(page.request, product.url, id);
      const expected = !role ? 'not-signed-in' : refusedTo(needs) ? 'not-allowed' : 'let in';
      if (found !== expected) wrong.push(`${role ?? 'nobody'} ${name}: ${found}, not ${expected}`);
    }
    await context.close();
  }
  expect(wrong).toEqual([]);
});

// A browser says which layouts it has already; those are not run again, and neither is what they ask.
test('no page shows anything to somebody who is not signed in, whatever their browser says it has', async ({
  playwright,
  product,
}) => {
  const program = await playwright.request.newContext({ baseURL: product.url });
  const shown: string[] = [];
  for (const file of globSync('app/(room)/**/page.tsx', { cwd: repository })) {
    const segments = path.dirname(file).split('/').slice(1);
    const url = `/${segments.slice(1).map(filledIn).filter(Boolean).join('/')}`;
    const state = encodeURIComponent(JSON.stringify(stateOf(['', ...segments.slice(0, -1), 'elsewhere'])));
    const answer = await program.get(url, { headers: { rsc: '1', 'next-router-state-tree': state } });
    const text = await answer.text();
    if (!/NEXT_REDIRECT;\w+;\/signin;/.test(text)) shown.push(`${url}: ${answer.status()}, ${text.length} characters`);
  }
  await program.dispose();
  expect(shown).toEqual([]);
});

/** `[number]` of an address; what is optional is left out. */
const filledIn = (segment: string): string => (segment.startsWith('[[') ? '' : segment.startsWith('[') ? '1' : segment);

/** What a browser says it has: the layouts of these segments, and a page of its own. */
const stateOf = (segments: readonly string[]): unknown =>
  segments.reduceRight<unknown>(
    (below, segment) => [
      /^\[(\w+)\]$/.test(segment) ? [segment.slice(1, -1), '1', 'd', null] : segment,
      { children: below },
    ],
    ['__PAGE__', {}],
  );

test('an API token reaches a route with just its scopes, and no route without them', async ({
  page,
  signIn,
  playwright,
  product,
}) => {
  test.setTimeout(180_000);
  await signIn('commander'); // who has every right that a token can be given
  const tokens = new Map<string, string>();
  const tokenFor = async (scopes: readonly string[]): Promise<string> => {
    const key = scopes.join(' ');
    const token = tokens.get(key) ?? (await makeToken(page, product.url, scopes));
    tokens.set(key, token);
    return token;
  };
  const program = await playwright.request.newContext({ baseURL: product.url }); // no cookie
  const wrong: string[] = [];
  const check = async (route: string, scopes: readonly string[], expected: string, upload = false) => {
    const headers = { authorization: `Bearer ${await tokenFor(scopes)}` };
    const found = await (upload ? post(program, pathOf(route), headers) : get(program, pathOf(route), headers));
    if (found !== expected) wrong.push(`${route} with ${scopes.join(', ')}: ${found}, not ${expected}`);
  };
  const givable = (permission: Permission) => TOKEN_SCOPES.some((scope) => scope === permission);
  for (const [route, needs] of Object.entries(ROUTES)) {
    const wanted = listOf(needs);
    if (wanted.length === 0) continue;
    if (wanted.every(givable)) await check(route, wanted, 'let in');
    else await check(route, TOKEN_SCOPES, '403');
    for (const one of wanted.filter(givable)) {
      const others = TOKEN_SCOPES.filter((scope) => scope !== one);
      await check(route, others, '403');
    }
  }
  for (const [route] of ALL_UPLOADS) await check(route, TOKEN_SCOPES, '403', true);
  await program.dispose();
  expect(wrong).toEqual([]);
});

async function makeToken(page: Page, url: string, scopes: readonly string[]): Promise<string> {
  const answer = await send(page.request, url, builtActions().get('tokens.makeToken') ?? '', {
    name: `rights \0 ${scopes.length}`, // what no database takes is replaced, on the way in
    scopes,
    days: 1,
  });
  const token = /bh_[\w-]{43}/.exec(answer)?.[0];
  if (!token) throw new Error(`No token was made: ${answer.slice(0, 500)}`);
  return token;
}

/** What a refusal says, or that there was none: what nobody has may still be missing, or wrongly asked for. */
const found = (status: number): string => (status === 401 || status === 403 ? String(status) : 'let in');

async function get(as: APIRequestContext, url: string, headers: Record<string, string> = {}): Promise<string> {
  const options = { headers, maxRedirects: 0, timeout: 5_000 };
  const answer = await as.get(url, options).catch(() => null); // a stream goes on until the time is up
  return found(answer?.status() ?? 200);
}

const post = async (as: APIRequestContext, url: string, headers: Record<string, string>): Promise<string> =>
  found((await as.post(url, { headers, data: 'no file', maxRedirects: 0 })).status());

/** Calls an action with an input that none takes: who may call it is told about the input, who may not is not. */
async function call(as: APIRequestContext, url: string, id: string): Promise<string> {
  const answer = await send(as, url, id, 'no such input');
  const code = /"code":"([a-z-]+)"/.exec(answer)?.[1] ?? `no answer: ${answer.slice(0, 100)}`;
  return code === 'invalid-input' ? 'let in' : code;
}

async function send(as: APIRequestContext, url: string, id: string, input: unknown): Promise<string> {
  const headers = {
    'next-action': id,
    'content-type': 'text/plain;charset=UTF-8',
    accept: 'text/x-component',
    origin: url,
  };
  const answer = await as.post(`${url}/signin`, { headers, data: JSON.stringify([input]), maxRedirects: 0 });
  return answer.text();
}
