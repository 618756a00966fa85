import { cut } from '../text/bounded.ts';
import { ReportText } from './report.ts';

/** The three parts of a status report, with their headings. */
export const PARTS = ['know', 'did', 'need'] as const;
export type Part = (typeof PARTS)[number];
export const HEADING: Record<Part, string> = {
  know: 'What we know',
  did: 'What we did',
  need: 'What we need next',
};

/** How a line begins that says what is not known. */
export const UNKNOWN = 'Unknown: ';

export const LINES_MAX = 50;
export const LINE_MAX = 2_000;
export const EMPTY_REPORT: ReportText = { know: [], did: [], need: [] };

/** A report as people edit it: one text, a heading for each part, a line for each fact. */
export const textOf = (content: ReportText): string =>
  PARTS.map((part) => [HEADING[part], ...content[part].map((line) => `- ${line}`)].join('\n')).join('\n\n');

/** The report that a text says. Lines before the first heading are what we know; nothing that was typed is left out. */
export function contentOf(text: string): ReportText {
  const content: Record<Part, string[]> = { know: [], did: [], need: [] };
  let part: Part = 'know';
  for (const typed of text.split(/\r\n|\r|\n/)) {
    const line = typed.trim();
    const item = /^[-–•*](?:\s+(.*))?$/.exec(line);
    const heading = PARTS.find((each) => line.toLowerCase().replace(/:$/, '') === HEADING[each].toLowerCase());
    if (item) content[part].push(...(item[1] ? [item[1]] : []));
    else if (heading) part = heading;
    else if (line !== '') content[part].push(line);
  }
  return content;
}

/** Why a text cannot be kept as it is, or null. */
export function tooMuch(content: ReportText): string | null {
  for (const part of PARTS) {
    if (content[part].length > LINES_MAX) return `"${HEADING[part]}" has more than ${LINES_MAX} lines`;
    const long = content[part].find((line) => line.length > LINE_MAX);
    if (long !== undefined) return `A line is longer than 2,000 characters: "${cut(long, 40)}…"`;
  }
  return null;
}

export const isEmpty = (content: ReportText): boolean => PARTS.every((part) => content[part].length === 0);

/** Whether two reports say the same. */
export const sameReport = (a: ReportText, b: ReportText): boolean =>
  JSON.stringify(ReportText.parse(a)) === JSON.stringify(ReportText.parse(b));
