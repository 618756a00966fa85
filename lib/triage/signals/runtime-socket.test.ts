import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { runtimeSocket } from './runtime-socket.ts';

test.each([
  ['/var/run/docker.sock', 'docker.sock'],
  ['/run/containerd/containerd.sock', 'containerd.sock'],
  ['/run/k3s/containerd/containerd.sock', 'containerd.sock'],
  ['/run/containerd/', 'Runtime socket'],
  ['/var/run', 'Runtime socket'],
  ['/var/log', undefined],
  ['/data/notdocker.sock', undefined],
])('%s', (path, words) => {
  const suspect = pod({
    spec: {
      volumes: [
        { name: 'a', emptyDir: {} },
        { name: 's', hostPath: { path } },
      ],
    },
  });
  const found = runtimeSocket(suspect, contextAround(suspect));
  expect([found?.words, found?.field]).toEqual([words, words && 'spec.volumes[1].hostPath.path']);
});
