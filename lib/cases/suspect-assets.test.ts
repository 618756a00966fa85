import { expect, test } from 'vitest';
import { assetsOf } from './suspect-assets.ts';

const suspect = {
  namespace: 'finance',
  podName: 'payment-7f',
  node: 'worker-1',
  serviceAccount: 'payment',
  images: [],
};
const DIGEST = `sha256:${'a'.repeat(64)}`;
const image = (reference: string, digest: string | null, container = 'app') => ({
  container,
  image: reference,
  digest,
});
const names = (images: ReturnType<typeof image>[]) =>
  assetsOf({ ...suspect, images }).flatMap(({ kind, name }) => (kind === 'image' ? [name] : []));

test('a suspect brings itself, its account and its node', () =>
  expect(assetsOf(suspect)).toEqual([
    { kind: 'pod', name: 'finance/payment-7f', reason: 'A suspect of this case' },
    { kind: 'serviceAccount', name: 'finance/payment', reason: 'Suspect finance/payment-7f runs as it' },
    { kind: 'node', name: 'worker-1', reason: 'Suspect finance/payment-7f runs on it' },
  ]));

test('a pod that was never scheduled has no node', () =>
  expect(assetsOf({ ...suspect, node: null }).map(({ kind }) => kind)).toEqual(['pod', 'serviceAccount']));

test.each([
  [
    'by its digest, without the tag',
    image('registry.example:5000/pay:2.14', DIGEST),
    `registry.example:5000/pay@${DIGEST}`,
  ],
  ['by its digest, when it was asked for so', image(`pay@${DIGEST}`, DIGEST), `pay@${DIGEST}`],
  ['as it was asked for, when the digest is not known', image('pay:2.14', null), 'pay:2.14'],
])('an image is named %s', (_, one, name) => expect(names([one])).toEqual([name]));

test('an image of two containers is one asset; one without a name is none', () =>
  expect(names([image('pay:1', DIGEST), image('pay:1', DIGEST, 'init'), image('', null)])).toEqual([`pay@${DIGEST}`]));

test('a name from a cluster has a bound', () => expect(names([image('x'.repeat(9_000), null)])[0]).toHaveLength(500));
