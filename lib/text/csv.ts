import { visibleLines } from './visible.ts';

/** What spreadsheets take for the start of a formula, also in their full-width forms and behind blanks. */
const FORMULA = /^\s*[=+\-@|%＝＋－＠]/u;

/**
 * One cell of a CSV file (RFC 4180) that no spreadsheet runs: what could be a formula gets a leading apostrophe, which
 * spreadsheets show as text. Numbers are kept. Invisible characters become escapes.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = visibleLines(value).replaceAll('\t', '\\t');
  const text = FORMULA.test(safe) ? `'${safe}` : safe;
  return /[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line with its CRLF. */
export const csvRow = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;
