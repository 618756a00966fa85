import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { addedCapabilities } from './added-capabilities.ts';

const adds = (...add: string[]) => pod({ containers: [{ securityContext: { capabilities: { drop: ['ALL'], add } } }] });

test.each<[string, string[], string | undefined, number | undefined]>([
  ['SYS_ADMIN', ['SYS_ADMIN'], 'Adds SYS_ADMIN', 20],
  ['with its prefix, in small letters', ['cap_sys_ptrace'], 'Adds SYS_PTRACE', 20],
  ['the strong one is named', ['NET_ADMIN', 'ALL'], 'Adds ALL', 20],
  ['a weaker one', ['NET_RAW'], 'Adds NET_RAW', 8],
  ['what every container has anyway', ['NET_BIND_SERVICE', 'CHOWN'], undefined, undefined],
  ['none', [], undefined, undefined],
])('%s', (_, capabilities, words, weight) => {
  const suspect = adds(...capabilities);
  const found = addedCapabilities(suspect, contextAround(suspect));
  expect([found?.words, found?.weight]).toEqual([words, weight]);
});
