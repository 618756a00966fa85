/**
 * Which database events a process has seen. Ids are taken before a transaction commits, so a lower one may come later:
 * the mark stays below a missing id until it came or is too old to come (its transaction was undone).
 */
export class RowMarks {
  #highest: bigint;
  readonly #missing = new Map<bigint, number>();
  readonly #patienceMs: number;

  constructor(highest: bigint, patienceMs = 30_000) {
    this.#highest = highest;
    this.#patienceMs = patienceMs;
  }

  see(id: bigint, now: number): void {
    this.#missing.delete(id);
    // after a long silence on the connection there is no point in naming each one
    const from = id - this.#highest > 1_000n ? id - 1_000n : this.#highest + 1n;
    for (let each = from; each < id; each += 1n) this.#missing.set(each, now);
    if (id > this.#highest) this.#highest = id;
  }

  /** Whether this one was seen, so that catching up need not tell it again. */
  has(id: bigint): boolean {
    return id <= this.#highest && !this.#missing.has(id);
  }

  /** Everything up to here was seen or will never come: who resumes from it misses nothing and may hear some twice. */
  mark(now: number): bigint {
    let lowest = this.#highest + 1n;
    for (const [id, since] of this.#missing) {
      if (now - since > this.#patienceMs) this.#missing.delete(id);
      else if (id < lowest) lowest = id;
    }
    return lowest - 1n;
  }
}
