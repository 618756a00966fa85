import { PassThrough } from 'node:stream';
import { createGzip } from 'node:zlib';
import { pack as createPack } from 'tar-stream';
import { absolute, bytesOf, childrenOf, type FileNode, lookup, may } from '../files.ts';
import type { Scene } from '../scene.ts';
import type { Program, ProgramIo } from './program.ts';

interface Asked {
  gzip: boolean;
  paths: { dir: string; path: string }[];
  exclude: string[];
  create: boolean;
  toStdout: boolean;
}

/**
 * `tar cf -` and `tar czf -`: a real archive of the world's files, streamed. What is missing or may not be read is said on
 * stderr, the rest goes on, and the exit status is 2 (GNU) or 1 (busybox), as those do.
 */
export const tar: Program = async (scene, [, ...args], io) => {
  const asked = read(args, io);
  if (!asked.create) {
    await io.err('tar: only creating an archive is of use here; extracting would write\n');
    return 2;
  }
  if (!asked.toStdout) {
    await io.err(
      scene.family === 'alpine'
        ? "tar: can't open archive: Read-only file system\n"
        : 'tar: archive: Cannot open: Read-only file system\ntar: Error is not recoverable: exiting now\n',
    );
    return 2;
  }
  const pack = createPack();
  const stream = pack.pipe(asked.gzip ? createGzip() : new PassThrough());
  let failed = false;
  const complain = async (path: string, error: string) => {
    failed = true;
    await io.err(
      scene.family === 'alpine'
        ? `tar: ${path}: ${error}\n`
        : `tar: ${path}: ${error === 'Permission denied' ? 'Cannot open' : 'Cannot stat'}: ${error}\n`,
    );
  };
  const filling = (async () => {
    let stripped = false;
    for (const { dir, path } of asked.paths) {
      const found = lookup(scene.root, absolute(dir, path), scene.uid, false);
      if (!found.ok) {
        await complain(path, found.error);
        continue;
      }
      if (path.startsWith('/') && !stripped) {
        stripped = true;
        await io.err(
          scene.family === 'alpine'
            ? "tar: removing leading '/' from member names\n"
            : "tar: Removing leading `/' from member names\n",
        );
      }
      await addTree(scene, pack, found.node, path, asked.exclude, complain);
    }
    pack.finalize();
  })();
  for await (const chunk of stream) await io.out(new Uint8Array(chunk));
  await filling;
  if (failed && scene.family !== 'alpine') await io.err('tar: Exiting with failure status due to previous errors\n');
  return failed ? (scene.family === 'alpine' ? 1 : 2) : 0;
};

async function addTree(
  scene: Scene,
  pack: ReturnType<typeof createPack>,
  node: FileNode,
  path: string,
  exclude: readonly string[],
  complain: (path: string, error: string) => Promise<void>,
): Promise<void> {
  if (exclude.some((pattern) => path === pattern || path.startsWith(`${pattern}/`)) || node.kind === 'socket') return;
  const name = path.replace(/^\/+/, '') || '.';
  const header = {
    name: node.kind === 'dir' ? `${name.replace(/\/$/, '')}/` : name,
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    mtime: new Date(node.mtime),
  };
  if (node.kind === 'link') return entry(pack, { ...header, type: 'symlink', linkname: node.target ?? '', size: 0 });
  if (!may(node, scene.uid, 4)) return complain(path, 'Permission denied');
  if (node.kind === 'file') return entry(pack, { ...header, type: 'file' }, bytesOf(node));
  if (node.kind !== 'dir') return entry(pack, { ...header, type: 'character-device', size: 0 });
  await entry(pack, { ...header, type: 'directory', size: 0 });
  for (const [child, below] of [...childrenOf(node)].sort(([a], [b]) => (a < b ? -1 : 1)))
    await addTree(scene, pack, below, `${path.replace(/\/$/, '')}/${child}`, exclude, complain);
}

function entry(
  pack: ReturnType<typeof createPack>,
  header: Parameters<typeof pack.entry>[0],
  bytes: Uint8Array = new Uint8Array(),
): Promise<void> {
  return new Promise((resolve, reject) => {
    pack.entry({ ...header, size: bytes.length }, Buffer.from(bytes), (error) => (error ? reject(error) : resolve()));
  });
}

function read(args: readonly string[], io: ProgramIo): Asked {
  const asked: Asked = { gzip: false, paths: [], exclude: [], create: false, toStdout: true };
  let dir = io.cwd;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const bundle = i === 0 && !arg.startsWith('-') ? arg : /^-[A-Za-z]+$/.test(arg) ? arg.slice(1) : null;
    if (arg.startsWith('--exclude'))
      asked.exclude.push(
        (arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : (args[++i] ?? '')).replace(/\/\*?$/, ''),
      );
    else if (arg === '--directory') dir = absolute(dir, args[++i] ?? '');
    else if (arg.startsWith('--directory=')) dir = absolute(dir, arg.slice(12));
    else if (arg.startsWith('--file=')) asked.toStdout = arg === '--file=-';
    else if (arg === '--create') asked.create = true;
    else if (arg === '--gzip') asked.gzip = true;
    else if (bundle !== null) {
      for (const letter of bundle) {
        if (letter === 'c') asked.create = true;
        else if (letter === 'z') asked.gzip = true;
        else if (letter === 'f') asked.toStdout = (args[++i] ?? '-') === '-';
        else if (letter === 'C') dir = absolute(dir, args[++i] ?? '');
        else if (letter === 'X' || letter === 'T') i++;
      }
    } else if (!arg.startsWith('-')) asked.paths.push({ dir, path: arg });
  }
  return asked;
}
