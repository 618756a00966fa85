import type { Playbook } from '../playbook.ts';

export const forensics: Playbook = {
  phase: 'forensics',
  title: 'Forensic collection',
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
    { key: 'collectors-ended', words: 'Every collector sealed or with its reason', auto: 'collectors-ended' },
    { key: 'hashes-recorded', words: 'Hashes recorded', auto: 'hashes-recorded' },
    { key: 'custody-complete', words: 'Custody complete', auto: 'custody-complete' },
  ],
};
