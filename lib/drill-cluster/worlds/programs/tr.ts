import { options, type Program, toText } from './program.ts';

export const tr: Program = async (_scene, [, ...args], io) => {
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
