import { visible } from '../text/visible.ts';

/** A typeface, and whether it can show a character. */
export interface Face {
  name: string;
  has: (codePoint: number) => boolean;
}

export interface Run {
  font: string;
  text: string;
}

const escapeOf = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/**
 * Splits a text into runs that one typeface can show, the earlier ones first. What none can show, and what cannot be seen,
 * becomes an escape. The first must have ASCII.
 */
export function shownWith(text: string, faces: readonly Face[]): Run[] {
  const runs: Run[] = [];
  const add = (font: string, shown: string) => {
    const last = runs.at(-1);
    if (last?.font === font) last.text += shown;
    else runs.push({ font, text: shown });
  };
  const first = faces[0]?.name ?? '';
  for (const character of visible(text)) {
    const face = faces.find(({ has }) => has(character.codePointAt(0) ?? 0));
    add(face?.name ?? first, face ? character : escapeOf(character));
  }
  return runs;
}
