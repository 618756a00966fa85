import { toJs } from './expressions.ts';
import { inputs, linesOf, options, type Program, toText } from './program.ts';
import { print } from './words.ts';

export const grep: Program = async (scene, [name = 'grep', ...args], io) => {
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
