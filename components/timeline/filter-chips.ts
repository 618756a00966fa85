import { type Token, tokensOf } from '@/lib/timeline/filter';
import type { Lane } from '@/lib/timeline/page';

/** As the filter language calls each lane. */
const WORD: Record<Lane, string> = {
  alert: 'detectors',
  audit: 'audit',
  kubernetes: 'kubernetes',
  action: 'bulkhead',
  person: 'people',
};
const LANE_OF: Readonly<Record<string, Lane>> = {
  detectors: 'alert',
  alert: 'alert',
  audit: 'audit',
  kubernetes: 'kubernetes',
  bulkhead: 'action',
  action: 'action',
  people: 'person',
  person: 'person',
};

const isSource = (token: Token | undefined): boolean => token?.key === 'source' && !token.not;

/** What the chips above the list show of a filter, and how each of them changes it: the filter alone is the truth. */
export function lanesIn(filter: string): Lane[] {
  const lanes = tokensOf(filter).flatMap((token) =>
    isSource(token) ? (LANE_OF[token.value.toLowerCase()] ?? []) : [],
  );
  return [...new Set(lanes)];
}

/** The filter with these lanes in the place of those it has; none means all. */
export function withLanes(filter: string, lanes: readonly Lane[]): string {
  const tokens = tokensOf(filter);
  const kept = tokens.filter(
    (token, index) =>
      !isSource(token) && !(token.typed === 'OR' && isSource(tokens[index - 1]) && isSource(tokens[index + 1])),
  );
  const sources = lanes.map((lane) => `source:${WORD[lane]}`).join(' OR ');
  return [sources, ...kept.map(({ typed }) => typed)].filter(Boolean).join(' ');
}

export const hasWord = (filter: string, word: string): boolean =>
  tokensOf(filter).some(({ typed }) => typed.toLowerCase() === word.toLowerCase());

/** The filter with a word more, or without it when it is there. */
export function toggleWord(filter: string, word: string): string {
  const words = tokensOf(filter).map(({ typed }) => typed);
  return hasWord(filter, word)
    ? words.filter((typed) => typed.toLowerCase() !== word.toLowerCase()).join(' ')
    : [...words, word].join(' ');
}

/** `tag:exfiltration`, quoted where it must be; quotation marks cannot be asked for. */
export const tagWord = (tag: string): string => {
  const plain = tag.replaceAll('"', ' ').trim();
  return /\s/.test(plain) ? `tag:"${plain}"` : `tag:${plain}`;
};

/** A text as one word of a filter: quoted where it has blanks or could be taken for something else. */
export const textWord = (text: string): string => {
  const plain = text.replaceAll('"', ' ').trim();
  return /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(plain) && plain !== 'OR' ? plain : `"${plain}"`;
};

/** Tags that a filter asks for. */
export const tagsIn = (filter: string): string[] =>
  tokensOf(filter).flatMap(({ key, value, not }) => (key === 'tag' && !not ? [value] : []));

/** The plain words of a filter: they are marked where they stand in the list. */
export const plainWords = (filter: string): string =>
  tokensOf(filter).find(({ key, not, typed }) => key === null && !not && typed !== 'OR')?.value ?? '';
