import type { Playbook } from '../playbook.ts';

export const containment: Playbook = {
  phase: 'containment',
  title: 'Containment and isolation',
  aim: 'x',
  steps: [
    {
      key: 'first',
      title: 'First',
      why: '',
      who: 'Analyst',
      commands: [],
      instead: null,
      doneWhen: 'done',
      auto: null,
    },
  ],
  criteria: [
    { key: 'isolation-verified', words: 'Isolated and checked', auto: 'quarantine-verified' },
    { key: 'artifacts-sealed', words: 'Evidence sealed', auto: 'evidence-sealed' },
    { key: 'workload-at-zero', words: 'Workload at zero', auto: 'workload-at-zero' },
  ],
};
