const BLOCK = 512;

/**
 * Walks a tar stream (POSIX ustar, GNU, pax) block by block and tells whether its end came: two blocks of zeros where a
 * header would stand. Zeros inside a file do not count, so an archive that was cut within one is not taken for whole.
 */
export class TarWalker {
  #header = new Uint8Array(BLOCK);
  #filled = 0;
  #skip = 0;
  #zeroBlocks = 0;
  /** members seen, without pax and long-name headers */
  entries = 0;
  broken: string | null = null;

  get ended(): boolean {
    return this.#zeroBlocks >= 2;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.ended && this.broken === null; ) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, bytes.length - at);
        this.#skip -= skipped;
        at += skipped;
        continue;
      }
      const taken = Math.min(BLOCK - this.#filled, bytes.length - at);
      this.#header.set(bytes.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === BLOCK) this.#take();
    }
  }

  #take(): void {
    this.#filled = 0;
    if (this.#header.every((byte) => byte === 0)) {
      this.#zeroBlocks += 1;
      return;
    }
    this.#zeroBlocks = 0;
    const size = sizeOf(this.#header.subarray(124, 136));
    if (size === null || !hasChecksum(this.#header)) {
      this.broken = 'what came is not a tar archive';
      return;
    }
    const type = String.fromCharCode(this.#header[156] ?? 0);
    if (!'xgLK'.includes(type)) this.entries += 1;
    // links, devices and folders have no content, whatever their size field says
    this.#skip = '123456'.includes(type) ? 0 : Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** Octal text, or base 256 when the first bit is set (GNU, for large files). */
function sizeOf(field: Uint8Array): number | null {
  if (((field[0] ?? 0) & 0x80) !== 0) return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  const text = new TextDecoder('latin1')
    .decode(field)
    .replace(/[\0 ]+$/, '')
    .trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : null;
}

function hasChecksum(header: Uint8Array): boolean {
  const told = sizeOf(header.subarray(148, 156));
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return told === sum;
}
