export interface LogLine {
  /** RFC 3339 with nanoseconds, as the container runtime wrote it; null when the line has none */
  at: string | null;
  text: string;
}

const LINE_KEPT = 64_000;

/**
 * Lines of a log stream with time stamps, across streams that overlap. sinceTime counts whole seconds, so a stream that is
 * taken up again repeats lines: those before the last time stamp are dropped, and of those at it as many as were seen.
 */
export class LogLines {
  #rest = '';
  #decoder = new TextDecoder();
  #lastAt: string | null = null;
  /** lines seen at #lastAt */
  #seenAtLast = 0;
  #resumedAt: { at: string; skip: number } | null = null;
  #missing = false;

  get lastAt(): string | null {
    return this.#lastAt;
  }

  /** Whether the stream that was taken up began after the last line seen, so that lines between are lost. Asked once. */
  takeGap(): boolean {
    const missing = this.#missing;
    this.#missing = false;
    return missing;
  }

  push(bytes: Uint8Array): LogLine[] {
    const parts = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = (parts.pop() ?? '').slice(0, LINE_KEPT + 64);
    return parts.flatMap((part) => this.#take(part));
  }

  /** A new stream begins at lastAt. A line that the old one left unfinished comes again whole. */
  resume(): void {
    this.#rest = '';
    this.#decoder = new TextDecoder();
    this.#resumedAt = this.#lastAt === null ? null : { at: this.#lastAt, skip: this.#seenAtLast };
  }

  /** What is left when nothing more will come. */
  flush(): LogLine[] {
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? [] : this.#take(rest);
  }

  #take(raw: string): LogLine[] {
    const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?(.*)$/s.exec(raw);
    const at = match?.[1] ?? null;
    const text = (match?.[2] ?? raw).replace(/\r$/, '').slice(0, LINE_KEPT);
    if (at !== null && this.#isRepeated(at)) return [];
    if (at !== null) {
      this.#seenAtLast = at === this.#lastAt ? this.#seenAtLast + 1 : 1;
      this.#lastAt = at;
    }
    return [{ at, text }];
  }

  #isRepeated(at: string): boolean {
    const resumed = this.#resumedAt;
    if (resumed === null) return false;
    const order = compareTimes(at, resumed.at);
    if (order < 0) return true;
    if (order === 0 && resumed.skip > 0) {
      resumed.skip -= 1;
      return true;
    }
    if (order > 0) {
      this.#missing = resumed.skip === this.#seenAtLast; // not even the last line came again
      this.#resumedAt = null;
    }
    return false;
  }
}

/** By time, to the nanosecond: RFC 3339 drops trailing zeros of the fraction, so text order is not enough. */
export function compareTimes(a: string, b: string): number {
  const seconds = Math.floor(Date.parse(a) / 1000) - Math.floor(Date.parse(b) / 1000);
  return seconds !== 0 ? seconds : nanos(a) - nanos(b);
}

const nanos = (time: string): number => Number((/\.(\d{1,9})/.exec(time)?.[1] ?? '').padEnd(9, '0'));
