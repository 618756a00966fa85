import type { Process, Scene } from '../scene.ts';
import { type Program, type ProgramIo, usage } from './program.ts';
import { MONTHS, print, two, userOf } from './words.ts';

const clock = (scene: Scene, at: number) => {
  const date = new Date(at);
  return scene.now - at < 86_400_000
    ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
    : `${MONTHS[date.getUTCMonth()]}${two(date.getUTCDate())}`;
};
const spent = (seconds: number) => `${Math.floor(seconds / 60)}:${two(Math.floor(seconds) % 60)}`;
const long = (seconds: number) =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(Math.floor(seconds) % 60)}`;

export const ps: Program = async (scene, [, ...args], io) => {
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
