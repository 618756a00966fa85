import { cut } from '../text/bounded.ts';
import { visible } from '../text/visible.ts';
import { markdownText } from './markdown.ts';
import type { ReportText } from './report.ts';
import { HEADING, PARTS } from './report-text.ts';
import { plural } from './say.ts';
import { utc } from './times.ts';

/** What stands above a report wherever it goes. */
export interface ReportHead {
  caseNumber: number;
  title: string;
  severity: 1 | 2 | 3 | 4;
  phase: string;
  drill: boolean;
  /** null: not kept yet */
  reportNumber: number | null;
  /** RFC 3339: what is on record up to then */
  upTo: string;
  by: string;
  /** where the case is read: of our own settings, never of a cluster */
  url: string;
}

/** What is said above and below the parts of a report. One line each. */
export interface Heading {
  title: string;
  about: string;
  link: { url: string; words: string };
}

/** "[DRILL] Case 42, status report 3: Shell in payment": a drill never passes for the real thing. */
export const headingOf = (head: ReportHead): Heading => ({
  title: `${head.drill ? '[DRILL] ' : ''}Case ${head.caseNumber}, status report${head.reportNumber === null ? '' : ` ${head.reportNumber}`}: ${visible(cut(head.title, 200))}`,
  about: `Severity ${head.severity}, ${head.phase}. As of ${utc(head.upTo)}, by ${visible(cut(head.by, 80))}.`,
  link: { url: head.url, words: `Case ${head.caseNumber} in Bulkhead` },
});

const NOTHING = 'Nothing on record.';

const linesOf = (lines: readonly string[]): string[] => (lines.length === 0 ? [NOTHING] : lines.map(visible));

/** For a mail, or to be pasted anywhere. */
export const asText = (heading: Heading, content: ReportText): string =>
  [
    heading.title,
    heading.about,
    ...PARTS.map((part) => [HEADING[part], ...linesOf(content[part]).map((line) => `- ${line}`)].join('\n')),
    heading.link.url,
  ].join('\n\n');

export const asMarkdown = (heading: Heading, content: ReportText): string =>
  [
    `# ${markdownText(heading.title)}`,
    markdownText(heading.about),
    ...PARTS.flatMap((part) => [
      `## ${HEADING[part]}`,
      linesOf(content[part])
        .map((line) => `- ${markdownText(line)}`)
        .join('\n'),
    ]),
    `<${heading.link.url}>\n`,
  ].join('\n\n');

const SLACK_TEXT_MAX = 3_000; // of one text object
const slackText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * The body of Slack's incoming webhooks, which Mattermost and Rocket.Chat take too. &, < and > are escaped, so that no
 * name from a cluster mentions a channel or becomes a link; `verbatim` and `parse: none` keep Slack from linking by itself.
 */
export function slackMessage(heading: Heading, content: ReportText) {
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', verbatim: true, text } });
  const parts = PARTS.map((part) =>
    fitting([`*${HEADING[part]}*`, ...linesOf(content[part]).map((line) => `• ${slackText(line)}`)], SLACK_TEXT_MAX),
  );
  return {
    text: [slackText(heading.title), slackText(heading.about), ...parts, heading.link.url].join('\n\n'),
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', emoji: false, text: cut(heading.title, 150) } },
      section(slackText(heading.about)),
      ...parts.map(section),
      section(`<${heading.link.url}|${heading.link.words}>`),
    ],
  };
}

const TEAMS_PART_MAX = 6_000; // Teams takes 28 kB a message

/** The body of a Teams Workflows webhook. Text runs of an Adaptive Card are shown as they are; text blocks would read Markdown. */
export function teamsMessage(heading: Heading, content: ReportText) {
  const run = (text: string, over: object = {}) => ({ type: 'TextRun', text, ...over });
  const block = (...inlines: object[]) => ({ type: 'RichTextBlock', inlines });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            block(run(heading.title, { size: 'Medium', weight: 'Bolder' })),
            block(run(heading.about, { isSubtle: true })),
            ...PARTS.flatMap((part) => [
              block(run(HEADING[part], { weight: 'Bolder' })),
              ...fitting(
                linesOf(content[part]).map((line) => `• ${line}`),
                TEAMS_PART_MAX,
              )
                .split('\n')
                .map((line) => block(run(line))),
            ]),
          ],
          actions: [{ type: 'Action.OpenUrl', title: heading.link.words, url: heading.link.url }],
          msteams: { width: 'Full' },
        },
      },
    ],
  };
}

/** Whole lines that fit, in bytes of UTF-8, and how many did not. */
function fitting(lines: readonly string[], max: number): string {
  const room = max - 60;
  const kept: string[] = [];
  let used = 0;
  for (const line of lines) {
    const shown = sizeOf(line) > room ? `${cut(line, Math.floor(room / 4))}…` : line;
    if (used + sizeOf(shown) + 1 > room) break;
    kept.push(shown);
    used += sizeOf(shown) + 1;
  }
  const left = lines.length - kept.length;
  return [...kept, ...(left > 0 ? [`… ${plural(left, 'line')} more, in Bulkhead`] : [])].join('\n');
}

const sizeOf = (text: string): number => new TextEncoder().encode(text).length;
