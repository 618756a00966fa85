import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { imageByTag } from './image-by-tag.ts';

test.each([
  ['a tag', pod({ containers: [{ image: 'nginx:1.27' }] }), 'spec.containers[0].image'],
  ['neither tag nor digest', pod({ initContainers: [{ image: 'busybox' }] }), 'spec.initContainers[0].image'],
  ['a digest', pod(), undefined],
])('%s', (_, suspect, field) => expect(imageByTag(suspect, contextAround(suspect))?.field).toBe(field));

test('an endless image name is cut', () => {
  const suspect = pod({ containers: [{ image: `x/${'y'.repeat(100_000)}` }] });
  expect(imageByTag(suspect, contextAround(suspect))?.reason.length).toBeLessThan(400);
});
