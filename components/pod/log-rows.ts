import { z } from 'zod';
import { hidesSomething } from '@/lib/text/visible';

export interface LogRow {
  id: number; // grows; stays when rows before it are dropped
  at: string | null; // RFC 3339
  text: string;
  kind: 'line' | 'note';
  /** carries control characters */
  hides: boolean;
}

/** So many lines are kept in the browser; the artifact has all. */
export const KEPT = 20_000;

/** Begins a line that is Bulkhead's and not the container's; the server replaces it where a container wrote it. */
const NOTE_MARK = '\u001e';

const Note = z.object({ type: z.enum(['gap', 'ended']), message: z.string() });

type Parsed = Omit<LogRow, 'id'>;

/** One line of the log route's text: "2026-11-24T03:04:08.219Z POST /debug/eval", or a note of ours as JSON. */
export function parseLogText(line: string): Parsed[] {
  if (line.startsWith(NOTE_MARK)) {
    const note = Note.safeParse(jsonOf(line.slice(1)));
    return note.success ? [{ at: null, text: noteWords(note.data), kind: 'note', hides: false }] : [];
  }
  const blank = line.indexOf(' ');
  const stamp = blank < 0 ? line : line.slice(0, blank);
  const text = blank < 0 ? '' : line.slice(blank + 1);
  return [{ at: stamp === '-' || stamp === '' ? null : stamp, text, kind: 'line', hides: hidesSomething(text) }];
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const noteWords = ({ type, message }: z.infer<typeof Note>) =>
  type === 'gap' ? `Lines may be missing here: ${message}` : message;

/** Rows with new ones at the end; the oldest give way beyond KEPT. */
export function appendLines(
  rows: readonly LogRow[],
  lines: readonly Parsed[],
  kept = KEPT,
): { rows: LogRow[]; dropped: number } {
  const next = (rows.at(-1)?.id ?? 0) + 1;
  const all = [...rows, ...lines.map((line, i) => ({ ...line, id: next + i }))];
  const dropped = Math.max(0, all.length - kept);
  return { rows: dropped === 0 ? all : all.slice(dropped), dropped };
}
