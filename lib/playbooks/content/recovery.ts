import type { Playbook } from '../playbook.ts';

export const recovery: Playbook = {
  phase: 'recovery',
  title: 'Eradication and recovery',
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
    { key: 'credentials-dead', words: 'Old credentials proven dead', auto: null },
    { key: 'image-trusted', words: 'Image trusted', auto: null },
    { key: 'way-in-shut', words: 'Way in shut', auto: null },
    { key: 'no-open-signal', words: 'No open signal', auto: null },
  ],
};
