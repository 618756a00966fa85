import { lookup, sizeOf, walk } from '../files.ts';
import { full, modeText } from './listing.ts';
import { absoluteFor, open, options, type Program } from './program.ts';
import { two, userOf } from './words.ts';

export const stat: Program = async (scene, [name = 'stat', ...args], io) => {
  const { values, flags, operands } = options(args, 'c', { format: 'c', printf: 'c' });
  let status = 0;
  for (const path of operands) {
    const found = lookup(scene.root, absoluteFor(io, path), scene.uid, flags.has('L'));
    if (!found.ok) {
      status = 1;
      await io.err(
        scene.family === 'alpine'
          ? `${name}: can't stat '${path}': ${found.error}\n`
          : `${name}: cannot statx '${path}': ${found.error}\n`,
      );
      continue;
    }
    const { node } = found;
    const kind = {
      file: 'regular file',
      dir: 'directory',
      link: 'symbolic link',
      socket: 'socket',
      device: 'character special file',
    }[node.kind];
    const parts: Record<string, string> = {
      n: path,
      N: node.kind === 'link' ? `'${path}' -> '${node.target}'` : path,
      s: String(sizeOf(node)),
      a: node.mode.toString(8),
      A: modeText(node),
      u: String(node.uid),
      U: userOf(scene, node.uid),
      g: String(node.gid),
      G: userOf(scene, node.gid),
      y: full(node.mtime),
      Y: String(Math.floor(node.mtime / 1000)),
      z: full(node.mtime),
      Z: String(Math.floor(node.mtime / 1000)),
      x: full(node.mtime),
      X: String(Math.floor(node.mtime / 1000)),
      F: kind,
      i: '1180000',
      h: '1',
    };
    const format = values.get('c');
    await io.out(
      format !== undefined
        ? `${format.replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole)}\n`
        : `  File: ${parts.N}\n  Size: ${parts.s}\t\tBlocks: 8          IO Block: 4096   ${kind}\nAccess: (${two(0)}${parts.a}/${parts.A})  Uid: (${parts.u}/${parts.U})   Gid: (${parts.g}/${parts.G})\nAccess: ${parts.x}\nModify: ${parts.y}\nChange: ${parts.z}\n`,
    );
  }
  return status;
};

export const readlink: Program = async (scene, [, ...args], io) => {
  const { flags, operands } = options(args);
  let status = 0;
  for (const path of operands) {
    const whole = flags.has('f') || flags.has('e');
    const found = lookup(scene.root, absoluteFor(io, path), scene.uid, whole);
    if (whole && found.ok) await io.out(`${found.path}\n`);
    else if (found.ok && found.node.kind === 'link') await io.out(`${found.node.target}\n`);
    else if (whole) {
      const link = lookup(scene.root, absoluteFor(io, path), scene.uid, false);
      if (link.ok && link.node.target !== undefined) await io.out(`${link.node.target}\n`);
      else status = 1;
    } else status = 1;
  }
  return status;
};

export const du: Program = async (scene, [, ...args], io) => {
  const { operands } = options(args, 'd');
  for (const path of operands.length === 0 ? ['.'] : operands) {
    const opened = open(scene, io, path);
    if (!opened.ok) {
      await io.err(`du: cannot access '${path}': ${opened.error}\n`);
      return 1;
    }
    let total = 0;
    for (const { node } of walk(opened.node, path)) total += sizeOf(node);
    await io.out(`${Math.ceil(total / 1024)}\t${path}\n`);
  }
  return 0;
};
