import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { colourOf } from './colours.ts';
import { readKubeconfig } from './pasted.ts';

const pem = (what: string) => btoa(`-----BEGIN ${what}-----\nAAAA\n-----END ${what}-----\n`);
const CA = pem('CERTIFICATE');

function kubeconfig(user: object, cluster: object = {}, more: object = {}): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'c', cluster: { server: 'https://api.example:6443/', 'certificate-authority-data': CA, ...cluster } },
    ],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
    ...more,
  });
}

test('a token and the authority are taken, by their values, and nothing else', () => {
  expect(readKubeconfig(kubeconfig({ token: 'abc' }, {}, { preferences: { colors: true } }))).toEqual({
    ok: true,
    value: {
      server: 'https://api.example:6443',
      ca: CA,
      tlsServerName: null,
      token: 'abc',
      certificate: null,
      key: null,
    },
  });
});

test('so are a certificate and its key', () => {
  const user = { 'client-certificate-data': CA, 'client-key-data': pem('EC PRIVATE KEY') };
  expect(readKubeconfig(kubeconfig(user))).toMatchObject({ ok: true, value: { token: null, certificate: CA } });
});

test('only the current context counts: what others need is not asked, and not kept', () => {
  const text = kubeconfig(
    { token: 'abc' },
    {},
    {
      users: [
        { name: 'u', user: { token: 'abc' } },
        { name: 'other', user: { exec: { command: 'evil' } } },
      ],
    },
  );
  expect(readKubeconfig(text)).toMatchObject({ ok: true, value: { token: 'abc' } });
});

test.each<[string, string, RegExp]>([
  ['a program', kubeconfig({ exec: { command: 'sh', args: ['-c', 'id'] } }), /comes from a program \(exec\)/],
  ['an old program', kubeconfig({ 'auth-provider': { name: 'gcp' } }), /comes from a program \(auth-provider\)/],
  ['a program beside a token', kubeconfig({ token: 'abc', exec: { command: 'sh' } }), /comes from a program/],
  ['a file of a token', kubeconfig({ tokenFile: '/var/run/token' }), /names a file \(tokenFile\)/],
  ['a file of a certificate', kubeconfig({ 'client-certificate': 'a.crt' }), /names a file \(client-certificate\)/],
  ['a file of a key', kubeconfig({ token: 'abc', 'client-key': '/etc/shadow' }), /names a file \(client-key\)/],
  ['a file of an authority', kubeconfig({ token: 'abc' }, { 'certificate-authority': '/etc/ca' }), /names a file/],
  ['a password', kubeconfig({ username: 'a', password: 'b' }), /not taken: username, password/],
  ['somebody else’s name', kubeconfig({ token: 'abc', as: 'admin' }), /not taken: as/],
  ['no credential', kubeconfig({}), /has no credential/],
  ['a certificate without a key', kubeconfig({ 'client-certificate-data': CA }), /has no credential/],
  ['a token with a line break', kubeconfig({ token: 'a\r\nX-Evil: 1' }), /characters that no token has/],
  ['no check of the certificate', kubeconfig({ token: 'abc' }, { 'insecure-skip-tls-verify': true }), /switches off/],
  ['a proxy', kubeconfig({ token: 'abc' }, { 'proxy-url': 'http://evil' }), /goes through a proxy/],
  ['plain http', kubeconfig({ token: 'abc' }, { server: 'http://169.254.169.254' }), /must be an https address/],
  ['another scheme', kubeconfig({ token: 'abc' }, { server: 'file:///etc/passwd' }), /must be an https address/],
  ['rubbish for an authority', kubeconfig({ token: 'abc' }, { 'certificate-authority-data': 'x' }), /no certificate/],
  ['no context', kubeconfig({ token: 'abc' }, {}, { contexts: [] }), /which context is meant/],
  [
    'a context that is not there',
    kubeconfig({ token: 'abc' }, {}, { 'current-context': 'y' }),
    /which context is meant/,
  ],
  [
    'a user that is not there',
    kubeconfig({ token: 'abc' }, {}, { users: [] }),
    /a cluster or a user that is not in it/,
  ],
  ['something else', 'hello: [', /no kubeconfig/],
  ['aliases upon aliases', `a: &a [x,x]\nb: &b [${'*a,'.repeat(30)}]\n`, /no kubeconfig/],
])('with %s it is refused in words', (_, text, words) => {
  expect(readKubeconfig(text)).toMatchObject({ ok: false, failure: { title: expect.stringMatching(words) } });
});

test('a colour that there is no more is none', () => {
  expect(colourOf('teal')).toMatch(/oklch/);
  expect([colourOf('red; background: url(x)'), colourOf(null)]).toEqual([null, null]);
});
