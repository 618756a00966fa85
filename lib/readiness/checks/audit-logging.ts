import type { ReadinessCheck } from '../check.ts';

export const auditLogging: ReadinessCheck = {
  number: 3,
  key: 'audit-logging',
  title: 'Audit logging',
  weight: 12,
  question: 'Can we look up who asked the cluster for what, for at least the last 90 days?',
  why: 'The audit log of the Kubernetes API is the only record of what a stolen account did. It is off by default, and many breaches are noticed weeks after they began.',
  means: {
    pass: 'Audit logging is on in every cluster, goes to a SIEM outside of the cluster, and is kept for 90 days or more.',
    partial: 'It is on, but stays on the control plane, or is kept for less than 90 days, or some clusters have none.',
    fail: 'It is off, or nobody knows where it goes.',
  },
  how: [
    'Give the API server an audit policy that records writes, exec and reads of secrets.',
    'Ship the log to a SIEM that an administrator of the cluster cannot change.',
    'Set its retention to 90 days or more, and find one known request in it.',
  ],
  next: 'Send the audit log to a SIEM and keep it for 90 days',
  references: [
    { standard: 'pci', clause: '12.10.5, alerts of security monitoring are responded to' },
    { standard: 'soc2', clause: 'CC7.2 and CC7.3, events are recorded and evaluated' },
    { standard: 'nist53', clause: 'IR-4, detection and analysis' },
    { standard: 'iso', clause: '5.28, collection of evidence' },
    { standard: 'cisK8s', clause: 'control plane configuration, logging' },
  ],
  validDays: 90,
};
