import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration, interactionPolicy } from 'oidc-provider';

/** Somebody at the identity provider, with what it tells about them. */
export interface Account {
  name?: string;
  email?: string;
  email_verified?: boolean;
  groups?: string[];
}

/** How it lies: about who it is, or with a key that is not its own. */
export type Lie = 'issuer' | 'signature' | null;

export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** by `sub`; change it, and the next sign-in sees the change */
  readonly accounts: Map<string, Account>;
  lie: Lie;
  close(): Promise<void>;
}

interface ProviderOptions {
  /** where the client may be sent back to */
  redirectUri: string;
  /** put groups into the ID token; else they are in userinfo alone, as oidc-provider does by default */
  inIdToken?: boolean;
}

/** A real OpenID Connect server (oidc-provider) on the loopback. Its login asks for the account's `sub` and nothing else. */
export async function startIdentityProvider({
  redirectUri,
  inIdToken = false,
}: ProviderOptions): Promise<IdentityProvider> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`; // a TCP server's address is one
  const accounts = new Map<string, Account>();
  const [clientId, clientSecret] = ['bulkhead', 'the-secret-of-the-client'];
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: !inIdToken,
    pkce: { required: () => true },
    jwks: { keys: [newKey()] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: ['a key of tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { policy: [loginAlways()], url: (_, interaction) => `/login/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts.get(sub) }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? '',
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  } satisfies Configuration);
  const started: IdentityProvider = {
    issuer,
    clientId,
    clientSecret,
    accounts,
    lie: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const other = newKey();
  provider.use(async (ctx, next) => {
    await next();
    if (started.lie === 'issuer' && ctx.path === '/.well-known/openid-configuration')
      ctx.body = { ...(ctx.body as object), issuer: 'http://localhost:1' };
    if (started.lie === 'signature' && ctx.path === '/jwks') {
      const { kty, n, e, kid, use, alg } = other;
      ctx.body = { keys: [{ kty, n, e, kid, use, alg }] };
    }
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/login/')) void login(provider, request, response);
    else void answer(request, response);
  });
  return started;
}

// Without a session of its own: each sign-in asks who it is, so that a test can be somebody else next time.
function loginAlways() {
  const { Prompt, Check } = interactionPolicy;
  const login = new Prompt({ name: 'login', requestable: true });
  login.checks.add(
    new Check('always', 'each sign-in asks', (ctx) => !ctx.oidc.result?.login), // true: ask
  );
  return login;
}

const FORM = `<!doctype html><title>Company login</title><form method="post">
<label>Account <input name="sub" required autofocus></label><button>Continue</button></form>`;

async function login(provider: Provider, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (request.method !== 'POST') return void response.writeHead(200, { 'content-type': 'text/html' }).end(FORM);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
  const accountId = new URLSearchParams(Buffer.concat(chunks).toString()).get('sub') ?? '';
  await provider.interactionFinished(request, response, { login: { accountId, remember: false } });
}

function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' };
}
