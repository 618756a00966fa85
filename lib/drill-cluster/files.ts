import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/** The file is the old one or the new one, whatever happens in between. */
export function writeAtomically(path: string, content: string | Iterable<string>, mode = 0o600) {
  const draft = `${path}.new`;
  const file = openSync(draft, 'w', mode);
  try {
    if (typeof content === 'string') writeSync(file, content);
    else for (const part of content) writeSync(file, part);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
