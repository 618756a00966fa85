import type { Playbook, Step } from './playbook.ts';

/** One difference between two versions of a playbook. `before` and `after` are text to read side by side; null: not there. */
export interface Difference {
  kind: 'added' | 'removed' | 'changed' | 'moved';
  /** of what: the playbook itself, a step or a criterion, by its title */
  of: { kind: 'playbook' | 'step' | 'criterion'; key: string; title: string };
  /** which part of it: "Why", "Command 2"; '' for the whole of what was added, removed or moved */
  field: string;
  before: string | null;
  after: string | null;
}

/** What `after` says differently, in its order, then what it no longer has. Nothing that differs is left out. */
export function diffPlaybooks(before: Playbook, after: Playbook): Difference[] {
  return [
    ...fields({ kind: 'playbook', key: after.phase, title: after.title }, head(before), head(after)),
    ...items('step', before.steps, after.steps, stepFields, (step) => step.title),
    ...items(
      'criterion',
      before.criteria,
      after.criteria,
      ({ words, auto }) => [
        ['Words', words],
        ['Judged by Bulkhead', auto ?? ''],
      ],
      (criterion) => criterion.words,
    ),
  ];
}

type Field = readonly [name: string, text: string];

const head = ({ title, aim }: Playbook): Field[] => [
  ['Title', title],
  ['Aim', aim],
];

const stepFields = (step: Step): Field[] => [
  ['Title', step.title],
  ['Why', step.why],
  ['Who', step.who],
  ['Done when', step.doneWhen],
  ['Done by Bulkhead', step.auto ?? ''],
  ['Instead of', step.instead?.of ?? ''],
  ['Because', step.instead?.because ?? ''],
  ...step.commands.map(({ words, run }, index): Field => [`Command ${index + 1}`, words ? `${words}\n${run}` : run]),
];

function items<T extends { key: string }>(
  kind: 'step' | 'criterion',
  before: readonly T[],
  after: readonly T[],
  fieldsOf: (item: T) => Field[],
  titleOf: (item: T) => string,
): Difference[] {
  const of = (item: T) => ({ kind, key: item.key, title: titleOf(item) });
  const whole = (item: T) =>
    fieldsOf(item)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n');
  const stayed = new Set(inOrder(before, after));
  const found = after.flatMap((item): Difference[] => {
    const old = before.find(({ key }) => key === item.key);
    if (!old) return [{ kind: 'added', of: of(item), field: '', before: null, after: whole(item) }];
    const moved: Difference[] = stayed.has(item.key)
      ? []
      : [
          {
            kind: 'moved',
            of: of(item),
            field: '',
            before: place(before, item.key),
            after: place(after, item.key),
          },
        ];
    return [...moved, ...fields(of(item), fieldsOf(old), fieldsOf(item))];
  });
  const gone = before.filter(({ key }) => !after.some((item) => item.key === key));
  return [
    ...found,
    ...gone.map((item): Difference => ({ kind: 'removed', of: of(item), field: '', before: whole(item), after: null })),
  ];
}

const place = (all: readonly { key: string }[], key: string): string =>
  `${all.findIndex((one) => one.key === key) + 1} of ${all.length}`;

function fields(of: Difference['of'], before: readonly Field[], after: readonly Field[]): Difference[] {
  const names = [...new Set([...before, ...after].map(([name]) => name))];
  const textIn = (all: readonly Field[], name: string) => all.find(([one]) => one === name)?.[1] ?? '';
  return names.flatMap((field): Difference[] => {
    const [old, now] = [textIn(before, field), textIn(after, field)];
    if (old === now) return [];
    return [{ kind: 'changed', of, field, before: old === '' ? null : old, after: now === '' ? null : now }];
  });
}

/** The longest run of keys that kept their order: the others were moved. */
function inOrder(before: readonly { key: string }[], after: readonly { key: string }[]): string[] {
  const places = after.map(({ key }) => before.findIndex((one) => one.key === key)).filter((at) => at >= 0);
  const best: number[][] = [];
  for (const at of places) {
    const longest = best.filter((run) => (run.at(-1) ?? -1) < at).sort((a, b) => b.length - a.length)[0] ?? [];
    best.push([...longest, at]);
  }
  const run = best.sort((a, b) => b.length - a.length)[0] ?? [];
  return run.flatMap((at) => before[at]?.key ?? []);
}
