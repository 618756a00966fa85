import { childrenOf, type FileNode, lookup, may, sizeOf } from '../files.ts';
import type { Scene } from '../scene.ts';
import { full, modeText, when } from './listing.ts';
import { absoluteFor, options, type Program } from './program.ts';
import { userOf } from './words.ts';

const no = (scene: Scene, name: string, path: string, error: string) =>
  scene.family === 'alpine' ? `${name}: ${path}: ${error}\n` : `${name}: cannot access '${path}': ${error}\n`;

export const ls: Program = async (scene, [name = 'ls', ...args], io) => {
  const { flags, operands } = options(args, '', { all: 'a' });
  let status = 0;
  const paths = operands.length === 0 ? ['.'] : operands;
  const line = (label: string, node: FileNode) => {
    if (!flags.has('l') && !flags.has('n')) return label;
    const owner = (uid: number) => (flags.has('n') ? String(uid) : userOf(scene, uid));
    const time = args.some((arg) => arg.startsWith('--time-style') || arg === '--full-time')
      ? full(node.mtime)
      : when(scene, node.mtime);
    return `${modeText(node)} ${node.kind === 'dir' ? 2 : 1} ${owner(node.uid).padEnd(8)} ${owner(node.gid).padEnd(8)} ${String(sizeOf(node)).padStart(9)} ${time} ${label}${node.kind === 'link' ? ` -> ${node.target}` : ''}`;
  };
  async function list(path: string, node: FileNode, title: boolean): Promise<void> {
    if (!may(node, scene.uid, 4)) {
      status = 2;
      await io.err(
        scene.family === 'alpine'
          ? `ls: can't open '${path}': Permission denied\n`
          : `ls: cannot open directory '${path}': Permission denied\n`,
      );
      return;
    }
    const entries = [...childrenOf(node)].filter(
      ([child]) => flags.has('a') || flags.has('A') || !child.startsWith('.'),
    );
    entries.sort(([a, x], [b, y]) => (flags.has('t') ? y.mtime - x.mtime : 0) || (a < b ? -1 : 1));
    if (flags.has('r')) entries.reverse();
    const dots: [string, FileNode][] = flags.has('a')
      ? [
          ['.', node],
          ['..', node],
        ]
      : [];
    await io.out(
      (title ? `${path}:\n` : '') +
        (flags.has('l') ? `total ${entries.length * 4}\n` : '') +
        [...dots, ...entries].map(([child, entry]) => `${line(child, entry)}\n`).join(''),
    );
    if (flags.has('R'))
      for (const [child, entry] of entries)
        if (entry.kind === 'dir') {
          await io.out('\n');
          await list(`${path.replace(/\/$/, '')}/${child}`, entry, true);
        }
  }
  for (const path of paths) {
    const found = lookup(scene.root, absoluteFor(io, path), scene.uid, !flags.has('l') || path.endsWith('/'));
    if (!found.ok) {
      status = scene.family === 'alpine' ? 1 : 2;
      await io.err(no(scene, name, path, found.error));
      continue;
    }
    if (found.node.kind !== 'dir' || flags.has('d')) await io.out(`${line(path, found.node)}\n`);
    else await list(path, found.node, paths.length > 1 || flags.has('R'));
  }
  return status;
};
