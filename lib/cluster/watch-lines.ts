import type { KubeObject } from '../kubernetes/objects.ts';

/** One line of a watch stream. */
export interface WatchLine {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: KubeObject;
}

/** An etcd object is 1.5 MB at most; as JSON, with a Table of escapes, several times that. */
const LINE_LIMIT = 16_000_000;
const TYPES = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);

/** Cuts bytes into the lines of a watch. Throws Error on a line that is too long or no watch event: list anew then. */
export class WatchLines {
  #rest: Buffer[] = [];
  #restBytes = 0;

  push(chunk: Buffer): WatchLine[] {
    const lines: WatchLine[] = [];
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      const text = Buffer.concat([...this.#rest, chunk.subarray(from, at)]).toString('utf8');
      this.#rest = [];
      this.#restBytes = 0;
      from = at + 1;
      if (text.trim() !== '') lines.push(parseLine(text));
    }
    if (from < chunk.length) {
      this.#rest.push(chunk.subarray(from));
      this.#restBytes += chunk.length - from;
      if (this.#restBytes > LINE_LIMIT) throw new Error('a line of the watch is too long');
    }
    return lines;
  }
}

function parseLine(text: string): WatchLine {
  const value: unknown = JSON.parse(text);
  if (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'object' in value &&
    typeof value.object === 'object' &&
    value.object !== null
  ) {
    if (typeof value.type === 'string' && TYPES.has(value.type)) return value as WatchLine; // type and object were looked at
  }
  throw new Error('a line of the watch is no event');
}
