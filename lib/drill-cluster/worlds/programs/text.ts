import { createHash } from 'node:crypto';
import type { Scene } from '../scene.ts';
import { inputs, linesOf, options, type Program, type ProgramIo, toText } from './program.ts';

async function text(
  scene: Scene,
  io: ProgramIo,
  name: string,
  operands: readonly string[],
): Promise<{ text: string; failed: boolean }> {
  const { files, failed } = await inputs(scene, io, name, operands);
  return { text: files.map((file) => toText(file.bytes)).join(''), failed };
}
const print = (io: ProgramIo, lines: readonly string[]) => io.out(lines.map((line) => `${line}\n`).join(''));

const cat: Program = async (scene, [name = 'cat', ...args], io) => {
  const { operands } = options(args);
  if (operands.length === 0 || operands.includes('-')) for await (const chunk of io.stdin.chunks()) await io.out(chunk);
  if (operands.length === 0) return 0;
  const { files, failed } = await inputs(
    scene,
    io,
    name,
    operands.filter((path) => path !== '-'),
  );
  for (const file of files) await io.out(file.bytes);
  return Number(failed);
};

/** `-20` means `-n 20`. */
const plainCount = (args: readonly string[]) =>
  args.flatMap((arg) => (/^-\d+$/.test(arg) ? ['-n', arg.slice(1)] : [arg]));

const head: Program = async (scene, [name = 'head', ...args], io) => {
  const { values, operands } = options(plainCount(args), 'nc', { lines: 'n', bytes: 'c' });
  if (operands.length === 0 && !values.has('c')) {
    for (let left = Number(values.get('n') ?? 10); left > 0; left--) {
      const line = await io.stdin.line();
      if (line === null) return 0;
      await io.out(`${line}\n`);
    }
    for await (const _ of io.stdin.chunks()) break; // tells the writer that nobody reads on
    return 0;
  }
  const { files, failed } = await inputs(scene, io, name, operands);
  for (const file of files) {
    if (files.length > 1) await io.out(`==> ${file.path} <==\n`);
    const bytes = values.get('c');
    if (bytes !== undefined) await io.out(file.bytes.subarray(0, size(bytes)));
    else await print(io, linesOf(toText(file.bytes)).slice(0, Number(values.get('n') ?? 10)));
  }
  return Number(failed);
};
const size = (value: string) =>
  Number.parseInt(value, 10) * ({ k: 1024, K: 1024, M: 1024 ** 2 }[value.at(-1) ?? ''] ?? 1);

const tail: Program = async (scene, [name = 'tail', ...args], io) => {
  const { values, operands } = options(plainCount(args), 'nc', { lines: 'n', bytes: 'c' });
  const { files, failed } = await inputs(scene, io, name, operands);
  for (const file of files) {
    if (files.length > 1) await io.out(`==> ${file.path} <==\n`);
    const bytes = values.get('c');
    const lines = values.get('n') ?? '10';
    if (bytes !== undefined) await io.out(file.bytes.subarray(Math.max(0, file.bytes.length - size(bytes))));
    else if (lines.startsWith('+'))
      await print(io, linesOf(toText(file.bytes)).slice(Math.max(0, Number(lines.slice(1)) - 1)));
    else await print(io, Number(lines) === 0 ? [] : linesOf(toText(file.bytes)).slice(-Number(lines)));
  }
  return Number(failed);
};

const wc: Program = async (scene, [name = 'wc', ...args], io) => {
  const { flags, operands } = options(args);
  const { files, failed } = await inputs(scene, io, name, operands);
  for (const file of files) {
    const content = toText(file.bytes);
    const counts = {
      l: content.split('\n').length - 1,
      w: content.split(/\s+/).filter(Boolean).length,
      c: file.bytes.length,
    };
    const shown = (['l', 'w', 'c'] as const).filter((letter) => flags.size === 0 || flags.has(letter));
    await io.out(
      `${shown.map((letter) => String(counts[letter])).join(' ')}${file.path === '-' ? '' : ` ${file.path}`}\n`,
    );
  }
  return Number(failed);
};

const grep: Program = async (scene, [name = 'grep', ...args], io) => {
  const { flags, values, operands } = options(args, 'emABC', {
    count: 'c',
    'ignore-case': 'i',
    'invert-match': 'v',
    quiet: 'q',
    'line-number': 'n',
    'fixed-strings': 'F',
    'extended-regexp': 'E',
  });
  const pattern = values.get('e') ?? operands.shift();
  if (pattern === undefined) {
    await io.err('Usage: grep [OPTION]... PATTERNS [FILE]...\n');
    return 2;
  }
  const basic = !flags.has('E') && !flags.has('P') && name !== 'egrep';
  const source = flags.has('F') ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : toJs(pattern, basic);
  let regexp: RegExp;
  try {
    regexp = new RegExp(
      flags.has('w') ? `\\b(?:${source})\\b` : flags.has('x') ? `^(?:${source})$` : source,
      flags.has('i') ? 'i' : '',
    );
  } catch {
    await io.err(`${name}: Invalid regular expression\n`);
    return 2;
  }
  const { files, failed } = await inputs(scene, flags.has('s') ? { ...io, err: async () => {} } : io, name, operands);
  let any = false;
  for (const file of files) {
    const prefix = (files.length > 1 || flags.has('H')) && !flags.has('h') ? `${file.path}:` : '';
    const hits = linesOf(toText(file.bytes))
      .flatMap((line, i) => (regexp.test(line) !== flags.has('v') ? [{ line, i }] : []))
      .slice(0, Number(values.get('m') ?? Number.POSITIVE_INFINITY));
    any ||= hits.length > 0;
    if (flags.has('q')) continue;
    if (flags.has('c')) await io.out(`${prefix}${hits.length}\n`);
    else if (flags.has('l')) await io.out(hits.length > 0 ? `${file.path}\n` : '');
    else
      await print(
        io,
        hits.flatMap(({ line, i }) => {
          const pieces = flags.has('o') ? (line.match(new RegExp(regexp.source, `${regexp.flags}g`)) ?? []) : [line];
          return pieces.map((piece) => `${prefix}${flags.has('n') ? `${i + 1}:` : ''}${piece}`);
        }),
      );
  }
  return failed ? 2 : Number(!any);
};

/** A POSIX expression in JavaScript's writing; in a basic one, brackets and signs mean something only behind a backslash. */
export function toJs(pattern: string, basic: boolean): string {
  const classes = pattern.replace(
    /\[:(alpha|digit|space|alnum|upper|lower|xdigit):\]/g,
    (_, name: string) =>
      ({
        alpha: 'A-Za-z',
        digit: '0-9',
        space: '\\s',
        alnum: 'A-Za-z0-9',
        upper: 'A-Z',
        lower: 'a-z',
        xdigit: '0-9A-Fa-f',
      })[name] ?? '',
  );
  return basic
    ? classes.replace(
        /\\([(){}|+?])|([(){}|+?])/g,
        (_, special: string | undefined, plain: string | undefined) => special ?? `\\${plain ?? ''}`,
      )
    : classes;
}

const sort: Program = async (scene, [name = 'sort', ...args], io) => {
  const { flags, values, operands } = options(args, 'kt');
  const read = await text(scene, io, name, operands);
  const field = Number.parseInt(values.get('k') ?? '0', 10);
  const numeric = flags.has('n') || /n/.test(values.get('k') ?? '');
  const reversed = flags.has('r') || /r/.test(values.get('k') ?? '');
  const key = (line: string) =>
    field === 0
      ? line
      : line
          .split(values.get('t') ?? /\s+/)
          .slice(field - 1)
          .join(' ');
  const lines = linesOf(read.text).sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const order = numeric
      ? (Number.parseFloat(x) || 0) - (Number.parseFloat(y) || 0) || (a < b ? -1 : 1)
      : x < y
        ? -1
        : x > y
          ? 1
          : 0;
    return reversed ? -order : order;
  });
  await print(io, flags.has('u') ? lines.filter((line, i) => line !== lines[i - 1]) : lines);
  return read.failed ? 2 : 0;
};

const uniq: Program = async (scene, [name = 'uniq', ...args], io) => {
  const { flags, operands } = options(args);
  const read = await text(scene, io, name, operands);
  const groups: { line: string; count: number }[] = [];
  for (const line of linesOf(read.text)) {
    const last = groups.at(-1);
    if (last?.line === line) last.count++;
    else groups.push({ line, count: 1 });
  }
  await print(
    io,
    groups
      .filter((g) => !flags.has('d') || g.count > 1)
      .map((g) => (flags.has('c') ? `${String(g.count).padStart(7)} ${g.line}` : g.line)),
  );
  return Number(read.failed);
};

const cut: Program = async (scene, [name = 'cut', ...args], io) => {
  const { values, flags, operands } = options(args, 'dfcb');
  const read = await text(scene, io, name, operands);
  const list = values.get('f') ?? values.get('c') ?? values.get('b') ?? '';
  const delimiter = values.get('d') ?? '\t';
  const wanted = (n: number) =>
    list.split(',').some((range) => {
      const [from, to] = range.split('-');
      return range.includes('-')
        ? n >= Number(from || 1) && n <= Number(to || Number.POSITIVE_INFINITY)
        : n === Number(range);
    });
  const pick = (items: readonly string[]) => items.filter((_, i) => wanted(i + 1));
  await print(
    io,
    linesOf(read.text).flatMap((line) => {
      if (!values.has('f')) return [pick([...line]).join('')];
      if (!line.includes(delimiter)) return flags.has('s') ? [] : [line];
      return [pick(line.split(delimiter)).join(delimiter)];
    }),
  );
  return Number(read.failed);
};

const tr: Program = async (_scene, [, ...args], io) => {
  const { flags, operands } = options(args);
  const from = characters(operands[0] ?? '');
  const to = characters(operands[1] ?? '');
  const known = (char: string) => from.includes(char) !== flags.has('c');
  let last = '';
  let result = '';
  for (const char of toText(await io.stdin.bytes())) {
    if (flags.has('d') && known(char)) continue;
    const mapped =
      operands.length > 1 && !flags.has('d') && known(char)
        ? (to[Math.min(flags.has('c') ? to.length - 1 : from.indexOf(char), to.length - 1)] ?? '')
        : char;
    if (flags.has('s') && mapped === last && (to.length > 0 ? to : from).includes(mapped)) continue;
    result += mapped;
    last = mapped;
  }
  await io.out(result);
  return 0;
};
function characters(set: string): string[] {
  const plain = set.replace(
    /\[:(upper|lower|digit|space|alpha|alnum|print):\]/g,
    (_, name: string) =>
      ({
        upper: 'A-Z',
        lower: 'a-z',
        digit: '0-9',
        space: ' \\t\\n\\r',
        alpha: 'A-Za-z',
        alnum: 'A-Za-z0-9',
        print: ' -~',
      })[name] ?? '',
  );
  const singles = [
    ...plain.replace(/\\(0{1,3}|[ntr\\])/g, (_, c: string) => ({ n: '\n', t: '\t', r: '\r', '\\': '\\' })[c] ?? '\0'),
  ];
  return singles.flatMap((char, i) => {
    if (char === '-' && i > 0 && i < singles.length - 1) return [];
    if (singles[i - 1] !== '-' || i < 2) return [char];
    const start = (singles[i - 2] ?? '').charCodeAt(0) + 1;
    return Array.from({ length: Math.max(0, char.charCodeAt(0) - start + 1) }, (_, n) =>
      String.fromCharCode(start + n),
    );
  });
}

/** `s///`, `/x/p`, `/x/d`, `3p`, `2,5p`, `$d`: what people pipe through. */
const sed: Program = async (scene, [name = 'sed', ...args], io) => {
  const { flags, values, operands } = options(args, 'e', { quiet: 'n', 'regexp-extended': 'E' });
  const script = values.get('e') ?? operands.shift() ?? '';
  const extended = flags.has('E') || flags.has('r');
  const read = await text(scene, io, name, operands);
  const steps = script.split(/;(?![^s]*[|/])/).map((step) => sedStep(step.trim(), extended));
  if (steps.some((step) => step === null)) {
    await io.err(`${name}: -e expression #1, char ${script.length}: unknown command\n`);
    return 1;
  }
  const lines = linesOf(read.text);
  const printed = lines.flatMap((line, i) => {
    let now = line;
    let extra = 0;
    for (const step of steps) {
      if (step === null || !step.applies(now, i + 1, lines.length)) continue;
      if (step.command === 'd') return [];
      if (step.command === 'p') extra++;
      else now = step.replace(now);
    }
    return [...Array<string>(extra).fill(now), ...(flags.has('n') ? [] : [now])];
  });
  await print(io, printed);
  return Number(read.failed);
};
interface SedStep {
  command: 's' | 'p' | 'd';
  applies: (line: string, n: number, count: number) => boolean;
  replace: (line: string) => string;
}
function sedStep(step: string, extended: boolean): SedStep | null {
  const match = /^(?:(\d+|\$)(?:,(\d+|\$))?|\/((?:\\.|[^/])*)\/)?\s*(?:([pd])|s(.)(.*))$/s.exec(step);
  if (match === null) return null;
  const [, from, to, pattern, command, delimiter = '/', rest = ''] = match;
  const line = (address: string, count: number) => (address === '$' ? count : Number(address));
  const regexp = pattern === undefined ? null : new RegExp(toJs(pattern, !extended));
  const applies: SedStep['applies'] = (content, n, count) =>
    regexp !== null
      ? regexp.test(content)
      : from === undefined || (n >= line(from, count) && n <= line(to ?? from, count));
  if (command === 'p' || command === 'd') return { command, applies, replace: (content) => content };
  const parts = rest.split(new RegExp(`(?<!\\\\)${delimiter.replace(/[|$.*+?^()[\]{}]/g, '\\$&')}`));
  if (parts.length !== 3) return null;
  const by = (parts[1] ?? '')
    .replace(/\$/g, '$$$$')
    .replace(/\\(\d)/g, '$$$1')
    .replace(/(?<!\\)&/g, '$$&')
    .replace(/\\(.)/g, '$1');
  const what = new RegExp(
    toJs(parts[0] ?? '', !extended),
    `${parts[2]?.includes('g') ? 'g' : ''}${/i/i.test(parts[2] ?? '') ? 'i' : ''}`,
  );
  return { command: 's', applies, replace: (content) => content.replace(what, by) };
}

const digest =
  (algorithm: string): Program =>
  async (scene, [name = '', ...args], io) => {
    const { files, failed } = await inputs(scene, io, name, options(args).operands);
    for (const file of files) await io.out(`${createHash(algorithm).update(file.bytes).digest('hex')}  ${file.path}\n`);
    return Number(failed);
  };

const base64: Program = async (scene, [name = 'base64', ...args], io) => {
  const { flags, operands } = options(args, 'w');
  const { files, failed } = await inputs(scene, io, name, operands);
  const all = Buffer.concat(files.map((file) => file.bytes));
  await io.out(
    flags.has('d')
      ? Buffer.from(all.toString('latin1'), 'base64')
      : `${all.toString('base64').replace(/.{76}/g, '$&\n')}\n`,
  );
  return Number(failed);
};

const gzip: Program = async (_scene, _argv, io) => {
  const { gzipSync } = await import('node:zlib');
  await io.out(gzipSync(await io.stdin.bytes()));
  return 0;
};

const xargs: Program = async (scene, [, ...args], io) => {
  const { programNamed } = await import('./index.ts');
  const skipped = args.findIndex((arg) => !/^-(0|r|n|L)$|^\d+$/.test(arg));
  const [name = 'echo', ...rest] = skipped < 0 ? ['echo'] : args.slice(skipped);
  const words = toText(await io.stdin.bytes())
    .split(args.includes('-0') ? '\0' : /\s+/)
    .filter(Boolean);
  const program = programNamed(scene, name);
  if (program === null) {
    await io.err(`xargs: ${name}: No such file or directory\n`);
    return 127;
  }
  return words.length === 0 && args.includes('-r') ? 0 : program(scene, [name, ...rest, ...words], io);
};

export const textPrograms: Readonly<Record<string, Program>> = {
  cat,
  head,
  tail,
  wc,
  grep,
  egrep: grep,
  sort,
  uniq,
  cut,
  tr,
  sed,
  base64,
  gzip,
  xargs,
  sha256sum: digest('sha256'),
  sha1sum: digest('sha1'),
  md5sum: digest('md5'),
};
