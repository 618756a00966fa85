import type { TimelineEntry } from './entry.ts';
import { understandTime } from './note-time.ts';
import { type Fact, IS, type Is, MARK, normal, SHORT_WORD, searchText } from './search-text.ts';

export { type Completion, complete } from './filter-complete.ts';

/** What one word of a filter asks. Texts are `normal`. */
export type Test =
  | { kind: 'text'; text: string } // stands somewhere in it; of one or two characters: as a whole word
  | { kind: 'fact'; fact: Fact; text: string } // a word of that fact begins so
  | { kind: 'source'; sources: readonly TimelineEntry['source'][] }
  | { kind: 'is'; is: Is }
  | { kind: 'hidden' }
  | { kind: 'before' | 'after'; at: string }; // RFC 3339 UTC; after: at that time or later

export type Term = Test & { not: boolean };

/** All of these; of each, one term at least. */
export type Filter = readonly (readonly Term[])[];

export type Parsed =
  | { ok: true; filter: Filter }
  /** `at`, `length`: what of the typed text is wrong; `words`: why, and what would be right */
  | { ok: false; at: number; length: number; words: string };

export const SOURCE_WORDS: Readonly<Record<string, readonly TimelineEntry['source'][]>> = {
  alert: ['alert'],
  detectors: ['alert'],
  audit: ['audit'],
  kubernetes: ['kubernetes'],
  action: ['action'],
  bulkhead: ['action'],
  person: ['person', 'case'],
  people: ['person', 'case'],
  phase: ['phase'],
  case: ['case'],
};

/** Keys of the language, and what each takes. */
export const KEYS: Readonly<Record<string, string>> = {
  source: 'alert, audit, kubernetes, action, person, phase or case',
  by: 'a person, a component, a user of the API',
  tag: 'the beginning of a tag',
  technique: 'an ATT&CK technique, such as T1048',
  pod: 'a pod, or the end of its name',
  ns: 'a namespace',
  verb: 'a verb of the API, such as list',
  has: 'comment, tag, technique, link, star, key, correction or group',
  before: 'a time, such as 2026-11-25T03:04',
  after: 'a time, such as 2026-11-25T03:04',
};
const SAME: Readonly<Record<string, string>> = {
  user: 'by',
  who: 'by',
  namespace: 'ns',
  is: 'has',
  until: 'before',
  since: 'after',
};
const ALONE: Readonly<Record<string, Is>> = { star: 'star', starred: 'star', key: 'key' };

/**
 * Reads a filter. Words and "several words" must stand in the entry; `key:value` asks one fact; `-` before one turns it round;
 * OR joins its two neighbours; all else is joined by and. A key that is none is a word: `registry:5000`.
 * `zone`: of times that say none.
 */
export function parse(text: string, { zone }: { zone: string }): Parsed {
  const tokens = tokensOf(text);
  const groups: Term[][] = [];
  let joining: Token | null = null;
  for (const token of tokens) {
    if (token.typed === 'OR') {
      if (groups.length === 0 || joining) return wrong(token, 'OR stands between two words.');
      joining = token;
      continue;
    }
    const read = termOf(token, zone);
    if ('words' in read) return read;
    if (joining) groups.at(-1)?.push(read.term);
    else groups.push([read.term]);
    joining = null;
  }
  return joining ? wrong(joining, 'OR stands between two words.') : { ok: true, filter: groups };
}

export const EVERYTHING: Filter = [];

/** Whether hidden entries are asked for; a filter that does not name them never brings them up. */
export const namesHidden = (filter: Filter): boolean =>
  filter.some((terms) => terms.some(({ kind }) => kind === 'hidden'));

/** Whether an entry is in the view. `hidden`: show hidden ones though the filter does not name them. */
export function matches(filter: Filter, entry: TimelineEntry, { hidden = false } = {}): boolean {
  if (entry.hidden && !hidden && !namesHidden(filter)) return false;
  if (filter.length === 0) return true;
  const text = searchText(entry);
  return filter.every((terms) => terms.some((term) => passes(term, entry, text) !== term.not));
}

/** The text that stands in "searchText" exactly when the test is passed; null: the test looks at something else. */
export function soughtBy(test: Test): string | null {
  if (test.kind === 'text') return SHORT_WORD.test(test.text) ? `${MARK.word}${test.text}\n` : test.text;
  if (test.kind === 'fact') return MARK[test.fact] + test.text;
  return test.kind === 'is' ? MARK.is + IS[test.is] : null;
}

function passes(test: Test, entry: TimelineEntry, text: string): boolean {
  if (test.kind === 'hidden') return entry.hidden !== null;
  if (test.kind === 'source') return test.sources.includes(entry.source);
  if (test.kind === 'before') return Date.parse(entry.sortAt) < Date.parse(test.at);
  if (test.kind === 'after') return Date.parse(entry.sortAt) >= Date.parse(test.at);
  return text.includes(soughtBy(test) ?? '');
}

export interface Token {
  /** where it begins, with its minus */
  at: number;
  typed: string;
  not: boolean;
  key: string | null; // lower case; null: a plain word
  value: string;
  quoted: boolean;
  closed: boolean; // a quote that was opened was closed
}

const TOKEN = /(-?)(?:([a-zA-Z]+):)?(?:"([^"]*)("?)|([^\s"]+))?/y;

/** The words of a filter, as typed; also of one that is not finished. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    TOKEN.lastIndex = at;
    const [typed = '', minus, word, quote, close, bare = ''] = TOKEN.exec(text) ?? [];
    const name = word?.toLowerCase() ?? '';
    const key = (Object.hasOwn(SAME, name) && SAME[name]) || name;
    const known = word !== undefined && Object.hasOwn(KEYS, key);
    const value = quote ?? bare;
    tokens.push({
      at,
      typed,
      not: minus === '-',
      key: known ? key : null,
      value: known || word === undefined ? value : `${word}:${value}`,
      quoted: quote !== undefined,
      closed: quote === undefined || close === '"',
    });
    at += Math.max(1, typed.length);
  }
  return tokens;
}

type Read = { term: Term } | Extract<Parsed, { ok: false }>;
const wrong = ({ at, typed }: Token, words: string): Extract<Parsed, { ok: false }> => ({
  ok: false,
  at,
  length: Math.max(1, typed.length),
  words,
});

function termOf(token: Token, zone: string): Read {
  const { key, value, not, quoted, closed } = token;
  if (!closed) return wrong(token, 'The quotation mark is not closed.');
  const text = normal(value);
  if (text === '') return wrong(token, key ? `${key}: takes ${KEYS[key]}.` : 'There is no word to look for.');
  const one = (test: Test): Read => ({ term: { ...test, not } });
  if (!key) {
    const alone = !quoted && Object.hasOwn(ALONE, text) ? ALONE[text] : undefined;
    if (alone) return one({ kind: 'is', is: alone });
    return one(!quoted && text === 'hidden' ? { kind: 'hidden' } : { kind: 'text', text });
  }
  if (key === 'before' || key === 'after') {
    const time = understandTime(value, zone);
    return time.ok ? one({ kind: key, at: time.at }) : wrong(token, time.words);
  }
  if (key === 'has') {
    if (text === 'hidden') return one({ kind: 'hidden' });
    return isIs(text) ? one({ kind: 'is', is: text }) : wrong(token, `has: takes ${KEYS.has}.`);
  }
  if (key === 'source') {
    const sources = Object.hasOwn(SOURCE_WORDS, text) ? SOURCE_WORDS[text] : undefined;
    return sources
      ? one({ kind: 'source', sources })
      : wrong(token, `There is no source ${text}. It takes ${KEYS.source}.`);
  }
  if (key === 'technique' && !/^t(\d{1,4}(\.\d{0,3})?)?$/.test(text))
    return wrong(token, 'technique: takes an ATT&CK technique, such as T1048 or T1552.007.');
  return one({ kind: 'fact', fact: key as Fact, text }); // the keys left are facts
}

const isIs = (text: string): text is Is => Object.hasOwn(IS, text);
