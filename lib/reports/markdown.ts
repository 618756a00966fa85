import { visible } from '../text/visible.ts';

/** Words that readers of Markdown make links or mentions of by themselves, whatever is escaped in them. */
const LINKS_ITSELF = /@|:\/\/|www\.|mailto:|xmpp:|#\d/i;
const MARKUP = /[\\`*_[\]<>|~&$^]/g;
/** What begins a heading, a list, a rule or a definition when it stands first. */
const OPENS_BLOCK = /^(?:([#+\-=:])|(\d{1,9})([.)]))/;

/**
 * Text of somebody else as one line of Markdown (CommonMark, GitHub's dialect) that shows exactly that text: no markup,
 * no HTML, no link. Words that would be linked anyway stand in code. What is invisible becomes an escape.
 */
export function markdownText(text: string): string {
  const escaped = visible(text)
    .trim()
    .split(/(\s+)/)
    .map((word) => (LINKS_ITSELF.test(word) ? markdownCode(word) : word.replace(MARKUP, '\\$&')))
    .join('');
  return escaped.replace(OPENS_BLOCK, (_, sign, digits, after) => (sign ? `\\${sign}` : `${digits}\\${after}`));
}

/** The same in code. The fence is longer than any run of backticks within. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  const fence = '`'.repeat(Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = /^`|`$|^ .*[^ ].* $/.test(shown) ? ' ' : '';
  return shown === '' ? '' : `${fence}${pad}${shown}${pad}${fence}`;
}
