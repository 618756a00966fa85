import 'server-only';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import type { Block } from './case-document.ts';
import { shownWith } from './glyphs.ts';

type Doc = InstanceType<typeof PDFDocument>;

const MARGIN = 48;
const LEAD = 132; // width of the column of times and names
const GAP = 10;
const SIZE = { title: 16, heading: 12, text: 9, lead: 8, more: 7.5, foot: 8 };
const INK = { text: '#0f1e22', quiet: '#4f6064', rule: '#c3cfd1' };
/** After so many blocks others get their turn: laying out a long timeline takes seconds. */
const BLOCKS_A_TURN = 25;

/**
 * A report as PDF (A4), with the product's typefaces embedded. What none of them can show is written as \u{…}, so that
 * nothing is missing without a trace. `foot`: what stands below each page.
 */
export async function casePdf(blocks: readonly Block[], foot: string): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + 16 },
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: { Title: foot, Creator: 'Bulkhead', Producer: 'Bulkhead' },
  });
  const parts: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    doc
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', resolve)
      .on('error', reject);
  });
  const write = writer(doc);
  for (const [index, block] of blocks.entries()) {
    draw(doc, write, block);
    if (index % BLOCKS_A_TURN === BLOCKS_A_TURN - 1) await turn();
  }
  numberPages(doc, write, foot);
  doc.end();
  await ended;
  return Buffer.concat(parts);
}

interface Style {
  weight: 'regular' | 'bold' | 'mono';
  size: number;
  colour: string;
}
interface Place {
  x: number;
  y: number;
  width: number;
}
type Write = (text: string, style: Style, at: Place) => void;

const bodyWidth = (doc: Doc): number => doc.page.width - 2 * MARGIN;

function draw(doc: Doc, write: Write, block: Block): void {
  const at = (y: number) => ({ x: MARGIN, y, width: bodyWidth(doc) });
  if (block.kind === 'item') drawItem(doc, write, block);
  else if (block.kind === 'title') write(block.text, { weight: 'bold', size: SIZE.title, colour: INK.text }, at(doc.y));
  else if (block.kind === 'text') {
    room(doc, 24);
    write(block.text, { weight: 'regular', size: SIZE.text, colour: INK.quiet }, at(doc.y + 3));
  } else {
    room(doc, 60);
    const y = doc.y + 10;
    doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + bodyWidth(doc), y)
      .lineWidth(0.75)
      .stroke(INK.rule);
    write(block.text, { weight: 'bold', size: SIZE.heading, colour: INK.text }, at(y + 6));
  }
}

/** Two columns: when or what, and the words. The left one never takes more lines than the room that was made. */
function drawItem(doc: Doc, write: Write, { lead, text, more }: Extract<Block, { kind: 'item' }>): void {
  room(doc, 40);
  const top = doc.y + 3;
  write(lead, { weight: 'bold', size: SIZE.lead, colour: INK.quiet }, { x: MARGIN, y: top, width: LEAD });
  const below = doc.y;
  const column = { x: MARGIN + LEAD + GAP, width: bodyWidth(doc) - LEAD - GAP };
  const page = doc.bufferedPageRange().count;
  write(text, { weight: 'regular', size: SIZE.text, colour: INK.text }, { ...column, y: top });
  for (const line of more)
    write(line, { weight: 'mono', size: SIZE.more, colour: INK.quiet }, { ...column, y: doc.y + 1 });
  if (doc.bufferedPageRange().count === page) doc.y = Math.max(doc.y, below);
}

/** A new page when less than `height` is left on this one. */
function room(doc: Doc, height: number): void {
  if (doc.y + height > doc.page.height - doc.page.margins.bottom) doc.addPage();
}

function numberPages(doc: Doc, write: Write, foot: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index++) {
    doc.switchToPage(start + index);
    doc.page.margins.bottom = 0; // else a line below the body would begin a page
    write(
      `${foot} · page ${index + 1} of ${count}`,
      { weight: 'regular', size: SIZE.foot, colour: INK.quiet },
      { x: MARGIN, y: doc.page.height - MARGIN + 8, width: bodyWidth(doc) },
    );
  }
}

const FILES = {
  regular: ['atkinson-hyperlegible-next-latin-400', 'atkinson-hyperlegible-next-latin-ext-400'],
  bold: ['atkinson-hyperlegible-next-latin-600', 'atkinson-hyperlegible-next-latin-ext-600'],
  mono: ['jetbrains-mono-latin-400', 'jetbrains-mono-latin-ext-400'],
} as const;
/** What the first two of a weight lack, these may have. */
const FALLBACK = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'vietnamese'].map(
  (subset) => `jetbrains-mono-${subset}-400`,
);

const fontFile = (name: string): string => {
  const family = name.startsWith('jetbrains') ? 'jetbrains-mono' : 'atkinson-hyperlegible-next';
  return path.join(process.cwd(), 'node_modules/@fontsource', family, 'files', `${name}-normal.woff`);
};

/** Writes a text in the first typeface that has each of its characters. */
function writer(doc: Doc): Write {
  const fonts = new Map<string, (codePoint: number) => boolean>();
  const has = (name: string) => {
    const known = fonts.get(name);
    if (known) return known;
    doc.registerFont(name, fontFile(name));
    const made = glyphsOf(doc.font(name));
    fonts.set(name, made);
    return made;
  };
  return (text, { weight, size, colour }, { x, y, width }) => {
    const chain = [...FILES[weight], ...FALLBACK];
    const runs = shownWith(
      text.normalize('NFC'),
      chain.map((name) => ({ name, has: has(name) })),
    );
    doc.fillColor(colour).fontSize(size);
    doc.x = x;
    doc.y = y;
    for (const [index, run] of runs.entries())
      doc.font(run.font).text(run.text, { width, continued: index < runs.length - 1, lineGap: 1.5 });
  };
}

/** pdfkit keeps the font that it reads glyphs from to itself. */
function glyphsOf(doc: Doc): (codePoint: number) => boolean {
  const embedded: unknown = Reflect.get(doc, '_font');
  const font = typeof embedded === 'object' && embedded !== null ? Reflect.get(embedded, 'font') : null;
  const has: unknown = typeof font === 'object' && font !== null ? Reflect.get(font, 'hasGlyphForCodePoint') : null;
  if (typeof has !== 'function') throw new Error('pdfkit has no glyphs to ask for');
  const known = new Map<number, boolean>();
  return (codePoint) => {
    const found = known.get(codePoint) ?? Boolean(has.call(font, codePoint));
    known.set(codePoint, found);
    return found;
  };
}
