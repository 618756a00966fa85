import type { Playbook } from '../playbook.ts';

export const detection: Playbook = {
  phase: 'detection',
  title: 'Detection and triage',
  aim: 'Know which pods, how far it may reach and who decides, before anything is touched.',
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
    { key: 'suspects-named', words: 'Suspects named by UID', auto: 'suspects-named' },
    { key: 'blast-radius-frozen', words: 'Blast radius frozen', auto: null },
    { key: 'severity-set', words: 'Severity set', auto: 'severity-set' },
    { key: 'commander-named', words: 'Commander named', auto: 'commander-named' },
  ],
};
