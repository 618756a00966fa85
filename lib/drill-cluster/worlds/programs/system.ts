import type { Process, Scene, Socket } from '../scene.ts';
import { linesOf, options, type Program, type ProgramIo, usage } from './program.ts';

const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const userOf = (scene: Scene, uid: number) => (uid === 0 ? 'root' : uid === scene.uid ? scene.user : String(uid));
const print = (io: ProgramIo, lines: readonly string[]) => io.out(lines.map((line) => `${line}\n`).join(''));
const say =
  (text: (scene: Scene, args: readonly string[]) => string): Program =>
  async (scene, [, ...args], io) => {
    await io.out(`${text(scene, args)}\n`);
    return 0;
  };

const clock = (scene: Scene, at: number) => {
  const date = new Date(at);
  return scene.now - at < 86_400_000
    ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
    : `${MONTHS[date.getUTCMonth()]}${two(date.getUTCDate())}`;
};
const spent = (seconds: number) => `${Math.floor(seconds / 60)}:${two(Math.floor(seconds) % 60)}`;
const long = (seconds: number) =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(Math.floor(seconds) % 60)}`;

const ps: Program = async (scene, [, ...args], io) => {
  const all = args.join(' ');
  const rows = scene.processes;
  const command = (p: Process) => p.argv.join(' ');
  if (scene.family === 'alpine') {
    if (/(?:^|\s)-?o/.test(all)) return columns(scene, io, /o\s*(\S+)/.exec(all)?.[1]?.split(',') ?? []);
    await print(io, [
      'PID   USER     TIME  COMMAND',
      ...rows.map(
        (p) =>
          `${String(p.pid).padStart(5)} ${userOf(scene, p.uid).padEnd(8)} ${spent(p.cpuSeconds).padStart(5)} ${command(p)}`,
      ),
    ]);
    return 0;
  }
  const chosen = [...all.matchAll(/-o\s*(\S+)/g)].flatMap((match) => (match[1] ?? '').split(','));
  if (chosen.length > 0) return columns(scene, io, chosen);
  const cpu = (p: Process) => Math.min(199, (p.cpuSeconds / Math.max(1, (scene.now - p.startedAt) / 1000)) * 100);
  if (/^-\w*e?\w*f/.test(args[0] ?? '')) {
    await print(io, [
      'UID          PID    PPID  C STIME TTY          TIME CMD',
      ...rows.map(
        (p) =>
          `${userOf(scene, p.uid).padEnd(8)} ${String(p.pid).padStart(7)} ${String(p.ppid).padStart(7)} ${String(Math.floor(cpu(p))).padStart(2)} ${clock(scene, p.startedAt).padEnd(5)} ?        ${long(p.cpuSeconds)} ${command(p)}`,
      ),
    ]);
  } else if (/u/.test(args[0] ?? '')) {
    await print(io, [
      'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
      ...rows.map(
        (p) =>
          `${userOf(scene, p.uid).padEnd(8)} ${String(p.pid).padStart(7)} ${cpu(p).toFixed(1).padStart(4)} ${((p.rssKib / 32_868_204) * 100).toFixed(1).padStart(4)} ${String(p.rssKib * 3).padStart(6)} ${String(p.rssKib).padStart(5)} ?        ${p.pid === 1 ? 'Ssl ' : 'S   '} ${clock(scene, p.startedAt).padEnd(5)} ${spent(p.cpuSeconds).padStart(6)} ${command(p)}`,
      ),
    ]);
  } else
    await print(io, [
      '    PID TTY          TIME CMD',
      ...rows.map((p) => `${String(p.pid).padStart(7)} ?        ${long(p.cpuSeconds)} ${p.exe.split('/').at(-1)}`),
    ]);
  return 0;
};

async function columns(scene: Scene, io: ProgramIo, names: readonly string[]): Promise<number> {
  const table: Record<string, [head: string, of: (p: Process) => string]> = {
    pid: ['PID', (p) => String(p.pid)],
    ppid: ['PPID', (p) => String(p.ppid)],
    user: ['USER', (p) => userOf(scene, p.uid)],
    uid: ['UID', (p) => String(p.uid)],
    args: ['COMMAND', (p) => p.argv.join(' ')],
    cmd: ['CMD', (p) => p.argv.join(' ')],
    comm: ['COMMAND', (p) => p.exe.split('/').at(-1) ?? ''],
    etime: ['ELAPSED', (p) => long((scene.now - p.startedAt) / 1000)],
    time: ['TIME', (p) => long(p.cpuSeconds)],
    rss: ['RSS', (p) => String(p.rssKib)],
    vsz: ['VSZ', (p) => String(p.rssKib * 3)],
    stat: ['STAT', () => 'S'],
    lstart: ['STARTED', (p) => new Date(p.startedAt).toUTCString()],
    tty: ['TTY', () => '?'],
  };
  const chosen = names.map((name) => name.split('=')[0] ?? '').filter((name) => table[name] !== undefined);
  if (chosen.length === 0) return usage(io, 'ps', `bad -o argument '${names.join(',')}'`);
  const rows = [
    chosen.map((name) => table[name]?.[0] ?? ''),
    ...scene.processes.map((p) => chosen.map((name) => table[name]?.[1](p) ?? '')),
  ];
  const width = chosen.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  await print(
    io,
    rows.map((row) => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(width[i] ?? 0))).join(' ')),
  );
  return 0;
}

function chosenSockets(scene: Scene, flags: ReadonlySet<string>): Socket[] {
  const protocols = (['tcp', 'udp'] as const).filter(
    (protocol) => flags.has(protocol[0] ?? '') || (!flags.has('t') && !flags.has('u')),
  );
  return scene.sockets.filter(
    (s) =>
      protocols.includes(s.protocol) &&
      (flags.has('a') || (flags.has('l') ? s.state === 'LISTEN' : s.state !== 'LISTEN')),
  );
}
const nameOf = (scene: Scene, pid: number) =>
  scene.processes
    .find((p) => p.pid === pid)
    ?.exe.split('/')
    .at(-1) ?? '';
const at = ([ip, port]: readonly [string, number]) => `${ip}:${port === 0 ? '*' : port}`;

const ss: Program = async (scene, [, ...args], io) => {
  const { flags } = options(args);
  const rows = chosenSockets(scene, flags).map((s) => [
    s.protocol,
    s.state,
    '0',
    String(s.state === 'LISTEN' ? 511 : s.sendQueue),
    at(s.local),
    at(s.remote),
    flags.has('p') ? `users:(("${nameOf(scene, s.pid)}",pid=${s.pid},fd=18))` : '',
  ]);
  const shown = [['Netid', 'State', 'Recv-Q', 'Send-Q', 'Local Address:Port', 'Peer Address:Port', 'Process'], ...rows];
  const width = shown[0]?.map((_, i) => Math.max(...shown.map((row) => row[i]?.length ?? 0))) ?? [];
  await print(
    io,
    (flags.has('H') ? shown.slice(1) : shown).map((row) =>
      row
        .map((cell, i) => cell.padEnd(width[i] ?? 0))
        .join(' ')
        .trimEnd(),
    ),
  );
  return 0;
};

const netstat: Program = async (scene, [, ...args], io) => {
  const { flags } = options(args);
  const rows = chosenSockets(scene, flags).map((s) => {
    const state = s.state === 'ESTAB' ? 'ESTABLISHED' : s.state;
    return `${s.protocol.padEnd(5)} ${'0'.padStart(6)} ${String(s.sendQueue).padStart(6)} ${at(s.local).padEnd(23)} ${at(s.remote).padEnd(23)} ${state.padEnd(11)}${flags.has('p') ? ` ${s.pid}/${nameOf(scene, s.pid)}` : ''}`;
  });
  await print(io, [
    `Active Internet connections ${flags.has('a') ? '(servers and established)' : flags.has('l') ? '(only servers)' : '(w/o servers)'}`,
    `Proto Recv-Q Send-Q Local Address           Foreign Address         State      ${flags.has('p') ? ' PID/Program name' : ''}`,
    ...rows,
  ]);
  return 0;
};

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

const sleep: Program = async (_scene, [, seconds = '0'], io) => {
  const ms = Number.parseFloat(seconds) * 1000 * ({ m: 60, h: 3600 }[seconds.at(-1) ?? ''] ?? 1);
  if (Number.isNaN(ms)) return usage(io, 'sleep', `invalid time interval '${seconds}'`);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, Math.min(ms, 2 ** 31 - 1));
    io.signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
  return io.signal.aborted ? 130 : 0;
};

const echo: Program = async (scene, [, ...args], io) => {
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

const printf: Program = async (_scene, [, format = '', ...args], io) => {
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

/** `node -e` would run what is given to it; a world has no JavaScript engine to lend. */
const node: Program = async (_scene, [, ...args], io) => {
  if (args[0] === '-v' || args[0] === '--version') return io.out('v22.21.0\n').then(() => 0);
  await io.err('node: cannot start a second isolate: Resource temporarily unavailable\n');
  return 1;
};

/** Asks an address; policies decide whether an answer comes. Names are those of the cluster and of the attacker. */
const fetchUrl: Program = async (scene, [name = 'curl', ...args], io) => {
  const curl = name === 'curl';
  const { values, operands } = options(args, curl ? 'mToHXdAu' : 'TOo', {
    'max-time': 'm',
    'connect-timeout': 'm',
    timeout: 'T',
  });
  const url = /^(?:(https?):\/\/)?([^/:]+)(?::(\d+))?/.exec(operands[0] ?? '');
  if (url === null || operands[0] === undefined)
    return usage(io, name, curl ? "try 'curl --help' for more information" : 'missing URL');
  const [, scheme = 'http', host = '', given] = url;
  const port = Number(given ?? (scheme === 'https' ? 443 : 80));
  const reached = scene.connect(host, port);
  if (reached === null) {
    await io.err(curl ? `curl: (6) Could not resolve host: ${host}\n` : `wget: bad address '${host}'\n`);
    return curl ? 6 : 1;
  }
  if (reached.open) {
    await io.out(curl ? '{"status":"ok"}\n' : '');
    if (!curl) await io.err(`Connecting to ${host} (${reached.ip}:${port})\n`);
    return 0;
  }
  const seconds = Number(values.get(curl ? 'm' : 'T') ?? 130);
  await sleep(scene, ['sleep', String(Math.min(seconds, 10))], io); // a person waits for the answer by the wall's clock
  await io.err(
    curl
      ? `curl: (28) Connection timed out after ${seconds * 1000 + 1} milliseconds\n`
      : `wget: can't connect to remote host (${reached.ip}): Operation timed out\n`,
  );
  return curl ? 28 : 1;
};

/** `nc -z -w N host port` */
const nc: Program = async (scene, [, ...args], io) => {
  const { values, operands } = options(args, 'w');
  const reached = scene.connect(operands[0] ?? '', Number(operands[1] ?? 0));
  if (reached?.open === true) return 0;
  await sleep(scene, ['sleep', String(Math.min(Number(values.get('w') ?? 10), 10))], io);
  await io.err(
    reached === null
      ? `nc: bad address '${operands[0] ?? ''}'\n`
      : `nc: ${operands[0]} (${reached.ip}:${operands[1]}): Operation timed out\n`,
  );
  return 1;
};

const crontab: Program = async (scene, [, ...args], io) => {
  if (!args.includes('-l')) return usage(io, 'crontab', 'installing a crontab: Read-only file system');
  await io.err(`no crontab for ${scene.user}\n`);
  return 1;
};

const env: Program = async (scene, [, ...args], io) => {
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
const printenv: Program = async (_scene, [, ...names], io) => {
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

const getent: Program = async (scene, [, database = '', key = ''], io) => {
  if (database !== 'passwd') return 2;
  const line = linesOf(
    `root:x:0:0:root:/root:/bin/sh\n${scene.user}:x:${scene.uid}:${scene.uid}::/home/${scene.user}:/bin/sh\n`,
  ).filter((one) => key === '' || one.startsWith(`${key}:`));
  await print(io, line);
  return line.length > 0 ? 0 : 2;
};

export const systemPrograms: Readonly<Record<string, Program>> = {
  ps,
  ss,
  netstat,
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
  lsof: async (scene, _argv, io) =>
    print(io, [
      'COMMAND PID USER FD TYPE DEVICE NAME',
      ...scene.sockets.map(
        (s) =>
          `${nameOf(scene, s.pid)} ${s.pid} ${userOf(scene, s.uid)} 18u IPv4 ${s.inode} ${at(s.local)}->${at(s.remote)} (${s.state})`,
      ),
    ]).then(() => 0),
};
