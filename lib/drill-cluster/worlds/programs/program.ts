import { absolute, bytesOf, type FileNode, lookup, may } from '../files.ts';
import type { Scene } from '../scene.ts';

/** Standard input that several readers may share, each taking up where the one before stopped. */
export interface Reader {
  line(): Promise<string | null>;
  chunks(): AsyncGenerator<Uint8Array>;
  bytes(): Promise<Uint8Array>;
}

export interface ProgramIo {
  stdin: Reader;
  out(data: string | Uint8Array): Promise<void>;
  err(text: string): Promise<void>;
  env: Readonly<Record<string, string>>;
  cwd: string;
  signal: AbortSignal;
}

/** argv[0] is the name it was called by. Returns the exit status. */
export type Program = (scene: Scene, argv: readonly string[], io: ProgramIo) => Promise<number>;

export function readerOf(source: AsyncIterable<Uint8Array> | null): Reader {
  const iterator = source?.[Symbol.asyncIterator]() ?? null;
  let buffered: Uint8Array = new Uint8Array();
  const more = async () => {
    const next = await iterator?.next();
    return next === undefined || next.done === true ? null : next.value;
  };
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let done = false;
    try {
      if (buffered.length > 0) {
        const first = buffered;
        buffered = new Uint8Array();
        yield first;
      }
      for (let next = await more(); next !== null; next = await more()) yield next;
      done = true;
    } finally {
      if (!done) await iterator?.return?.();
    }
  }
  return {
    chunks,
    async line() {
      for (;;) {
        const end = buffered.indexOf(10);
        const next = end < 0 ? await more() : null;
        if (end < 0 && next !== null) {
          buffered = Buffer.concat([buffered, next]);
          continue;
        }
        if (buffered.length === 0) return null;
        const line = new TextDecoder().decode(buffered.subarray(0, end < 0 ? buffered.length : end));
        buffered = end < 0 ? new Uint8Array() : buffered.subarray(end + 1);
        return line;
      }
    },
    async bytes() {
      const all: Uint8Array[] = [];
      for await (const chunk of chunks()) all.push(chunk);
      return Buffer.concat(all);
    },
  };
}

/** Splits `-la -n 5 --lines=5 path` into flags, values and operands. `valued`: letters that take a value; a long name maps to its letter. */
export function options(
  args: readonly string[],
  valued = '',
  long: Readonly<Record<string, string>> = {},
): { flags: Set<string>; values: Map<string, string>; operands: string[] } {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [name = '', value] = arg.slice(2).split(/=(.*)/s);
      const letter = long[name] ?? name;
      if (value !== undefined) values.set(letter, value);
      else if (letter.length === 1 && valued.includes(letter)) values.set(letter, args[++i] ?? '');
      else flags.add(letter);
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let n = 1; n < arg.length; n++) {
        const letter = arg[n] ?? '';
        if (!valued.includes(letter)) {
          flags.add(letter);
          continue;
        }
        values.set(letter, n + 1 < arg.length ? arg.slice(n + 1) : (args[++i] ?? ''));
        break;
      }
    } else operands.push(arg);
  }
  return { flags, values, operands };
}

export type Opened = { ok: true; node: FileNode; path: string } | { ok: false; error: string };

/** A file for reading, with the kernel's words when it cannot be had. */
export function open(scene: Scene, io: ProgramIo, path: string, follow = true): Opened {
  const found = lookup(scene.root, absoluteFor(io, path), scene.uid, follow);
  if (!found.ok) return found;
  if (!may(found.node, scene.uid, 4) && found.node.kind !== 'link') return { ok: false, error: 'Permission denied' };
  return found;
}

export const absoluteFor = (io: ProgramIo, path: string) =>
  path.includes('..') && path.startsWith('/') ? path : absolute(io.cwd, path);

/** The bytes of each operand in turn; `-` and none at all are standard input. What cannot be read is said, and counts as `failed`. */
export async function inputs(
  scene: Scene,
  io: ProgramIo,
  name: string,
  operands: readonly string[],
): Promise<{ files: { path: string; bytes: Uint8Array }[]; failed: boolean }> {
  const files: { path: string; bytes: Uint8Array }[] = [];
  let failed = false;
  for (const path of operands.length === 0 ? ['-'] : operands) {
    if (path === '-') {
      files.push({ path: '-', bytes: await io.stdin.bytes() });
      continue;
    }
    const opened = open(scene, io, path);
    const error = !opened.ok ? opened.error : opened.node.kind === 'dir' ? 'Is a directory' : null;
    if (error !== null || !opened.ok) {
      failed = true;
      await io.err(
        scene.family === 'alpine'
          ? `${name}: ${error === 'Is a directory' ? 'read error: ' : `can't open '`}${error === 'Is a directory' ? '' : `${path}': `}${error}\n`
          : `${name}: ${path}: ${error}\n`,
      );
    } else files.push({ path, bytes: bytesOf(opened.node) });
  }
  return { files, failed };
}

export const toText = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
/** The lines of a text; a line break at the end opens no further one. */
export const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** The operands as one text, in turn. */
export async function textOf(
  scene: Scene,
  io: ProgramIo,
  name: string,
  operands: readonly string[],
): Promise<{ text: string; failed: boolean }> {
  const { files, failed } = await inputs(scene, io, name, operands);
  return { text: files.map((file) => toText(file.bytes)).join(''), failed };
}

/** The words of a program that does not know what is asked of it. */
export async function usage(io: ProgramIo, name: string, what: string): Promise<number> {
  await io.err(`${name}: ${what}\n`);
  return 2;
}
