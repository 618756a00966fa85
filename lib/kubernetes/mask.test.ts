import { describe, expect, test } from 'vitest';
import { pod } from '../testing/builders.ts';
import { looksSecret, maskedYaml, maskManifest } from './mask.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const PASSWORD = 'c0rrect-h0rse';

describe('the three strings of a namespace are nowhere to be seen', () => {
  test('a Secret made by apply', () => {
    const secret = {
      kind: 'Secret',
      metadata: { name: 'db', annotations: { [LAST_APPLIED]: `{"data":{"p":"${PASSWORD}"}}` } },
      data: { p: PASSWORD },
      stringData: { q: PASSWORD },
    };
    const shown = maskedYaml(secret);
    expect(shown).not.toContain(PASSWORD);
    expect(shown).toContain('name: db');
  });
  test('a pod with a password as a plain value, in an argument, in a header and in its last-applied annotation', () => {
    const container = {
      env: [
        { name: 'DB_PASSWORD', value: PASSWORD },
        { name: 'MODE', value: 'fast' },
        { name: 'URL', value: `postgres://app:${PASSWORD}@db/x` },
        { name: 'FROM', valueFrom: { secretKeyRef: { name: 'db', key: 'p' } } },
      ],
      args: [`--db-password=${PASSWORD}`, '--token', PASSWORD, '--port=80'],
      livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: `Basic ${PASSWORD}` }] } },
    };
    const shown = maskedYaml({ ...pod({ annotations: { [LAST_APPLIED]: PASSWORD }, containers: [container] }) });
    expect(shown).not.toContain(PASSWORD);
    for (const kept of ['value: fast', 'name: DB_PASSWORD', 'key: p', '--port=80']) expect(shown).toContain(kept);
  });
  test('the template of a CronJob, however deep', () => {
    const spec = {
      jobTemplate: { spec: { template: { spec: { containers: [{ env: [{ name: 'API_KEY', value: PASSWORD }] }] } } } },
    };
    expect(maskedYaml({ kind: 'CronJob', spec })).not.toContain(PASSWORD);
  });
  test('a ConfigMap with a connection string', () => {
    const shown = maskManifest({
      kind: 'ConfigMap',
      data: { 'app.conf': `Server=db;Password=${PASSWORD};`, motd: 'hello' },
    });
    expect(JSON.stringify(shown)).not.toContain(PASSWORD);
    expect(shown.data).toMatchObject({ motd: 'hello' });
  });
});

test.each([
  ['DB_PASSWORD', 'x', true],
  ['apiKey', 'x', true],
  ['JWT', 'eyJhbGciOiJ.eyJzdWIiOiJ.x', true],
  ['PEM', '-----BEGIN RSA PRIVATE KEY-----', true],
  ['ID', 'AKIAIOSFODNN7EXAMPLE', true],
  ['KEYCLOAK_URL', 'https://sso.example', false],
  ['MONKEY', 'banana', false],
  ['PATH', '/usr/bin', false],
  ['COMPASS', 'north', false],
  ['AUTHOR', 'ann', false],
])('%s=%s is a secret: %s', (name, value, expected) => expect(looksSecret(name, value)).toBe(expected));

test('a megabyte of annotation, a thousand labels and managed fields do not fill the screen', () => {
  const labels = Object.fromEntries([...Array(1000).keys()].map((index) => [`l${index}`, 'v']));
  const shown = maskedYaml({
    kind: 'Pod',
    metadata: {
      name: 'x',
      labels,
      annotations: { big: 'x'.repeat(1_000_000) },
      managedFields: [{ manager: 'kubectl' }],
    },
  });
  expect(shown.length).toBeLessThan(10_000);
  expect(shown).toContain('(cut, 1,000,000 characters)');
  expect(shown).toContain('800 more not shown');
  expect(shown).not.toContain('kubectl');
});

test('escape sequences are shown, not obeyed; the object itself is left as it was', () => {
  const object = { kind: 'Pod', metadata: { name: 'x', annotations: { note: 'a\u202eb\u001b[2J' } } };
  const before = JSON.stringify(object);
  const shown = maskedYaml(object);
  expect(/[\p{Cf}]|(?!\n)\p{Cc}/u.test(shown)).toBe(false);
  expect(JSON.stringify(object)).toBe(before);
});
