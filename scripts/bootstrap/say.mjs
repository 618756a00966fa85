import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** One line for the person at the terminal. On stderr, so that what a command answers on stdout can be piped. */
export const say = (/** @type {string} */ words) => void process.stderr.write(`bulkhead  ${words}\n`);

/**
 * Says what begins, and afterwards how long it took.
 * @template T
 * @param {string} what
 * @param {() => T} work may be asynchronous
 * @returns {T}
 */
export function timed(what, work) {
  const begun = performance.now();
  say(`${what} …`);
  const result = work();
  const end = () => say(`${what}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  if (result instanceof Promise) result.then(end, () => undefined);
  else end();
  return result;
}
