import type { ReadinessCheck } from '../check.ts';

export const immutableContainers: ReadinessCheck = {
  number: 9,
  key: 'immutable-containers',
  title: 'Immutable containers',
  weight: 8,
  question: 'Are containers read-only, so that an attacker cannot put tools into them?',
  why: 'The first thing an attacker does is to download a tool. With a read-only file system that fails, and whatever has changed in a container is proof in itself.',
  means: {
    pass: 'All production containers have readOnlyRootFilesystem: true, with named volumes for what must be written.',
    partial: 'Some do; those that do not are known.',
    fail: 'Containers may write everywhere.',
  },
  how: [
    'Find what each application writes, and give it an emptyDir for that.',
    'Set readOnlyRootFilesystem: true, init containers too.',
    'Refuse manifests without it at admission.',
  ],
  next: 'Set readOnlyRootFilesystem on the remaining containers',
  references: [
    { standard: 'nist190', clause: '4.4.3 and 4.4.4, secure container configuration' },
    { standard: 'cisK8s', clause: 'policies, security context of pods and containers' },
  ],
  validDays: 90,
};
