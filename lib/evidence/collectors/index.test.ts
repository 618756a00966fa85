import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COLLECTORS } from './index.server.ts';

test('every file of this folder is a collector of that name, listed in the profile', () => {
  const files = readdirSync(import.meta.dirname)
    .filter((name) => !name.includes('.test.') && !name.startsWith('index.'))
    .map((name) => name.replace(/(\.server)?\.ts$/, ''));
  expect(COLLECTORS.map(({ id }) => id).sort()).toEqual(files.sort());
});

test('what is gone first is taken first', () => {
  const order = COLLECTORS.map(({ id }) => id);
  expect(order.indexOf('sockets')).toBeLessThan(order.indexOf('files'));
  expect(order.indexOf('processes')).toBeLessThan(order.indexOf('files'));
  expect(order.indexOf('files')).toBeLessThan(order.indexOf('logs'));
  expect(order.at(-1)).toBe('manifest');
});
