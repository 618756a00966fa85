import type { Block } from './case-document.ts';
import { markdownText } from './markdown.ts';

/** A report as Markdown: headings and lists of ours, everything else text that no reader takes for markup. */
export const caseMarkdown = (blocks: readonly Block[]): string =>
  `${blocks
    .map(markdownOf)
    .join('')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`;

function markdownOf(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `# ${markdownText(block.text)}\n\n`;
    case 'heading':
      return `\n\n## ${markdownText(block.text)}\n\n`;
    case 'text':
      return `\n\n${markdownText(block.text)}\n\n`;
    case 'item':
      return [
        `- **${markdownText(block.lead)}** ${markdownText(block.text)}\n`,
        ...block.more.map((line) => `  - ${markdownText(line)}\n`),
      ].join('');
  }
}
