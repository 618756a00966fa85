import { expect, test } from 'vitest';
import { isNewEnough } from './lane.ts';

test.each([
  ['go1.26.8', true],
  ['go1.27rc1', true],
  ['go2.0', true],
  ['go1.25.9', false],
  ['go1.3', false],
  ['devel', false],
  [null, false],
])('%s builds Kubernetes: %s', (version, enough) => expect(isNewEnough(version)).toBe(enough));
