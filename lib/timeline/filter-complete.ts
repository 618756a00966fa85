import { VERDICT_TAGS } from './annotation.ts';
import { KEYS, SOURCE_WORDS, type Token, tokensOf } from './filter.ts';
import type { TimelineFacts } from './page.ts';
import { IS } from './search-text.ts';
import { TECHNIQUES } from './techniques.ts';

/** One thing to put in the place of what is typed, from `from` to `to`. */
export interface Completion {
  from: number;
  to: number;
  insert: string; // with a blank after it where the word is complete
  label: string;
  hint: string;
}

type Known = Omit<TimelineFacts, 'skews'>;

const AT_MOST = 12;
const VERBS = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'impersonate',
  'bind',
  'escalate',
];
const WORDS: Readonly<Record<string, string>> = {
  star: 'entries with a star',
  key: 'key events',
  hidden: 'entries hidden as noise',
  OR: 'one of its two neighbours',
};

/** What may stand at the caret, best first: keys and words at the beginning of one, then the values of its key. */
export function complete(text: string, caret: number, facts: Known): Completion[] {
  const token = tokensOf(text).find(({ at, typed }) => at < caret && caret <= at + typed.length);
  const minus = token?.not ? '-' : '';
  const place = { from: token?.at ?? caret, to: token ? token.at + token.typed.length : caret };
  const offer = (insert: string, label: string, hint: string): Completion => ({
    ...place,
    insert: minus + insert,
    label,
    hint,
  });
  if (token?.key)
    return values(token, facts).map(([value, hint]) => offer(`${token.key}:${quoted(value)} `, value, hint));
  const begun = token?.value.toLowerCase() ?? '';
  const keys = Object.entries(KEYS).filter(([key]) => key.startsWith(begun));
  const words = Object.entries(WORDS).filter(
    ([word]) => word.toLowerCase().startsWith(begun) && word.toLowerCase() !== begun,
  );
  return [
    ...keys.map(([key, hint]) => offer(`${key}:`, `${key}:`, hint)),
    ...words.map(([word, hint]) => offer(`${word} `, word, hint)),
  ].slice(0, AT_MOST);
}

function values({ key, value }: Token, facts: Known): [string, string][] {
  const begun = value.toLowerCase();
  return known(key ?? '', facts)
    .filter(([name, hint]) => name.toLowerCase() !== begun && `${name}\n${hint}`.toLowerCase().includes(begun))
    .sort(([a], [b]) => Number(b.toLowerCase().startsWith(begun)) - Number(a.toLowerCase().startsWith(begun)))
    .slice(0, AT_MOST);
}

function known(key: string, { people, tags, techniques, pods }: Known): [string, string][] {
  const plain = (names: readonly string[], hint = ''): [string, string][] =>
    [...new Set(names)].map((name) => [name, hint]);
  switch (key) {
    case 'source':
      return plain(Object.keys(SOURCE_WORDS));
    case 'by':
      return plain(people);
    case 'tag':
      return plain([...tags, ...VERDICT_TAGS]);
    case 'technique':
      return [...new Set([...techniques, ...Object.keys(TECHNIQUES)])].map((id) => [id, TECHNIQUES[id] ?? '']);
    case 'pod':
      return plain(pods);
    case 'verb':
      return plain(VERBS);
    case 'has':
      return plain(Object.keys(IS));
    default:
      return [];
  }
}

const quoted = (value: string): string => (/\s/.test(value) ? `"${value.replaceAll('"', '')}"` : value);
