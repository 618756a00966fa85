import type { Program } from './program.ts';
import { print } from './words.ts';

export const env: Program = async (scene, [, ...args], io) => {
  if (args.length > 0) {
    const { programNamed } = await import('./index.ts');
    const program = programNamed(scene, args[0] ?? '');
    if (program !== null) return program(scene, args, io);
    await io.err(`env: '${args[0]}': No such file or directory\n`);
    return 127;
  }
  await print(
    io,
    Object.entries(io.env).map(([key, value]) => `${key}=${value}`),
  );
  return 0;
};
export const printenv: Program = async (_scene, [, ...names], io) => {
  if (names.length === 0)
    return print(
      io,
      Object.entries(io.env).map(([key, value]) => `${key}=${value}`),
    ).then(() => 0);
  const found = names.filter((name) => io.env[name] !== undefined);
  await print(
    io,
    found.map((name) => io.env[name] ?? ''),
  );
  return Number(found.length < names.length);
};
