/** A row of a CSV file with the line it begins on, or why it is none. */
export type CsvRow = { line: number; cells: string[] } | { line: number; fault: string };

/**
 * Reads CSV (RFC 4180; also with bare line feeds) as it arrives. Quotes may hold line breaks. A row longer than `maxChars` is
 * answered as a fault and not kept; a quote that is never closed makes the rest of the file one fault.
 */
export class CsvReader {
  readonly #maxChars: number;
  #cells: string[] = [];
  #cell = '';
  #chars = 0;
  #line = 1;
  #rowLine = 1;
  #quoted = false;
  #afterQuote = false; // a quote inside quotes: an end, or half of a pair
  #afterReturn = false;

  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  /** Rows that are complete with this piece. */
  *push(piece: string): Generator<CsvRow> {
    for (const character of piece) {
      if (this.#afterReturn && character === '\n') {
        this.#afterReturn = false;
        continue;
      }
      this.#afterReturn = false;
      if (this.#quoted) this.#inside(character);
      else if (character === ',') this.#endCell();
      else if (character === '\n' || character === '\r') {
        this.#line += 1;
        this.#afterReturn = character === '\r';
        yield* this.#endRow();
      } else if (character === '"' && (this.#cell === '' || this.#afterQuote)) {
        if (this.#afterQuote) this.#add('"');
        this.#quoted = true;
        this.#afterQuote = false;
      } else {
        this.#afterQuote = false;
        this.#add(character);
      }
    }
  }

  *end(): Generator<CsvRow> {
    if (this.#quoted) yield { line: this.#rowLine, fault: 'has a quotation mark that is not closed' };
    else if (this.#cell !== '' || this.#cells.length > 0) yield* this.#endRow();
  }

  #inside(character: string): void {
    if (character === '"') {
      this.#quoted = false;
      this.#afterQuote = true;
      return;
    }
    if (character === '\n') this.#line += 1;
    this.#add(character);
  }

  #add(character: string): void {
    this.#chars += character.length;
    if (this.#chars <= this.#maxChars) this.#cell += character;
  }

  #endCell(): void {
    this.#chars += 1;
    if (this.#chars <= this.#maxChars) this.#cells.push(this.#cell);
    this.#cell = '';
    this.#afterQuote = false;
  }

  *#endRow(): Generator<CsvRow> {
    const tooLong = this.#chars > this.#maxChars;
    const cells = [...this.#cells, this.#cell];
    const line = this.#rowLine;
    this.#cells = [];
    this.#cell = '';
    this.#chars = 0;
    this.#afterQuote = false;
    this.#rowLine = this.#line;
    if (tooLong) yield { line, fault: `is longer than ${this.#maxChars.toLocaleString('en-US')} characters` };
    else if (cells.length > 1 || cells[0] !== '') yield { line, cells };
  }
}
