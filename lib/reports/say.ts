import { cut } from '../text/bounded.ts';
import { visible } from '../text/visible.ts';

/** Text of somebody else within a sentence of ours: one line, bounded, nothing invisible. */
export const sayName = (text: string, max = 200): string => shortened(visible(text.trim()), max);

/** A whole line: bounded, nothing invisible. */
export const sayLine = (text: string, max = 1_500): string => shortened(visible(text.trim()), max);

const shortened = (text: string, max: number): string => (text.length <= max ? text : `${cut(text, max - 1)}…`);

/** "1 artifact", "3 artifacts" */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** "a, b and 4 more". */
export function listed(names: readonly string[], most = 8, between = ', '): string {
  const shown = names.slice(0, most).map((name) => sayName(name, 160));
  const left = names.length - shown.length;
  return `${shown.join(between)}${left > 0 ? ` and ${left} more` : ''}`;
}
