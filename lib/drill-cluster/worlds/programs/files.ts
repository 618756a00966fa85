import { childrenOf, type FileNode, lookup, may, sizeOf, walk } from '../files.ts';
import type { Scene } from '../scene.ts';
import { patternRegExp } from '../shell/pattern.ts';
import { absoluteFor, open, options, type Program, type ProgramIo } from './program.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TYPE = { file: '-', dir: 'd', link: 'l', socket: 's', device: 'c' } as const;
const LETTER = { file: 'f', dir: 'd', link: 'l', socket: 's', device: 'c' } as const;
const two = (n: number) => String(n).padStart(2, '0');
const userOf = (scene: Scene, uid: number) => (uid === 0 ? 'root' : uid === scene.uid ? scene.user : String(uid));

export const modeText = (node: FileNode) =>
  TYPE[node.kind] +
  [6, 3, 0]
    .map((shift) =>
      'rwx'
        .split('')
        .map((letter, i) => ((node.mode >> shift) & 7 & (4 >> i) ? letter : '-'))
        .join(''),
    )
    .join('');

function when(scene: Scene, ms: number): string {
  const date = new Date(ms);
  const time =
    scene.now - ms < 180 * 86_400_000
      ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
      : ` ${date.getUTCFullYear()}`;
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${time}`;
}
const full = (ms: number) => `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '000000')} +0000`;
const no = (scene: Scene, name: string, path: string, error: string) =>
  scene.family === 'alpine' ? `${name}: ${path}: ${error}\n` : `${name}: cannot access '${path}': ${error}\n`;

const ls: Program = async (scene, [name = 'ls', ...args], io) => {
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

type Test = (entry: { node: FileNode; path: string; depth: number }) => boolean;
interface Plan {
  tests: Test[][];
  maxDepth: number;
  minDepth: number;
  print: 'line' | 'zero' | 'ls' | { format: string } | { run: string[]; many: boolean };
  prune: boolean;
  error: string | null;
}

/** `find` with the tests that collectors and people use; -o is understood between groups of tests. */
const find: Program = async (scene, [name = 'find', ...args], io) => {
  const start = args.findIndex((arg) => /^[-(!]/.test(arg) && !/^-[HLP]$/.test(arg));
  const paths = args.slice(0, start < 0 ? args.length : start).filter((arg) => !/^-[HLP]$/.test(arg));
  const plan = planOf(scene, start < 0 ? [] : args.slice(start));
  if (plan.error !== null) {
    await io.err(`${name}: ${plan.error}\n`);
    return 1;
  }
  let status = 0;
  const hits: string[] = [];
  async function visit(node: FileNode, path: string, depth: number): Promise<void> {
    const hit =
      depth >= plan.minDepth && plan.tests.some((tests) => tests.every((test) => test({ node, path, depth })));
    if (hit) {
      if (typeof plan.print === 'object' && 'run' in plan.print) hits.push(path);
      else await io.out(shown(scene, plan.print, node, path));
    }
    if (node.kind !== 'dir' || depth >= plan.maxDepth) return;
    if (!may(node, scene.uid, 4)) {
      status = 1;
      await io.err(`${name}: '${path}': Permission denied\n`);
      return;
    }
    for (const [child, entry] of [...childrenOf(node)].sort(([a], [b]) => (a < b ? -1 : 1)))
      await visit(entry, `${path.replace(/\/$/, '')}/${child}`, depth + 1);
  }
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const found = lookup(scene.root, absoluteFor(io, path), scene.uid, path.endsWith('/'));
    if (!found.ok) {
      status = 1;
      await io.err(
        scene.family === 'alpine' ? `${name}: ${path}: ${found.error}\n` : `${name}: '${path}': ${found.error}\n`,
      );
    } else await visit(found.node, path, 0);
  }
  if (typeof plan.print === 'object' && 'run' in plan.print) {
    const { programNamed } = await import('./index.ts');
    const { run, many } = plan.print;
    for (const batch of many ? (hits.length > 0 ? [hits] : []) : hits.map((hit) => [hit])) {
      const argv = run.flatMap((word) => (word === '{}' ? batch : [many ? word : word.replace('{}', batch[0] ?? '')]));
      const program = programNamed(scene, argv[0] ?? '');
      if (program === null) {
        await io.err(`${name}: '${argv[0]}': No such file or directory\n`);
        return 1;
      }
      await program(scene, argv, io);
    }
  }
  return status;
};

function shown(scene: Scene, print: Exclude<Plan['print'], { run: string[] }>, node: FileNode, path: string): string {
  if (print === 'line') return `${path}\n`;
  if (print === 'zero') return `${path}\0`;
  if (print === 'ls')
    return `  ${1_180_000 + path.length}      4 ${modeText(node)}   1 ${userOf(scene, node.uid).padEnd(8)} ${userOf(scene, node.gid).padEnd(8)} ${String(sizeOf(node)).padStart(8)} ${when(scene, node.mtime)} ${path}\n`;
  const time = (letter: string) =>
    letter === '@'
      ? `${(node.mtime / 1000).toFixed(10)}`
      : letter === '+'
        ? `${new Date(node.mtime).toISOString().slice(0, 10)}+${new Date(node.mtime).toISOString().slice(11, 19)}.0000000000`
        : letter === 'Y'
          ? String(new Date(node.mtime).getUTCFullYear())
          : letter === 'F'
            ? new Date(node.mtime).toISOString().slice(0, 10)
            : new Date(node.mtime).toISOString().slice(11, 19);
  return print.format
    .replace(/%T(.)/g, (_, letter: string) => time(letter))
    .replace(
      /%([pfsmMugynti])/g,
      (_, letter: string) =>
        ({
          p: path,
          f: path.split('/').at(-1) ?? '',
          s: String(sizeOf(node)),
          m: node.mode.toString(8),
          M: modeText(node),
          u: userOf(scene, node.uid),
          g: userOf(scene, node.gid),
          y: LETTER[node.kind],
          n: '1',
          t: new Date(node.mtime).toUTCString(),
          i: '1180000',
        })[letter] ?? '',
    )
    .replace(/%l/g, node.target ?? '')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\0/g, '\0');
}

function planOf(scene: Scene, args: readonly string[]): Plan {
  const plan: Plan = {
    tests: [[]],
    maxDepth: Number.POSITIVE_INFINITY,
    minDepth: 0,
    print: 'line',
    prune: false,
    error: null,
  };
  let negated = false;
  const add = (test: Test) => {
    const not = negated;
    plan.tests.at(-1)?.push((entry) => test(entry) !== not);
    negated = false;
  };
  const compare = (value: string, of: (entry: { node: FileNode }) => number) => {
    const n = Number(value.replace(/^[-+]/, ''));
    add((entry) =>
      value.startsWith('-') ? of(entry) < n : value.startsWith('+') ? of(entry) > n : Math.floor(of(entry)) === n,
    );
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const value = () => args[++i] ?? '';
    const ageOf =
      (unit: number) =>
      ({ node }: { node: FileNode }) =>
        (scene.now - node.mtime) / unit;
    switch (arg) {
      case '!':
      case '-not':
        negated = true;
        break;
      case '-a':
      case '-and':
      case '(':
      case ')':
      case '\\(':
      case '\\)':
      case '-xdev':
      case '-mount':
      case '-depth':
        break;
      case '-o':
      case '-or':
        plan.tests.push([]);
        break;
      case '-type': {
        const types = value().split(',');
        add(({ node }) => types.includes(LETTER[node.kind]));
        break;
      }
      case '-name':
      case '-iname': {
        const regexp = new RegExp(patternRegExp(value()), arg === '-iname' ? 'i' : '');
        add(({ path }) => regexp.test(path.split('/').at(-1) ?? ''));
        break;
      }
      case '-path':
      case '-wholename': {
        const regexp = patternRegExp(value());
        add(({ path }) => regexp.test(path));
        break;
      }
      case '-mmin':
      case '-cmin':
        compare(value(), ageOf(60_000));
        break;
      case '-mtime':
      case '-ctime':
        compare(value(), ageOf(86_400_000));
        break;
      case '-newermt':
      case '-newerct': {
        const since = relative(scene, value());
        if (Number.isNaN(since)) plan.error = `invalid date for ${arg}`;
        add(({ node }) => node.mtime > since);
        break;
      }
      case '-newer': {
        const other = lookup(scene.root, value(), scene.uid);
        add(({ node }) => other.ok && node.mtime > other.node.mtime);
        break;
      }
      case '-perm': {
        const text = value();
        const bits = text.includes('u+s') ? 0o4000 : Number.parseInt(text.replace(/^[-/+]/, ''), 8) || 0;
        add(({ node }) =>
          text.startsWith('-')
            ? (node.mode & bits) === bits
            : text.startsWith('/')
              ? (node.mode & bits) !== 0
              : node.mode === bits,
        );
        break;
      }
      case '-user': {
        const user = value();
        add(({ node }) => userOf(scene, node.uid) === user || String(node.uid) === user);
        break;
      }
      case '-size': {
        const text = value();
        const unit = { k: 1024, M: 1024 ** 2, G: 1024 ** 3, c: 1 }[text.at(-1) ?? ''] ?? 512;
        compare(text.replace(/[kMGcb]$/, ''), ({ node }) => Math.ceil(sizeOf(node) / unit));
        break;
      }
      case '-maxdepth':
        plan.maxDepth = Number(value());
        break;
      case '-mindepth':
        plan.minDepth = Number(value());
        break;
      case '-prune':
        add(() => false);
        break;
      case '-print':
        plan.print = 'line';
        break;
      case '-print0':
        plan.print = 'zero';
        break;
      case '-ls':
        plan.print = 'ls';
        break;
      case '-printf':
        plan.print = { format: value() };
        break;
      case '-exec':
      case '-execdir': {
        const end = args.findIndex((word, at) => at > i && (word === ';' || word === '+'));
        plan.print = { run: args.slice(i + 1, end < 0 ? args.length : end), many: args[end] === '+' };
        i = end < 0 ? args.length : end;
        break;
      }
      default:
        plan.error = scene.family === 'alpine' ? `unrecognized: ${arg}` : `unknown predicate \`${arg}'`;
    }
  }
  return plan;
}

/** `-60 minutes`, `1 hour ago`, a date; in ms since the epoch, NaN when it cannot be read. */
function relative(scene: Scene, text: string): number {
  const ago = /^-?(\d+)\s*(second|minute|min|hour|day)s?(?:\s+ago)?$/.exec(text.trim());
  if (ago !== null)
    return (
      scene.now -
      Number(ago[1]) *
        ({ second: 1000, minute: 60_000, min: 60_000, hour: 3_600_000, day: 86_400_000 }[ago[2] ?? ''] ?? Number.NaN)
    );
  return text.startsWith('@')
    ? Number(text.slice(1)) * 1000
    : Date.parse(
        /[zZ]|[+-]\d\d:?\d\d$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`,
      );
}

const stat: Program = async (scene, [name = 'stat', ...args], io) => {
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

const readlink: Program = async (scene, [, ...args], io) => {
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

/** test(1): -e -f -d -r -L -s -n -z, =, !=, -eq … and `!`. */
const test: Program = async (scene, [name = 'test', ...given], io) => {
  const args = name === '[' ? given.slice(0, -1) : [...given];
  if (name === '[' && given.at(-1) !== ']') {
    await io.err("[: missing ']'\n");
    return 2;
  }
  for (const joint of ['-o', '-a'] as const) {
    const at = args.indexOf(joint);
    if (at > 0) {
      const [left, right] = [
        await test(scene, ['test', ...args.slice(0, at)], io),
        await test(scene, ['test', ...args.slice(at + 1)], io),
      ];
      return Number(joint === '-a' ? left !== 0 || right !== 0 : left !== 0 && right !== 0);
    }
  }
  if (args[0] === '!' && args.length > 1) return Number((await test(scene, ['test', ...args.slice(1)], io)) === 0);
  const [a = '', operator = '', b = ''] = args;
  if (args.length <= 1) return Number(a === '');
  if (args.length === 2) return Number(!unary(scene, io, a, operator));
  const n = [Number(a), Number(b)] as const;
  const results: Record<string, boolean> = {
    '=': a === b,
    '==': a === b,
    '!=': a !== b,
    '-eq': n[0] === n[1],
    '-ne': n[0] !== n[1],
    '-lt': n[0] < n[1],
    '-le': n[0] <= n[1],
    '-gt': n[0] > n[1],
    '-ge': n[0] >= n[1],
  };
  const result = results[operator];
  if (result === undefined) {
    await io.err(`${name}: ${operator}: unknown operand\n`);
    return 2;
  }
  return Number(!result);
};
function unary(scene: Scene, io: ProgramIo, operator: string, value: string): boolean {
  if (operator === '-n') return value !== '';
  if (operator === '-z') return value === '';
  const found = lookup(scene.root, absoluteFor(io, value), scene.uid, operator !== '-L' && operator !== '-h');
  if (!found.ok) return false;
  const { node } = found;
  switch (operator) {
    case '-e':
      return true;
    case '-f':
      return node.kind === 'file';
    case '-d':
      return node.kind === 'dir';
    case '-L':
    case '-h':
      return node.kind === 'link';
    case '-S':
      return node.kind === 'socket';
    case '-s':
      return sizeOf(node) > 0;
    case '-r':
      return may(node, scene.uid, 4);
    case '-w':
      return may(node, scene.uid, 2);
    case '-x':
      return may(node, scene.uid, 1);
    default:
      return false;
  }
}

const du: Program = async (scene, [, ...args], io) => {
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

/** A world is looked at, not changed; the words are those of a container whose root is mounted read-only. */
const refuse: Program = async (_scene, [name = '', ...args], io) => {
  await io.err(`${name}: ${args.filter((arg) => !arg.startsWith('-')).at(-1) ?? ''}: Read-only file system\n`);
  return 1;
};

export const filePrograms: Readonly<Record<string, Program>> = {
  ls,
  find,
  stat,
  readlink,
  test,
  '[': test,
  du,
  touch: refuse,
  rm: refuse,
  mv: refuse,
  cp: refuse,
  mkdir: refuse,
  chmod: refuse,
  chown: refuse,
  ln: refuse,
  tee: refuse,
  dd: refuse,
  realpath: (scene, [, ...args], io) => readlink(scene, ['readlink', '-f', ...args], io),
  basename: async (_scene, [, path = '', suffix = ''], io) =>
    io
      .out(
        `${(path.replace(/\/+$/, '').split('/').at(-1) ?? '').replace(new RegExp(`${suffix.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&')}$`), '')}\n`,
      )
      .then(() => 0),
  dirname: async (_scene, [, path = ''], io) =>
    io.out(`${path.includes('/') ? path.replace(/\/[^/]*\/*$/, '') || '/' : '.'}\n`).then(() => 0),
};
