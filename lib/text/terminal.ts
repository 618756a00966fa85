import { bounded } from './bounded.ts';
import { visible } from './visible.ts';

/** One line for a terminal from untrusted text: no escape sequence, no line break, at most `max` characters. */
export const terminalLine = (text: string, max = 500): string => visible(bounded(text, max));
