interface Item {
  id: string;
  json: string;
}

/** What may wait for a slow reader, in characters. Beyond it the waiting is dropped and the reader is told to ask anew. */
const WAITING_LIMIT = 4_000_000;

/** The events of one open stream, in order, bounded. */
export class Subscriber {
  #waiting: Item[] = [];
  #chars = 0;
  #held: Item[] | null = null;
  #closed = false;
  #wake: (() => void) | null = null;
  readonly #hello: (lost: boolean) => string;
  readonly #onClose: () => void;
  readonly #limit: number;

  /** `hello` makes the event that tells a reader whether something was lost. */
  constructor(hello: (lost: boolean) => string, onClose: () => void, limit = WAITING_LIMIT) {
    this.#hello = hello;
    this.#onClose = onClose;
    this.#limit = limit;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** What is pushed from now on waits until begin(). */
  hold(): void {
    this.#held = [];
  }

  /** The opening event and what was missed; then what was pushed meanwhile, unless it was among the missed. */
  begin(hello: string, id: string, missed: readonly Item[]): void {
    const known = new Set(missed.map((item) => item.json));
    const held = this.#held ?? [];
    this.#held = null;
    this.#enqueue({ id, json: hello });
    for (const item of missed) this.#enqueue(item);
    for (const item of held) if (!known.has(item.json)) this.#enqueue(item);
  }

  push(id: string, json: string): void {
    if (this.#held !== null) this.#held.push({ id, json });
    else this.#enqueue({ id, json });
  }

  /** The next event as an SSE block. Null once closed. Never more than one caller. */
  async next(): Promise<string | null> {
    while (this.#waiting.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const item = this.#waiting.shift();
    if (item === undefined) return null;
    this.#chars -= item.json.length;
    return `id: ${item.id}\ndata: ${item.json}\n\n`; // JSON has no raw line breaks
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiting = [];
    this.#wake?.();
    this.#onClose();
  }

  #enqueue(item: Item): void {
    if (this.#closed) return;
    if (this.#chars + item.json.length > this.#limit && this.#waiting.length > 0) {
      this.#waiting = [];
      this.#chars = 0;
      const lost = { id: item.id, json: this.#hello(true) };
      this.#waiting.push(lost);
      this.#chars += lost.json.length;
    }
    this.#waiting.push(item);
    this.#chars += item.json.length;
    this.#wake?.();
    this.#wake = null;
  }
}
