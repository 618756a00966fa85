import { afterEach, expect, test } from 'vitest';
import { ConfigError, checkConfig, config } from './config.ts';

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
