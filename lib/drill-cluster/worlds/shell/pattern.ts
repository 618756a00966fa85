import { childrenOf, type FileNode, lookup } from '../files.ts';

/** A shell pattern (`*`, `?`, `[a-z]`) as a regular expression over a whole text; `\` makes the next character plain. */
export function patternRegExp(pattern: string, wholeText = true): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (char === '\\') source += plain(pattern[++at] ?? '');
    else if (char === '*') source += '[^]*';
    else if (char === '?') source += '[^]';
    else if (char === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) source += '\\[';
      else {
        source += `[${pattern
          .slice(at + 1, end)
          .replace(/^!/, '^')
          .replaceAll('\\', '\\\\')}]`;
        at = end;
      }
    } else source += plain(char);
  }
  return new RegExp(wholeText ? `^(?:${source})$` : source);
}
const plain = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Paths that match a pattern, in order; none: the shell leaves the word as it is. */
export function expandPath(root: FileNode, cwd: string, pattern: string, uid: number): string[] {
  const fromRoot = pattern.startsWith('/');
  let found = [fromRoot ? '' : cwd];
  const parts = pattern.split('/').filter(Boolean);
  for (const part of parts) {
    const magic = /[*?[]/.test(part);
    const regexp = magic ? patternRegExp(part) : null;
    found = found.flatMap((base) => {
      if (regexp === null) return lookup(root, `${base}/${part}`, uid, false).ok ? [`${base}/${part}`] : [];
      const dir = lookup(root, base === '' ? '/' : base, uid);
      if (!dir.ok || dir.node.kind !== 'dir') return [];
      return [...childrenOf(dir.node).keys()]
        .filter((name) => regexp.test(name) && (part.startsWith('.') || !name.startsWith('.')))
        .sort()
        .map((name) => `${base}/${name}`);
    });
  }
  return fromRoot ? found : found.map((path) => path.slice(cwd.length).replace(/^\/+/, ''));
}
