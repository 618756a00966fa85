import type { ReadinessCheck } from '../check.ts';

export const forensicToolkit: ReadinessCheck = {
  number: 7,
  key: 'forensic-toolkit',
  title: 'Forensic toolkit staged',
  weight: 8,
  question: 'Can we collect evidence from a running container at once, without asking for tools first?',
  why: 'Kubernetes throws a container away without a trace. What is not collected in the first minutes is lost, and an image that must be approved or pulled first comes too late.',
  means: {
    pass: 'Approved tool images are reachable from every cluster, the store for artifacts takes writes, and both were tried.',
    partial: 'Tools exist, but are not approved, not reachable from some clusters, or were never tried.',
    fail: 'Nothing is prepared.',
  },
  how: [
    'Choose and approve the tool images, by digest, and copy them to a registry that the clusters reach.',
    'Give Bulkhead the rights for capture that its settings list.',
    'Capture a test pod, and verify the hashes.',
  ],
  next: 'Approve the tool images and capture a test pod',
  references: [
    { standard: 'soc2', clause: 'CC7.3, security events are evaluated' },
    { standard: 'nist53', clause: 'IR-4, detection and analysis' },
    { standard: 'iso', clause: '5.28, collection of evidence' },
  ],
  validDays: 90,
};
