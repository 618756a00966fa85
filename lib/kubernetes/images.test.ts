import { expect, test } from 'vitest';
import { byTag, parseImage, runningDigest } from './images.ts';

const SHA = `sha256:${'a1'.repeat(32)}`;

test.each([
  ['nginx', { registry: 'docker.io', repository: 'library/nginx', tag: null, digest: null }],
  ['bitnami/redis:7.2', { registry: 'docker.io', repository: 'bitnami/redis', tag: '7.2', digest: null }],
  [
    'registry.example:5000/finance/payment:2.14.0',
    { registry: 'registry.example:5000', repository: 'finance/payment', tag: '2.14.0', digest: null },
  ],
  [`ghcr.io/a/b:1@${SHA}`, { registry: 'ghcr.io', repository: 'a/b', tag: '1', digest: SHA }],
  ['localhost/x', { registry: 'localhost', repository: 'x', tag: null, digest: null }],
  ['', null],
  ['a b', null],
  ['a@sha256:zz', null],
  ['@', null],
])('%s', (text, parsed) => expect(parseImage(text)).toEqual(parsed));

test.each([
  ['nginx', true],
  ['nginx:1.27', true],
  [`nginx@${SHA}`, false],
  [`nginx:1@${SHA}`, false],
])('%s is by tag: %s', (image, expected) => expect(byTag(image)).toBe(expected));

test.each([
  [`docker-pullable://nginx@${SHA}`, SHA],
  [`ghcr.io/a/b@${SHA}`, SHA],
  [SHA, SHA],
  [`docker://${SHA}`, SHA],
  ['', null],
  ['nginx:1', null],
])('imageID %s', (imageID, digest) => expect(runningDigest({ imageID })).toBe(digest));

test('no status yet, no digest', () => expect(runningDigest(undefined)).toBeNull());
