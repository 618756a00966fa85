import type { Program } from './program.ts';

export const echo: Program = async (scene, [, ...args], io) => {
  let i = 0;
  for (; /^-[neE]+$/.test(args[i] ?? ''); i++);
  const flags = args.slice(0, i).join('');
  const text = args.slice(i).join(' ');
  await io.out(
    (flags.includes('e') || scene.family === 'debian' ? unescaped(text) : text) + (flags.includes('n') ? '' : '\n'),
  );
  return 0;
};
const unescaped = (text: string) =>
  text.replace(
    /\\([ntr\\]|0[0-7]{1,3}|x[0-9a-fA-F]{2})/g,
    (_, c: string) =>
      ({ n: '\n', t: '\t', r: '\r', '\\': '\\' })[c] ??
      String.fromCharCode(Number.parseInt(c.slice(1), c.startsWith('x') ? 16 : 8)),
  );

export const printf: Program = async (_scene, [, format = '', ...args], io) => {
  let rest = [...args];
  let result = '';
  do {
    result += unescaped(format).replace(/%(-?\d*)([sdiuxc%])/g, (_, width: string, kind: string) => {
      if (kind === '%') return '%';
      const value = rest.shift() ?? '';
      const shown =
        kind === 's' || kind === 'c'
          ? value
          : kind === 'x'
            ? Number(value).toString(16)
            : String(Math.trunc(Number(value) || 0));
      return width.startsWith('-') ? shown.padEnd(Number(width.slice(1))) : shown.padStart(Number(width || 0));
    });
    if (!/%-?\d*[sdiuxc]/.test(format)) rest = [];
  } while (rest.length > 0);
  await io.out(result);
  return 0;
};
