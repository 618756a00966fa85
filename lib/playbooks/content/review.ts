import type { Playbook } from '../playbook.ts';

export const review: Playbook = {
  phase: 'review',
  title: 'Post-mortem and hardening',
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
    { key: 'times-compared', words: 'Times against aims', auto: null },
    { key: 'lessons-owned', words: 'Lessons with owner and date', auto: null },
    { key: 'hardening-reviewed', words: 'Hardening as manifests, reviewed', auto: null },
    { key: 'readiness-updated', words: 'Readiness updated', auto: null },
    { key: 'tasks-ended', words: 'Every task ended', auto: 'tasks-ended' },
  ],
};
