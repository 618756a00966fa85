import { test } from './condition.ts';
import { find } from './find.ts';
import { ls } from './ls.ts';
import type { Program } from './program.ts';
import { du, readlink, stat } from './stat.ts';

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
