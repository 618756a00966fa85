import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { privileged } from './privileged.ts';

const asked = { securityContext: { privileged: true } };
const daemon = (createdAt: string) => ({
  kind: 'DaemonSet',
  metadata: { name: 'agent', uid: 'daemonset-agent', creationTimestamp: createdAt },
});
const owner = { kind: 'DaemonSet', name: 'agent' };

test.each([
  [
    'a privileged container',
    pod({ containers: [{}, { name: 'miner', ...asked }] }),
    'spec.containers[1].securityContext.privileged',
  ],
  [
    'a privileged init container',
    pod({ initContainers: [asked] }),
    'spec.initContainers[0].securityContext.privileged',
  ],
  [
    'a privileged ephemeral container',
    pod({ ephemeralContainers: [asked] }),
    'spec.ephemeralContainers[0].securityContext.privileged',
  ],
  ['none', pod(), undefined],
])('%s', (_, suspect, field) => expect(privileged(suspect, contextAround(suspect))?.field).toBe(field));

test.each([
  [
    'a DaemonSet of three months counts a quarter, and says so',
    pod({ owner, containers: [asked] }),
    [daemon('2026-08-25T03:00:00Z')],
    8,
  ],
  [
    'a DaemonSet planted an hour ago counts fully',
    pod({ owner, containers: [asked] }),
    [daemon('2026-11-25T02:00:00Z')],
    30,
  ],
  ['a DaemonSet that is not known counts fully', pod({ owner, containers: [asked] }), [], 30],
  [
    'a static pod of three months counts a quarter',
    pod({ owner: { kind: 'Node', name: 'n1' }, containers: [asked], createdAt: '2026-08-25T03:00:00Z' }),
    [],
    8,
  ],
  [
    'a Deployment counts fully, however old',
    pod({ owner: { kind: 'ReplicaSet', name: 'r' }, containers: [asked], createdAt: '2026-01-01T00:00:00Z' }),
    [],
    30,
  ],
])('%s', (_, suspect, owners, weight) => {
  const found = privileged(suspect, contextAround(suspect, { owners }));
  expect([found?.weight, /counts a quarter/.test(found?.reason ?? '')]).toEqual([weight, weight < 30]);
});
