import { expect, test } from 'vitest';
import { diffPlaybooks } from './diff.ts';
import { Playbook, type PlaybookText } from './playbook.ts';

const step = (key: string, over: Partial<PlaybookText['steps'][number]> = {}): PlaybookText['steps'][number] => ({
  key,
  title: `Title of ${key}`,
  who: 'Analyst',
  doneWhen: 'it is',
  ...over,
});
const playbook = (steps: PlaybookText['steps'], over: Partial<PlaybookText> = {}): Playbook =>
  Playbook.parse({
    phase: 'recovery',
    title: 'Recovery',
    aim: '',
    steps,
    criteria: [{ key: 'one', words: 'One' }],
    ...over,
  });

const abc = [step('aa'), step('bb'), step('cc')];

test.each([
  ['nothing, when they are the same', playbook(abc), playbook(abc), []],
  [
    'a field with both texts',
    playbook(abc),
    playbook([step('aa', { who: 'Platform' }), step('bb'), step('cc')]),
    [['changed', 'aa', 'Who', 'Analyst', 'Platform']],
  ],
  [
    'a command that was added, with its words',
    playbook([step('aa')]),
    playbook([step('aa', { commands: [{ words: 'All', run: 'kubectl get pods -A' }] })]),
    [['changed', 'aa', 'Command 1', null, 'All\nkubectl get pods -A']],
  ],
  [
    'a step that was added and one that is gone',
    playbook([step('aa'), step('bb')]),
    playbook([step('aa'), step('new')]),
    [
      ['added', 'new', '', null, 'Title: Title of new\nWho: Analyst\nDone when: it is'],
      ['removed', 'bb', '', 'Title: Title of bb\nWho: Analyst\nDone when: it is', null],
    ],
  ],
  [
    'the one step that was moved',
    playbook(abc),
    playbook([step('cc'), step('aa'), step('bb')]),
    [['moved', 'cc', '', '3 of 3', '1 of 3']],
  ],
  [
    'the aim and a criterion',
    playbook(abc),
    playbook(abc, { aim: 'Fast', criteria: [{ key: 'one', words: 'Two' }] }),
    [
      ['changed', 'recovery', 'Aim', null, 'Fast'],
      ['changed', 'one', 'Words', 'One', 'Two'],
    ],
  ],
])('a diff shows %s', (_, before, after, rows) => {
  expect(
    diffPlaybooks(before, after).map(({ kind, of, field, before: b, after: a }) => [kind, of.key, field, b, a]),
  ).toEqual(rows);
});
