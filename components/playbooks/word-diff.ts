export interface Part {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
}

/** Beyond this many parts on one side the whole is shown as replaced: nobody reads such a difference word by word. */
const MOST = 1_500;

/** What changed between two texts, word by word; blanks and punctuation are parts of their own. */
export const wordDiff = (before: string, after: string): Part[] =>
  merged(diff(before.match(WORDS) ?? [], after.match(WORDS) ?? []));
const WORDS = /[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;

/** The same line by line, each a part. */
export const lineDiff = (before: string, after: string): Part[] => diff(linesOf(before), linesOf(after));
const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

/** The longest common subsequence, from the end so that reading it goes forward. */
function diff(before: readonly string[], after: readonly string[]): Part[] {
  if (before.length > MOST || after.length > MOST)
    return [
      ...before.map((text) => ({ sign: '-', text }) as const),
      ...after.map((text) => ({ sign: '+', text }) as const),
    ];
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const parts: Part[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      parts.push({ sign: ' ', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ sign: '-', text: old });
      i += 1;
    } else if (now !== undefined) {
      parts.push({ sign: '+', text: now });
      j += 1;
    }
  }
  return parts;
}

/** Neighbours of one sign as one part. */
function merged(parts: readonly Part[]): Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last?.sign === part.sign) out[out.length - 1] = { sign: part.sign, text: last.text + part.text };
    else out.push(part);
  }
  return out;
}
