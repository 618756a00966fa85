import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { hostNamespaces } from './host-namespaces.ts';

test.each([
  ['the node’s processes', { hostPID: true }, 'hostPID', 18],
  ['the node’s network', { hostNetwork: true }, 'hostNetwork', 10],
  ['all three', { hostPID: true, hostNetwork: true, hostIPC: true }, 'hostPID +2', 34],
  ['none', { hostPID: false }, undefined, undefined],
])('%s', (_, spec, words, weight) => {
  const suspect = pod({ spec });
  const found = hostNamespaces(suspect, contextAround(suspect));
  expect([found?.words, found?.weight]).toEqual([words, weight]);
});
