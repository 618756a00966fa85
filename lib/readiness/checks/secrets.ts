import type { ReadinessCheck } from '../check.ts';

export const secrets: ReadinessCheck = {
  number: 6,
  key: 'secrets',
  title: 'Secrets externalised',
  weight: 10,
  question: 'Are passwords and keys kept in a vault, where they can be changed within the hour?',
  why: 'After a breach every secret that the pod could reach must be replaced. That takes minutes from a vault, and days when copies lie in Git and in configuration files.',
  means: {
    pass: 'No secret is in Git or in an image; all come from a vault or are encrypted by a KMS, and rotation was tried.',
    partial: 'Most come from a vault, but some are still in manifests, environment variables or Git.',
    fail: 'Secrets lie in Git or in plain Kubernetes Secrets without encryption at rest.',
  },
  how: [
    'Scan Git, its history too, and rotate whatever is found.',
    'Move secrets to a vault or a cloud KMS, and turn on encryption at rest for what stays.',
    'Rotate one production secret as a rehearsal, and note how long it took.',
  ],
  next: 'Move the remaining secrets to the vault and rehearse a rotation',
  references: [
    { standard: 'nist53', clause: 'IR-4, eradication' },
    { standard: 'nist190', clause: '4.1.4, embedded clear text secrets' },
    { standard: 'cisK8s', clause: 'policies, secrets management' },
  ],
  validDays: 90,
};
