import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = process.env.BULKHEAD_CORPORA ?? resolve(import.meta.dirname, '../../../shared/corpora');

/** Text of a file of outside test data, or null where the data is not at hand; tests then say so and pass. */
export function corpus(path: string): string | null {
  const file = join(folder, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** The same for JSON lines. The caller knows the shape of its own corpus. */
export function corpusLines(path: string): unknown[] | null {
  const text = corpus(path);
  return text === null
    ? null
    : text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line): unknown => JSON.parse(line));
}
