import { echo, printf } from './echo.ts';
import { env, printenv } from './environment.ts';
import { fetchUrl, nc } from './network.ts';
import { linesOf, options, type Program, usage } from './program.ts';
import { ps } from './ps.ts';
import { sleep } from './sleep.ts';
import { lsof, netstat, ss } from './sockets.ts';
import { MONTHS, print, say, two } from './words.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const id: Program = async (scene, [, ...args], io) => {
  const { flags } = options(args);
  const name = scene.user;
  await io.out(
    flags.has('u')
      ? `${flags.has('n') ? name : scene.uid}\n`
      : flags.has('g') || flags.has('G')
        ? `${flags.has('n') ? name : scene.uid}\n`
        : `uid=${scene.uid}(${name}) gid=${scene.uid}(${name}) groups=${scene.uid}(${name})\n`,
  );
  return 0;
};

const uname: Program = async (scene, [, ...args], io) => {
  const { flags } = options(args);
  const parts: [string, string][] = [
    ['s', 'Linux'],
    ['n', scene.hostname],
    ['r', '6.1.0-31-amd64'],
    ['v', '#1 SMP PREEMPT_DYNAMIC Debian 6.1.128-1 (2025-02-07)'],
    ['m', 'x86_64'],
    ['o', scene.family === 'alpine' ? 'Linux' : 'GNU/Linux'],
  ];
  await io.out(
    `${parts
      .filter(([letter]) => flags.has('a') || flags.has(letter) || (flags.size === 0 && letter === 's'))
      .map(([, value]) => value)
      .join(' ')}\n`,
  );
  return 0;
};

const date: Program = async (scene, [, ...args], io) => {
  const now = new Date(scene.now);
  const format = args.find((arg) => arg.startsWith('+'))?.slice(1) ?? '%a %b %e %H:%M:%S UTC %Y';
  const parts: Record<string, string> = {
    Y: String(now.getUTCFullYear()),
    m: two(now.getUTCMonth() + 1),
    d: two(now.getUTCDate()),
    e: String(now.getUTCDate()).padStart(2),
    H: two(now.getUTCHours()),
    M: two(now.getUTCMinutes()),
    S: two(now.getUTCSeconds()),
    s: String(Math.floor(scene.now / 1000)),
    F: now.toISOString().slice(0, 10),
    T: now.toISOString().slice(11, 19),
    a: DAYS[now.getUTCDay()] ?? '',
    b: MONTHS[now.getUTCMonth()] ?? '',
    Z: 'UTC',
    z: '+0000',
    N: '000000000',
    '%': '%',
  };
  const iso = args.some((arg) => /^-I|^--iso/.test(arg)) ? '%FT%T+00:00' : format;
  await io.out(`${iso.replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole)}\n`);
  return 0;
};

const crontab: Program = async (scene, [, ...args], io) => {
  if (!args.includes('-l')) return usage(io, 'crontab', 'installing a crontab: Read-only file system');
  await io.err(`no crontab for ${scene.user}\n`);
  return 1;
};

const getent: Program = async (scene, [, database = '', key = ''], io) => {
  if (database !== 'passwd') return 2;
  const line = linesOf(
    `root:x:0:0:root:/root:/bin/sh\n${scene.user}:x:${scene.uid}:${scene.uid}::/home/${scene.user}:/bin/sh\n`,
  ).filter((one) => key === '' || one.startsWith(`${key}:`));
  await print(io, line);
  return line.length > 0 ? 0 : 2;
};

/** `node -e` would run what is given to it; a world has no JavaScript engine to lend. */
const node: Program = async (_scene, [, ...args], io) => {
  if (args[0] === '-v' || args[0] === '--version') return io.out('v22.21.0\n').then(() => 0);
  await io.err('node: cannot start a second isolate: Resource temporarily unavailable\n');
  return 1;
};

export const systemPrograms: Readonly<Record<string, Program>> = {
  ps,
  ss,
  netstat,
  lsof,
  id,
  uname,
  date,
  sleep,
  echo,
  printf,
  node,
  curl: fetchUrl,
  wget: fetchUrl,
  nc,
  crontab,
  env,
  printenv,
  getent,
  whoami: say((scene) => scene.user),
  hostname: say((scene, args) => (args.includes('-i') || args.includes('-I') ? scene.podIp : scene.hostname)),
  mount: async (scene, _argv, io) =>
    print(
      io,
      scene.mounts.map((m) => `${m.source} on ${m.path} type ${m.type} (${m.options})`),
    ).then(() => 0),
  df: async (scene, _argv, io) =>
    print(io, [
      'Filesystem     1K-blocks     Used Available Use% Mounted on',
      ...scene.mounts.map((m) => `${m.source.padEnd(14)} 101430960 22108440  79322520  22% ${m.path}`),
    ]).then(() => 0),
  uptime: say(
    (scene) =>
      ` ${new Date(scene.now).toISOString().slice(11, 19)} up ${Math.floor((scene.now - scene.bootedAt) / 86_400_000)} days,  load average: 0.42, 0.37, 0.31`,
  ),
  nproc: say(() => '8'),
  arch: say(() => 'x86_64'),
  true: async () => 0,
  false: async () => 1,
};
