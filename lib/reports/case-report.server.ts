import 'server-only';
import { recordNote } from '../action-log/log.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { caseDocument } from './case-document.ts';
import { caseFacts } from './case-facts.server.ts';
import { caseMarkdown } from './case-markdown.ts';
import { casePdf } from './case-pdf.server.ts';

export const REPORT_FORMATS = ['pdf', 'md'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface ReportFile {
  name: string;
  contentType: string;
  bytes: Buffer;
}

/** The report of a whole case as a file; null when there is no such case. That it was made is in the action log. */
export async function caseReport(caseId: string, format: ReportFormat, person: SignedIn): Promise<ReportFile | null> {
  const facts = await caseFacts(caseId, person.name);
  if (!facts) return null;
  const blocks = caseDocument(facts);
  const foot = `${facts.drill ? '[DRILL] ' : ''}Bulkhead, case ${facts.number}, as of ${facts.madeAt.slice(0, 19).replace('T', ' ')} UTC`;
  const bytes = format === 'pdf' ? await casePdf(blocks, foot) : Buffer.from(caseMarkdown(blocks), 'utf8');
  const words = `Export the report of case ${facts.number} as ${format === 'pdf' ? 'PDF' : 'Markdown'}`;
  await recordNote({ person, clusterId: null, caseId, words });
  const stamp = `${facts.madeAt.slice(0, 19).replaceAll(':', '')}Z`;
  return {
    name: `bulkhead-case-${facts.number}-${stamp}.${format}`,
    contentType: format === 'pdf' ? 'application/pdf' : 'text/markdown; charset=utf-8',
    bytes,
  };
}
