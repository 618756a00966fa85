import type { ReadinessCheck } from '../check.ts';

export const defaultDeny: ReadinessCheck = {
  number: 4,
  key: 'default-deny',
  title: 'Default-deny network',
  weight: 12,
  question: 'Can a container reach only what it needs, or everything?',
  why: 'Without network policies any pod may speak to any other and to the internet. One break-in then reaches the whole cluster and sends data out freely.',
  means: {
    pass: 'Every namespace denies traffic in both directions by default, and allows by name what is needed.',
    partial: 'Some namespaces do, or only one direction is denied.',
    fail: 'No namespace denies by default, or the network plugin does not enforce policies.',
  },
  how: [
    'Find out whether your network plugin enforces NetworkPolicy: not all do.',
    'Namespace by namespace: allow what is used today, then add a policy that denies all else, both ways.',
    'Begin with the namespaces that hold customer data.',
  ],
  next: 'Add default deny, both ways, namespace by namespace',
  references: [
    { standard: 'nist53', clause: 'IR-4, containment' },
    { standard: 'nist190', clause: '4.3.3 and 4.4.2, separated traffic, bounded network access' },
    { standard: 'cisK8s', clause: 'policies, network policies and CNI' },
  ],
  validDays: 90,
};
