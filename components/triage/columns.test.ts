import { expect, test } from 'vitest';
import { COLUMN_IDS, columnsFor, imageName, type Longest, shortDigest } from './columns';

const LONGEST: Longest = { namespace: 13, pod: 33, status: 16, node: 9, image: 28, serviceAccount: 14 };
const shown = (space: number) => columnsFor(space, LONGEST).map(({ id }) => id);

test('a usual screen shows every column: image and signals are narrower first', () =>
  expect(shown(1460)).toEqual(COLUMN_IDS));

test('with enough space every column stands, and they fill it', () => {
  expect(shown(1800)).toEqual(COLUMN_IDS);
  expect(columnsFor(1800, LONGEST).reduce((sum, { width }) => sum + width, 0)).toBe(1800);
});

test.each([
  [1400, ['memory']],
  [1330, ['image']], // with the wide image gone the narrow memory fits again
  [1200, ['memory', 'image', 'node']],
])('at %i px what goes is %j, and never the pod', (space, gone) => {
  expect(COLUMN_IDS.filter((id) => !shown(space).includes(id)).toSorted()).toEqual(gone.toSorted());
});

test('the shown columns fit whenever they can', () => {
  for (let space = 900; space < 2000; space += 37) {
    expect(columnsFor(space, LONGEST).reduce((sum, { width }) => sum + width, 0)).toBeLessThanOrEqual(space);
  }
});

test.each([
  ['registry.example:5000/finance/payment:2.14.0', 'payment:2.14.0'],
  ['payment@sha256:9f2c41d08be7', 'payment'],
  ['nginx', 'nginx'],
])('%s is shown as %s', (image, name) => expect(imageName(image)).toBe(name));

test('a digest is short, and absent is not made up', () => {
  expect(shortDigest('docker.io/x@sha256:9f2c41d08be7')).toBe('@9f2c41d');
  expect(shortDigest(null)).toBe('');
});
