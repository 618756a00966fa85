import type { ReadinessCheck } from '../check.ts';

export const runtimeDetection: ReadinessCheck = {
  number: 1,
  key: 'runtime-detection',
  title: 'Runtime detection',
  weight: 12,
  question: 'Would we be told within minutes if somebody opened a shell inside one of our containers?',
  why: 'A container that is broken into looks healthy from outside. Only a detector that watches what runs inside it tells, and each hour without one is an hour for the attacker.',
  means: {
    pass: 'Falco, Tracee or another eBPF detector runs on every node, covers every namespace, and its alerts reach Bulkhead.',
    partial: 'A detector runs, but some nodes or namespaces are not covered, or its alerts reach nobody at night.',
    fail: 'Nothing watches what runs inside containers.',
  },
  how: [
    'Deploy Falco or Tracee as a DaemonSet that tolerates the taints of all nodes.',
    'Send its alerts to Bulkhead and to whoever is on call.',
    'Open a shell in a test container and see the alert arrive.',
  ],
  next: 'Run a detector on every node, and see one test alert arrive',
  references: [
    { standard: 'pci', clause: '12.10.5, alerts of security monitoring are responded to' },
    { standard: 'soc2', clause: 'CC7.2, anomalies are monitored' },
    { standard: 'nist53', clause: 'IR-4, detection and analysis' },
    { standard: 'nist190', clause: '4.4.4, app vulnerabilities at run time' },
    { standard: 'iso', clause: '5.25, assessment of events' },
  ],
  validDays: 90,
};
