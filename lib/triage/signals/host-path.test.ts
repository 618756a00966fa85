import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { hostPath } from './host-path.ts';

const mounts = (path: string, readOnly: boolean) =>
  pod({
    spec: { volumes: [{ name: 'h', hostPath: { path } }] },
    containers: [{ volumeMounts: [{ name: 'h', mountPath: '/host', readOnly }] }],
  });

test.each([
  ['the whole node, writable', mounts('/', false), 25],
  ['the whole node, read-only', mounts('/', true), 15],
  ['the kubelet’s pods', mounts('/var/lib/kubelet/pods', false), 25],
  ['a data folder, writable', mounts('/mnt/data', false), 12],
  ['logs, read-only', mounts('/var/log', true), 5],
  ['not mounted yet counts as writable', pod({ spec: { volumes: [{ name: 'h', hostPath: { path: '/etc' } }] } }), 25],
  ['the runtime’s socket has its own signal', mounts('/var/run/docker.sock', false), undefined],
  ['none', pod(), undefined],
])('%s', (_, suspect, weight) => expect(hostPath(suspect, contextAround(suspect))?.weight).toBe(weight));

test('the worst of several is named, with how many more', () => {
  const suspect = pod({
    spec: {
      volumes: [
        { name: 'l', hostPath: { path: '/var/log' } },
        { name: 'e', hostPath: { path: '/etc' } },
      ],
    },
  });
  expect(hostPath(suspect, contextAround(suspect))).toMatchObject({
    field: 'spec.volumes[1].hostPath.path',
    reason: 'Mounts /etc of the node, writable, and 1 more path.',
  });
});
