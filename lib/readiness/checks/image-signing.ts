import type { ReadinessCheck } from '../check.ts';

export const imageSigning: ReadinessCheck = {
  number: 5,
  key: 'image-signing',
  title: 'Image signing',
  weight: 10,
  question: 'Does the cluster refuse an image that we did not build and sign ourselves?',
  why: 'Whoever can put an image into the registry runs code in production. A signature that is checked at admission is what tells yours from theirs, also when you rebuild after a breach.',
  means: {
    pass: 'Every production image is signed (cosign or Notary), and admission refuses what is not.',
    partial: 'Images are signed but not enforced, or enforced in some namespaces only.',
    fail: 'Images are not signed.',
  },
  how: [
    'Sign images in the pipeline, by digest.',
    'Install a verifier at admission, first in audit mode, and read what it would have refused.',
    'Switch it to enforce, namespace by namespace.',
  ],
  next: 'Sign images in the pipeline and refuse unsigned ones at admission',
  references: [
    { standard: 'soc2', clause: 'CC7.1, changes that bring in weaknesses are detected' },
    { standard: 'nist190', clause: '4.1.5, use of untrusted images' },
    { standard: 'cisK8s', clause: 'policies, extensible admission control' },
  ],
  validDays: 90,
};
