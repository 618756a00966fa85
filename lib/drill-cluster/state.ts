import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../kubernetes/objects.ts';
import type { Resource } from './contract.ts';
import { writeAtomically } from './files.ts';
import type { ObjectStore } from './store.ts';

const JOURNAL_LIMIT = 8 << 20;
const FLUSH_MS = 100;

interface JournalLine {
  resource: Resource;
  object: KubeObject;
  gone?: true;
}

/**
 * The store on disk: a snapshot (state.jsonl, replaced atomically) and a journal of the writes since (state-journal.jsonl).
 * After kill -9 at most the last 100 ms are missing; a torn last line is skipped.
 */
export class StateFiles {
  #snapshot: string;
  #journal: string;
  #store: ObjectStore;
  #pending: string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #size = 0;

  constructor(home: string, store: ObjectStore) {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    this.#snapshot = join(home, 'state.jsonl');
    this.#journal = join(home, 'state-journal.jsonl');
    this.#store = store;
  }

  /** Puts the kept objects into the store; false when there are none. */
  load(): boolean {
    if (!existsSync(this.#snapshot)) return false;
    const [first = '{}', ...lines] = readFileSync(this.#snapshot, 'utf8').trimEnd().split('\n');
    const objects = lines.map((line): JournalLine => JSON.parse(line));
    const snapshotVersion = Number(JSON.parse(first).resourceVersion);
    this.#store.restore({ resourceVersion: snapshotVersion, objects });
    for (const { resource, object, gone } of this.#journalled()) {
      // a crash between the snapshot and the journal's removal leaves older lines
      if (Number(object.metadata?.resourceVersion) > snapshotVersion) this.#store.put(resource, object, gone);
    }
    this.compact();
    return true;
  }

  /** From now on every write is kept. */
  follow() {
    this.#store.subscribe((resource, { type, object }) => {
      const line: JournalLine = { resource, object, ...(type === 'DELETED' ? { gone: true } : {}) };
      this.#pending.push(`${JSON.stringify(line)}\n`);
      this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
    });
  }

  flush() {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length === 0) return;
    const lines = this.#pending.splice(0).join('');
    appendFileSync(this.#journal, lines, { mode: 0o600 });
    this.#size += lines.length;
    if (this.#size > JOURNAL_LIMIT) this.compact();
  }

  /** Writes a new snapshot; of a journal that a crash leaves beside it, only newer lines count. */
  compact() {
    this.#pending = [];
    const { resourceVersion, objects } = this.#store.dump();
    writeAtomically(this.#snapshot, snapshotLines(resourceVersion, objects));
    rmSync(this.#journal, { force: true });
    this.#size = 0;
  }

  *#journalled(): Iterable<JournalLine> {
    if (!existsSync(this.#journal) || statSync(this.#journal).size === 0) return;
    for (const line of readFileSync(this.#journal, 'utf8').split('\n')) {
      const parsed = parseLine(line);
      if (parsed) yield parsed;
    }
  }
}

function* snapshotLines(resourceVersion: number, objects: readonly JournalLine[]) {
  yield `${JSON.stringify({ resourceVersion })}\n`;
  for (const { resource, object } of objects) yield `${JSON.stringify({ resource, object })}\n`;
}

function parseLine(line: string): JournalLine | null {
  if (line === '') return null;
  try {
    return JSON.parse(line);
  } catch {
    return null; // torn by a crash
  }
}
