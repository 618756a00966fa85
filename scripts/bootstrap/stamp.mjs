import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * SHA-256 over names and contents of the files, and of all files in the folders, given. What does not exist counts as
 * absent; symbolic links are not followed.
 * @param {readonly string[]} names
 * @param {{ root: string, leaveOut?: (name: string) => boolean }} options `leaveOut` gets names relative to `root`, with slashes
 */
export function hashOf(names, { root, leaveOut = () => false }) {
  const hash = createHash('sha256');
  for (const name of filesIn(names, root, leaveOut)) {
    const bytes = readFileSync(path.join(root, name));
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * @param {readonly string[]} names
 * @param {string} root
 * @param {(name: string) => boolean} leaveOut
 * @returns {Generator<string>}
 */
function* filesIn(names, root, leaveOut) {
  for (const name of names) {
    const file = path.join(root, name);
    if (leaveOut(name) || !existsSync(file)) continue;
    const stat = lstatSync(file);
    if (stat.isFile()) yield name;
    else if (stat.isDirectory())
      yield* filesIn(
        readdirSync(file)
          .sort()
          .map((entry) => `${name}/${entry}`),
        root,
        leaveOut,
      );
  }
}

/**
 * Does `work` unless the stamp says that it was done for the same key. The stamp is taken away before and written after
 * it, so that a run that was cut off is done again.
 * @param {string} stamp path of the stamp file
 * @param {string} key
 * @param {() => void} work
 * @returns {boolean} whether it had to be done
 */
export function once(stamp, key, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return false;
  rmSync(stamp, { force: true });
  work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
  return true;
}
