import { cut } from '../text/bounded.ts';
import type { TimelineEntry } from './entry.ts';

/**
 * What the filter looks at, as one text: the column "searchText" holds it, and the filter in the browser makes it anew, so that
 * both find the same. Lower case; one line a fact. Facts begin with a mark that nobody can type.
 */
export function searchText(entry: Searchable): string {
  const texts = [entry.sentence, entry.by ?? '', entry.emitter, ...said(entry), ...leaves(entry.detail)].map(normal);
  const lines = [
    ...is(entry).map((word) => MARK.is + word),
    ...factsOf(entry).flatMap(([kind, value]) => wordEnds(cut(normal(value), FACT_MAX)).map((end) => MARK[kind] + end)),
    ...shortWords(texts).map((word) => MARK.word + word),
    ...texts,
  ];
  return cut(
    lines
      .filter((line) => line !== '')
      .map((line) => `${line}\n`)
      .join(''),
    SEARCH_MAX,
  );
}

export type Searchable = Pick<TimelineEntry, 'sentence' | 'by' | 'emitter' | 'detail' | 'version'> & {
  readonly annotations: readonly Pick<TimelineEntry['annotations'][number], 'kind' | 'value'>[];
  readonly group: { readonly title: string } | null;
};

/** In UTF-16 units; what lies beyond is not found by the filter. */
export const SEARCH_MAX = 8_000;
const FACT_MAX = 253;
const SHORT_MAX = 100;

/**
 * Marks are letters of the Deseret alphabet, which are taken out of everything that is written or typed. Letters, because
 * trigrams are made of letters: a mark and two letters after it lead straight to the few entries that have that fact.
 */
export const MARK = {
  is: '\u{10428}',
  by: '\u{10429}',
  tag: '\u{1042a}',
  technique: '\u{1042b}',
  pod: '\u{1042c}',
  ns: '\u{1042d}',
  verb: '\u{1042e}',
  word: '\u{1042f}',
} as const;
export type Fact = Exclude<keyof typeof MARK, 'is' | 'word'>;

/** One line, lower case, without marks: as texts are kept and as filters ask. */
export const normal = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\0', '\uFFFD')
    .toLowerCase()
    .replace(/[\s\u{10400}-\u{1044f}]+/gu, ' ')
    .trim();

const LETTERS = [
  '\u{10430}',
  '\u{10431}',
  '\u{10432}',
  '\u{10433}',
  '\u{10434}',
  '\u{10435}',
  '\u{10436}',
  '\u{10437}',
] as const;

/** What an entry can be asked for with `has:` and the like, as a word that nobody can type. */
export const IS = {
  star: LETTERS[0].repeat(2),
  key: LETTERS[1].repeat(2),
  comment: LETTERS[2].repeat(2),
  tag: LETTERS[3].repeat(2),
  technique: LETTERS[4].repeat(2),
  link: LETTERS[5].repeat(2),
  correction: LETTERS[6].repeat(2),
  group: LETTERS[7].repeat(2),
} as const;
export type Is = keyof typeof IS;

const OF_KIND = {
  star: 'star',
  keyEvent: 'key',
  comment: 'comment',
  tag: 'tag',
  technique: 'technique',
  link: 'link',
} as const satisfies Record<TimelineEntry['annotations'][number]['kind'], Is>;

function is({ annotations, version, group }: Searchable): string[] {
  const kinds = new Set<Is>(annotations.map(({ kind }) => OF_KIND[kind]));
  if (version > 1) kinds.add('correction');
  if (group) kinds.add('group');
  return [...kinds].sort().map((kind) => IS[kind]);
}

function factsOf({ by, detail, annotations }: Searchable): [Fact, string][] {
  const facts: [Fact, unknown][] = [
    ['by', by],
    ['by', detail.component],
    ['by', within(detail.user, 'username') ?? detail.user],
    ['verb', detail.verb],
    ['pod', podOf(detail)],
    ['ns', detail.namespace ?? within(detail.objectRef, 'namespace') ?? within(detail.output_fields, 'k8s.ns.name')],
    ...annotations
      .filter(({ kind }) => kind === 'tag' || kind === 'technique')
      .map(({ kind, value }): [Fact, unknown] => [kind === 'tag' ? 'tag' : 'technique', value]),
  ];
  return facts.filter((fact): fact is [Fact, string] => typeof fact[1] === 'string' && fact[1] !== '');
}

function podOf(detail: Searchable['detail']): unknown {
  if (typeof detail.pod === 'string') return detail.pod;
  if (within(detail.about, 'kind') === 'Pod') return within(detail.about, 'name');
  if (within(detail.objectRef, 'resource') === 'pods') return within(detail.objectRef, 'name');
  return within(detail.output_fields, 'k8s.pod.name');
}

const within = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const ENDS = 8;

/** The text from each of its first words on, so that "x2kqv" finds "payment-x2kqv" by a beginning. */
const wordEnds = (text: string): string[] =>
  [...text.matchAll(/[\p{L}\p{N}]+/gu)].slice(0, ENDS).map(({ index }, nth) => (nth === 0 ? text : text.slice(index)));

/** Words of one or two characters ("sh", "nc"): too short for trigrams, and as parts of longer words nobody wants them. */
export const SHORT_WORD = /^[a-z0-9]{1,2}$/;

const shortWords = (texts: readonly string[]): string[] =>
  [...new Set(texts.flatMap((text) => text.match(/(?<![\p{L}\p{N}])[a-z0-9]{1,2}(?![\p{L}\p{N}])/gu) ?? []))].slice(
    0,
    SHORT_MAX,
  );

const said = ({ annotations, group }: Searchable): string[] => [
  ...annotations.filter(({ kind }) => kind !== 'link').map(({ value }) => value),
  ...(group ? [group.title] : []),
];

/** Every text and number in a record, in the order of its keys: JSON from the database has another one than what was written. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value)
    .sort()
    .flatMap((key) => leaves(Reflect.get(value, key)));
}
