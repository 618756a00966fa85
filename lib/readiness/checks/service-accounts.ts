import type { ReadinessCheck } from '../check.ts';

export const serviceAccounts: ReadinessCheck = {
  number: 8,
  key: 'service-accounts',
  title: 'Service account hygiene',
  weight: 12,
  question: 'If one application is taken over, could it administer the whole cluster?',
  why: 'Every pod carries an identity. If that identity is cluster-admin, a single break-in is the whole cluster, and cutting off one pod contains nothing.',
  means: {
    pass: 'No account of a namespace reaches cluster-admin; tokens are mounted only where they are used.',
    partial: 'A few accounts have too much, each is known by name and has a date.',
    fail: 'Accounts of applications or pipelines reach cluster-admin, or nobody has looked.',
  },
  how: [
    'List who is bound to cluster-admin: Triage shows it under Bindings.',
    'Replace each by a role with the verbs it uses.',
    'Switch off mounting of tokens where the application does not call the API.',
  ],
  next: 'Take cluster-admin from the accounts of namespaces',
  references: [
    { standard: 'nist53', clause: 'IR-4, containment' },
    { standard: 'nist190', clause: '4.3.1, unbounded administrative access' },
    { standard: 'cisK8s', clause: 'policies, RBAC and service accounts' },
  ],
  validDays: 90,
};
