import type { Scene } from '../scene.ts';
import { filePrograms } from './files.ts';
import { inputs, options, type Program, toText } from './program.ts';
import { systemPrograms } from './system.ts';
import { tar } from './tar.ts';
import { textPrograms } from './text.ts';

/** `sh -c '…'`, `sh file`, or commands on standard input. */
const sh: Program = async (scene, [name = 'sh', ...args], io) => {
  const { runShell } = await import('../shell/run.ts');
  const at = args.findIndex((arg) => /^-\w*c$/.test(arg));
  if (at >= 0) return runShell(scene, args[at + 1] ?? '', [args[at + 2] ?? name, ...args.slice(at + 3)], io);
  const { operands } = options(args);
  if (operands[0] !== undefined) {
    const { files, failed } = await inputs(scene, io, name, operands.slice(0, 1));
    return failed ? 2 : runShell(scene, toText(files[0]?.bytes ?? new Uint8Array()), operands, io);
  }
  let status = 0;
  for (let line = await io.stdin.line(); line !== null; line = await io.stdin.line()) {
    if (line.trim() === 'exit') break;
    status = await runShell(scene, line, [name], io);
  }
  return status;
};

const ALL: Readonly<Record<string, Program>> = {
  ...textPrograms,
  ...systemPrograms,
  ...filePrograms,
  tar,
  sh,
  bash: sh,
  dash: sh,
  ash: sh,
};

const BASE = [
  ...Object.keys(textPrograms),
  ...Object.keys(filePrograms),
  'tar',
  'sh',
  'id',
  'uname',
  'date',
  'sleep',
  'echo',
  'printf',
  'env',
  'printenv',
  'whoami',
  'hostname',
  'mount',
  'df',
  'uptime',
  'nproc',
  'arch',
  'true',
  'false',
];

/** What is installed. The image of payment-service has everything that a developer once found handy. */
export const PROGRAMS: Readonly<Record<'full' | 'debian' | 'alpine' | 'none', ReadonlySet<string>>> = {
  full: new Set([
    ...BASE,
    'bash',
    'dash',
    'ps',
    'ss',
    'netstat',
    'curl',
    'wget',
    'node',
    'crontab',
    'getent',
    'nc',
    'lsof',
  ]),
  debian: new Set([...BASE, 'bash', 'dash', 'getent']),
  alpine: new Set([...BASE, 'ash', 'ps', 'netstat', 'wget', 'nc', 'crontab', 'getent']),
  none: new Set(),
};

/** The program of a name or path; null: not in this world. */
export function programNamed(scene: Scene, name: string): Program | null {
  const last = name.split('/').at(-1) ?? '';
  if (name.includes('/') && !/^\/(usr\/(local\/)?)?s?bin\/[^/]+$/.test(name)) return null;
  return scene.programs.has(last) ? (ALL[last] ?? null) : null;
}
