import { absolute, lookup } from '../files.ts';
import { programNamed } from '../programs/index.ts';
import type { ProgramIo } from '../programs/program.ts';
import type { Scene } from '../scene.ts';
import { parse } from './parse.ts';
import { Exit, Loop, type State } from './state.ts';
import type { Word } from './syntax.ts';

/** The exit status of a command that the shell itself carries out; null: it is none of them. */
export async function runBuiltin(
  name: string,
  args: readonly string[],
  state: State,
  scene: Scene,
  io: ProgramIo,
): Promise<number | null> {
  switch (name) {
    case ':':
      return 0;
    case 'exit':
      throw new Exit(args[0] === undefined ? state.status : Number(args[0]) & 255);
    case 'break':
    case 'continue':
      throw new Loop(name);
    case 'set':
    case 'trap':
    case 'umask':
    case 'wait':
    case 'ulimit':
      return 0;
    case 'shift':
      state.args = [state.args[0] ?? 'sh', ...state.args.slice(2)];
      return 0;
    case 'unset':
      for (const key of args) state.variables.delete(key);
      return 0;
    case 'export':
    case 'readonly':
    case 'local':
      for (const arg of args) {
        const [key = '', value] = arg.split(/=(.*)/s);
        if (value !== undefined) state.variables.set(key, value);
        if (name === 'export') state.exported.add(key);
      }
      return 0;
    case 'cd': {
      const path = absolute(state.cwd, args[0] ?? '/');
      const found = lookup(scene.root, path, scene.uid);
      if (!found.ok || found.node.kind !== 'dir') {
        await io.err(`${state.args[0] ?? 'sh'}: 1: cd: can't cd to ${args[0] ?? ''}\n`);
        return 2;
      }
      state.cwd = path;
      return 0;
    }
    case 'pwd':
      await io.out(`${state.cwd}\n`);
      return 0;
    case 'eval':
      return state.run(scene, parse(args.join(' ')), state, io);
    case 'read':
      return read(
        args.filter((arg) => !arg.startsWith('-')),
        state,
        io,
      );
    case 'exec':
      return args.length === 0 ? 0 : Promise.reject(new Exit(await simpleArgs(scene, args, state, io)));
    case 'command':
    case 'type':
    case 'which':
      return where(name, args, scene, io);
    default:
      return null;
  }
}

async function simpleArgs(scene: Scene, args: readonly string[], state: State, io: ProgramIo): Promise<number> {
  const words = args.map((text): Word => ({ parts: [{ kind: 'text', text, quoted: true }] }));
  return state.run(scene, { kind: 'simple', assignments: [], words, redirects: [] }, state, io);
}

async function where(name: string, args: readonly string[], scene: Scene, io: ProgramIo): Promise<number> {
  const asked = args.filter((arg) => !arg.startsWith('-'));
  if (name === 'command' && !args.some((arg) => /^-[vV]$/.test(arg))) {
    const program = programNamed(scene, asked[0] ?? '');
    return program === null ? 127 : program(scene, asked, io);
  }
  let missing = 0;
  for (const one of asked) {
    const builtin = [
      'cd',
      'exit',
      'read',
      'eval',
      'export',
      'set',
      'command',
      'pwd',
      'echo',
      'test',
      'printf',
    ].includes(one);
    if (programNamed(scene, one) === null && !builtin) missing++;
    else
      await io.out(
        name === 'type'
          ? `${one} is ${builtin ? 'a shell builtin' : pathOf(one)}\n`
          : `${builtin && name === 'command' ? one : pathOf(one)}\n`,
      );
  }
  return missing > 0 ? (name === 'command' ? 127 : 1) : 0;
}
const pathOf = (name: string) =>
  name.startsWith('/')
    ? name
    : `${/^(sh|ls|cat|ps|mount|grep|sed|tar|date|echo|sleep|uname|hostname)$/.test(name) ? '/bin' : '/usr/bin'}/${name}`;

/** Takes one line of standard input, byte by byte as read(1) must; the rest stays for the next reader. */
async function read(names: readonly string[], state: State, io: ProgramIo): Promise<number> {
  const line = await io.stdin.line();
  if (line === null) return 1;
  const fields = line.trim().split(/[ \t]+/);
  const keys = names.length === 0 ? ['REPLY'] : names;
  for (const [i, key] of keys.entries())
    state.variables.set(key, i === keys.length - 1 ? fields.slice(i).join(' ') : (fields[i] ?? ''));
  return 0;
}
