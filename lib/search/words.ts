import { cut } from '../text/bounded.ts';

/** ASCII that parts words: all of it that is neither letter nor digit. The database's words_of() has the same list. */
const PARTS = /[\p{Cc} -/:-@[-`{-~]+/u;

const WORDS_MAX = 12;
const WORD_MAX = 100;

/** One word as it was typed: its parts, in order. "finance/payment-7f" has three. */
export type Word = readonly string[];

/** What somebody typed, as words. Nothing of it but letters, digits and what is beyond ASCII is left. */
export function wordsIn(q: string): Word[] {
  return q
    .toWellFormed()
    .split(/\s+/u)
    .map((word) =>
      word
        .split(PARTS)
        .filter(Boolean)
        .map((part) => cut(part, WORD_MAX)),
    )
    .filter((parts) => parts.length > 0)
    .slice(0, WORDS_MAX);
}

/**
 * The words in the language of to_tsquery: all of them, the parts of one side by side, the last one also as a beginning (when
 * it has two characters or more: one alone begins too much). Parts hold no quote and no operator, so none can be smuggled in.
 */
export function tsqueryOf(words: readonly Word[]): string {
  return words
    .map((parts, at) =>
      parts
        .map((part, index) => {
          const last = at === words.length - 1 && index === parts.length - 1;
          return `'${part}'${last && part.length > 1 ? ':*' : ''}`;
        })
        .join(' <-> '),
    )
    .map((phrase) => `(${phrase})`)
    .join(' & ');
}

const AROUND = 70;
const SNIPPET_MAX = 200;

/** The text around the first of the words in it, on one line. */
export function snippetOf(text: string, words: readonly Word[]): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= SNIPPET_MAX) return line;
  const lower = line.toLowerCase();
  const places = words.flatMap((parts) => {
    const at = lower.indexOf((parts[0] ?? '').toLowerCase());
    return at === -1 ? [] : [at];
  });
  const from = Math.max(0, Math.min(...places, line.length - 1) - AROUND);
  const start = places.length === 0 ? 0 : startOfCharacter(line, from);
  const part = cut(line.slice(start), SNIPPET_MAX);
  return `${start > 0 ? '… ' : ''}${part}${start + part.length < line.length ? ' …' : ''}`;
}

const startOfCharacter = (line: string, at: number): number => {
  const unit = line.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at;
};
