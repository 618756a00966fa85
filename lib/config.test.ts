import { afterEach, expect, test } from 'vitest';
import { ConfigError, checkConfig, config, environmentForChildren } from './config.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test.each([
  ['PORT', 'http', /PORT is wrong: must be a number\. Example: PORT=3000/],
  ['PORT', '70000', /between 1 and 65535/],
  ['DATABASE_URL', 'mysql://x/y', /DATABASE_URL is wrong: must be a PostgreSQL URL that names a database/],
  ['DATABASE_URL', 'postgresql://host', /names a database/],
  ['AUTH_URL', 'bulkhead.example.com', /AUTH_URL is wrong/],
  ['AUTH_URL', 'https://x.example/path', /without a path/],
  ['AUTH_SECRET', 'short', /AUTH_SECRET is wrong: must have 32 characters or more/],
  ['OIDC_ISSUER', 'http://login.example.com', /OIDC_ISSUER is wrong: must be an https address/],
  ['OIDC_ISSUER', 'https://login.example.com', /OIDC_CLIENT_ID is wrong: it is not set/],
  ['OIDC_CLIENT_SECRET', 'hunter2', /OIDC_ISSUER is wrong: it is not set/],
  ['OIDC_COMMANDERS', 'leads', /OIDC_ISSUER is wrong: it is not set/],
  ['OIDC_SCOPES', 'profile', /OIDC_SCOPES is wrong: must contain openid/],
  ['SMTP_URL', 'https://mail.example', /SMTP_URL is wrong: must be an smtp or smtps address/],
  ['SMTP_FROM', 'a@example.com, b@example.com', /SMTP_FROM is wrong: must be one e-mail address/],
  ['SMTP_FROM', 'a@example.com\nBcc: b@example.com', /SMTP_FROM is wrong/],
  ['BULKHEAD_DRILL', 'false', /BULKHEAD_DRILL is wrong: must be on or off\. Example: BULKHEAD_DRILL=off/],
])('%s=%s stops the start and is named', (variable, value, message) => {
  process.env[variable] = value;
  expect(checkConfig).toThrow(ConfigError);
  expect(checkConfig).toThrow(message);
});

test('a wrong value is not repeated: it may be a secret', () => {
  process.env.DATABASE_URL = 'mysql://u:hunter2@h/x';
  expect(checkConfig).not.toThrow(/hunter2/);
});

test('what is not set, or set to nothing, has its default', () => {
  for (const name of ['PORT', 'AUTH_URL', 'BULKHEAD_DRILL', 'KUBECONFIG']) process.env[name] = '';
  expect(config).toMatchObject({ port: 3000, authUrl: 'http://localhost:3000', drill: true, kubeconfig: null });
});

test('the address has no slash at its end', () => {
  process.env.AUTH_URL = 'https://bulkhead.example.com/';
  expect(config.authUrl).toBe('https://bulkhead.example.com');
});

test('an identity provider is all set or not at all, and some group must lead to a role', () => {
  expect(config.oidc).toBeNull();
  Object.assign(process.env, {
    OIDC_ISSUER: 'https://login.example.com/realms/x',
    OIDC_CLIENT_ID: 'bulkhead',
    OIDC_CLIENT_SECRET: 'hunter2',
  });
  expect(checkConfig).toThrow(/OIDC_COMMANDERS is wrong: no group is set for any role/);
  process.env.OIDC_ANALYSTS = ' analysts , on-call ';
  expect(checkConfig).not.toThrow();
  expect(config.oidc).toMatchObject({
    issuer: 'https://login.example.com/realms/x',
    name: 'Company account',
    groupsClaim: 'groups',
    roles: { commander: [], analyst: ['analysts', 'on-call'], manager: [] },
  });
});

test('programs that we start get none of our own secrets', () => {
  Object.assign(process.env, { AUTH_SECRET: 'a', DATABASE_URL: 'b', OIDC_CLIENT_SECRET: 'c', HTTPS_PROXY: 'd' });
  const { AUTH_SECRET, DATABASE_URL, OIDC_CLIENT_SECRET, HTTPS_PROXY } = environmentForChildren();
  expect([AUTH_SECRET, DATABASE_URL, OIDC_CLIENT_SECRET, HTTPS_PROXY]).toEqual([undefined, undefined, undefined, 'd']);
});

test('mail comes from the host that people know, unless said otherwise', () => {
  expect(config.smtp).toBeNull();
  Object.assign(process.env, { SMTP_URL: 'smtp://localhost:1025', AUTH_URL: 'https://bulkhead.example.com' });
  expect(config.smtp).toEqual({ url: 'smtp://localhost:1025', from: 'Bulkhead <bulkhead@bulkhead.example.com>' });
  process.env.SMTP_FROM = 'War room <room@example.com>';
  expect(config.smtp?.from).toBe('War room <room@example.com>');
});
