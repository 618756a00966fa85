/**
 * Everything that moves a cursor, turns the writing direction or cannot be seen: control characters, format characters
 * (bidi, zero-width, tags), line and paragraph separators, lone surrogates. The emoji variation selectors stay.
 */
const INVISIBLE = /(?![\u{fe0e}\u{fe0f}])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text from a cluster as one line that may stand anywhere a person reads: what is invisible becomes an escape. */
export const visible = (text: string): string => text.replace(INVISIBLE, escapeOf);

/** The same for text of several lines (logs, manifests): line feeds and tabs stay, carriage returns do not. */
export const visibleLines = (text: string): string =>
  text.replace(INVISIBLE, (found) => (found === '\n' || found === '\t' ? found : escapeOf(found)));

/** Whether `visible` would change anything: such a string deserves a remark. */
export const hidesSomething = (text: string): boolean => text.search(INVISIBLE) >= 0;

/** A part of a text as `split` gives it: `escape` parts are drawn as such, not as what the text says. */
export interface TextPart {
  text: string;
  escape: boolean;
}

/** Splits at what is invisible, so that a screen can show escapes apart from text that merely looks like one. */
export function splitVisible(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const found of text.matchAll(INVISIBLE)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index), escape: false });
    parts.push({ text: escapeOf(found[0]), escape: true });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), escape: false });
  return parts;
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return NAMED[character] ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`);
}
