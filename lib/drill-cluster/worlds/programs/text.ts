import { createHash } from 'node:crypto';
import { grep } from './grep.ts';
import { inputs, linesOf, options, type Program, textOf, toText } from './program.ts';
import { sed } from './sed.ts';
import { tr } from './tr.ts';
import { print } from './words.ts';

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

const sort: Program = async (scene, [name = 'sort', ...args], io) => {
  const { flags, values, operands } = options(args, 'kt');
  const read = await textOf(scene, io, name, operands);
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
  const read = await textOf(scene, io, name, operands);
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
  const read = await textOf(scene, io, name, operands);
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
