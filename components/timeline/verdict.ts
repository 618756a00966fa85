import type { VERDICT_TAGS } from '@/lib/timeline/annotation';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { TECHNIQUES } from '@/lib/timeline/techniques';

export type Verdict = (typeof VERDICT_TAGS)[number];

/** What analysts found about an entry; whole class names: Tailwind does not see assembled ones. */
export const VERDICT: Record<Verdict, { words: string; chip: string }> = {
  'verdict:malicious': { words: 'malicious', chip: 'chip chip-1' },
  'verdict:suspicious': { words: 'suspicious', chip: 'chip chip-2' },
  'verdict:benign': { words: 'benign', chip: 'chip' },
  'verdict:our-own': { words: 'our own', chip: 'chip' },
};

const isVerdict = (value: string): value is Verdict => Object.hasOwn(VERDICT, value);

export const verdictOf = ({ annotations }: Pick<TimelineEntry, 'annotations'>): Verdict | null =>
  annotations.flatMap(({ kind, value }) => (kind === 'tag' && isVerdict(value) ? [value] : []))[0] ?? null;

/** "T1048 Exfiltration Over Alternative Protocol"; one that we have no name for by its number alone. */
export const techniqueWords = (id: string): string => [id, TECHNIQUES[id]].filter(Boolean).join(' ');
