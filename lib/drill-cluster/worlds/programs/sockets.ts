import type { Scene, Socket } from '../scene.ts';
import { options, type Program } from './program.ts';
import { print, userOf } from './words.ts';

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

export const ss: Program = async (scene, [, ...args], io) => {
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

export const netstat: Program = async (scene, [, ...args], io) => {
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

export const lsof: Program = async (scene, _argv, io) =>
  print(io, [
    'COMMAND PID USER FD TYPE DEVICE NAME',
    ...scene.sockets.map(
      (s) =>
        `${nameOf(scene, s.pid)} ${s.pid} ${userOf(scene, s.uid)} 18u IPv4 ${s.inode} ${at(s.local)}->${at(s.remote)} (${s.state})`,
    ),
  ]).then(() => 0);
