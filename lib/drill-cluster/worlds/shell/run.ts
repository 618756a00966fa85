import { absolute, bytesOf, lookup, may } from '../files.ts';
import { programNamed } from '../programs/index.ts';
import { type ProgramIo, readerOf } from '../programs/program.ts';
import type { Scene } from '../scene.ts';
import { evaluateMath } from './math.ts';
import { type Command, parse, type Redirect, ShellSyntaxError, type Word } from './parse.ts';
import { expandPath, patternRegExp } from './pattern.ts';
import { BrokenPipe, createPipe } from './pipe.ts';

/** A shell's own state; a subshell works on a copy. */
interface State {
  variables: Map<string, string>;
  exported: Set<string>;
  args: readonly string[];
  cwd: string;
  status: number;
  depth: number;
}

class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}
class Loop extends Error {
  readonly kind: 'break' | 'continue';
  constructor(kind: 'break' | 'continue') {
    super(kind);
    this.kind = kind;
  }
}

const MAX_ROUNDS = 100_000; // of one loop: nobody needs more, and a mistake must end
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Runs `sh -c source`; `args`: $0, $1, … Returns the exit status. What it writes to files is refused: worlds are evidence. */
export async function runShell(scene: Scene, source: string, args: readonly string[], io: ProgramIo): Promise<number> {
  const state: State = {
    variables: new Map(Object.entries(io.env)),
    exported: new Set(Object.keys(io.env)),
    args,
    cwd: io.cwd,
    status: 0,
    depth: 0,
  };
  try {
    return await run(scene, parse(source), state, io);
  } catch (error) {
    if (error instanceof Exit) return error.status;
    if (!(error instanceof ShellSyntaxError)) throw error;
    await io.err(`${args[0] ?? 'sh'}: 1: ${error.message}\n`);
    return 2;
  }
}

async function run(scene: Scene, command: Command, state: State, io: ProgramIo): Promise<number> {
  if (io.signal.aborted) throw new Exit(130);
  switch (command.kind) {
    case 'simple':
      return (state.status = await simple(scene, command, state, io));
    case 'pipeline': {
      const status = await pipeline(scene, command.commands, state, io);
      return (state.status = command.negated ? Number(status === 0) : status);
    }
    case 'list': {
      let status = 0;
      let previous: '&&' | '||' | ';' | '&' = ';';
      for (const item of command.items) {
        if ((previous !== '&&' || status === 0) && (previous !== '||' || status !== 0))
          status = await run(scene, item.command, state, io);
        previous = item.next;
      }
      return status;
    }
    default:
      return withRedirects(scene, command.redirects, state, io, (inner) => compound(scene, command, state, inner));
  }
}

type Compound = Exclude<Command, { kind: 'simple' | 'pipeline' | 'list' }>;

async function compound(scene: Scene, command: Compound, state: State, io: ProgramIo): Promise<number> {
  switch (command.kind) {
    case 'group':
      return command.subshell ? subshell(scene, command.body, state, io) : run(scene, command.body, state, io);
    case 'if': {
      for (const branch of command.branches)
        if ((await run(scene, branch.test, state, io)) === 0) return run(scene, branch.body, state, io);
      return command.otherwise === null ? 0 : run(scene, command.otherwise, state, io);
    }
    case 'for': {
      const words = command.words === null ? state.args.slice(1) : await expandAll(scene, command.words, state, io);
      return loop(words.length, async (i) => {
        state.variables.set(command.name, words[i] ?? '');
        return run(scene, command.body, state, io);
      });
    }
    case 'while':
      return loop(MAX_ROUNDS, async () =>
        ((await run(scene, command.test, state, io)) === 0) === command.until
          ? null
          : run(scene, command.body, state, io),
      );
    case 'case': {
      const word = await expandText(scene, command.word, state, io);
      for (const branch of command.branches)
        for (const pattern of branch.patterns)
          if (patternRegExp(await expandText(scene, pattern, state, io, true)).test(word))
            return run(scene, branch.body, state, io);
      return 0;
    }
  }
}

async function loop(rounds: number, body: (i: number) => Promise<number | null>): Promise<number> {
  let status = 0;
  for (let i = 0; i < rounds; i++) {
    try {
      const next = await body(i);
      if (next === null) return status;
      status = next;
    } catch (error) {
      if (!(error instanceof Loop)) throw error;
      if (error.kind === 'break') return status;
    }
  }
  return status;
}

async function subshell(scene: Scene, body: Command, state: State, io: ProgramIo): Promise<number> {
  const copy: State = {
    ...state,
    variables: new Map(state.variables),
    exported: new Set(state.exported),
    depth: state.depth + 1,
  };
  if (copy.depth > 40) throw new Exit(2);
  try {
    return await run(scene, body, copy, io);
  } catch (error) {
    if (error instanceof Exit) return error.status;
    throw error;
  }
}

async function pipeline(scene: Scene, commands: readonly Command[], state: State, io: ProgramIo): Promise<number> {
  const pipes = commands.slice(1).map(() => createPipe());
  const stages = commands.map(async (command, i) => {
    const out = pipes[i];
    const from = pipes[i - 1];
    try {
      return await subshell(scene, command, state, {
        ...io,
        stdin: from === undefined ? io.stdin : readerOf(from.read),
        ...(out === undefined
          ? {}
          : { out: (data) => out.write(typeof data === 'string' ? new TextEncoder().encode(data) : data) }),
      });
    } catch (error) {
      if (error instanceof BrokenPipe) return 141;
      throw error;
    } finally {
      out?.end();
      from?.close();
    }
  });
  return (await Promise.all(stages)).at(-1) ?? 0;
}

async function simple(
  scene: Scene,
  command: Extract<Command, { kind: 'simple' }>,
  state: State,
  io: ProgramIo,
): Promise<number> {
  state.status = 0;
  const words = await expandAll(scene, command.words, state, io);
  const assigned: [string, string][] = [];
  for (const { name, value } of command.assignments) assigned.push([name, await expandText(scene, value, state, io)]);
  const [name, ...args] = words;
  if (name === undefined) {
    for (const [key, value] of assigned) state.variables.set(key, value);
    return withRedirects(scene, command.redirects, state, io, async () => state.status);
  }
  return withRedirects(scene, command.redirects, state, io, async (inner) => {
    const builtin = await runBuiltin(name, args, state, scene, inner);
    if (builtin !== null) return builtin;
    const env = {
      ...Object.fromEntries([...state.exported].map((key) => [key, state.variables.get(key) ?? ''])),
      ...Object.fromEntries(assigned),
    };
    const program = programNamed(scene, name);
    if (program === null) {
      await inner.err(
        scene.family === 'alpine'
          ? `${state.args[0] ?? 'sh'}: ${name}: not found\n`
          : `${state.args[0] ?? 'sh'}: 1: ${name}: not found\n`,
      );
      return 127;
    }
    return program(scene, [name, ...args], { ...inner, env, cwd: state.cwd });
  });
}

async function runBuiltin(
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
      return run(scene, parse(args.join(' ')), state, io);
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
  return simple(scene, { kind: 'simple', assignments: [], words, redirects: [] }, state, io);
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

async function withRedirects(
  scene: Scene,
  redirects: readonly Redirect[],
  state: State,
  io: ProgramIo,
  body: (io: ProgramIo) => Promise<number>,
): Promise<number> {
  let inner = io;
  for (const { fd, operator, target } of redirects) {
    const text = await expandText(scene, target, state, io);
    const complain = async (what: string) => {
      await io.err(`${state.args[0] ?? 'sh'}: 1: ${what}\n`);
      return 2;
    };
    if (operator === '>&') {
      const sink = text === '1' ? inner.out : text === '2' ? inner.err : async () => {};
      inner = fd === 2 ? { ...inner, err: sink } : { ...inner, out: sink };
    } else if (operator === '<') {
      const found = lookup(scene.root, absolute(state.cwd, text), scene.uid);
      if (!found.ok)
        return complain(
          `cannot open ${text}: ${found.error === 'No such file or directory' ? 'No such file' : found.error}`,
        );
      if (!may(found.node, scene.uid, 4)) return complain(`cannot open ${text}: Permission denied`);
      const bytes = bytesOf(found.node);
      inner = {
        ...inner,
        stdin: readerOf(
          (async function* () {
            yield bytes;
          })(),
        ),
      };
    } else if (operator === '<&') continue;
    else if (text === '/dev/null')
      inner = fd === 2 ? { ...inner, err: async () => {} } : { ...inner, out: async () => {} };
    else if (text === '/dev/stderr' || text === '/dev/stdout')
      inner =
        fd === 2
          ? { ...inner, err: text.endsWith('err') ? io.err : io.out }
          : { ...inner, out: text.endsWith('err') ? io.err : io.out };
    else return complain(`cannot create ${text}: Read-only file system`);
  }
  return body(inner);
}

async function expandAll(scene: Scene, words: readonly Word[], state: State, io: ProgramIo): Promise<string[]> {
  const all: string[] = [];
  for (const word of words) all.push(...(await expandWord(scene, word, state, io)));
  return all;
}

/** One word into any number of fields: unquoted expansions split at blanks, and patterns become paths. */
async function expandWord(scene: Scene, word: Word, state: State, io: ProgramIo): Promise<string[]> {
  const fields: { text: string; pattern: string; magic: boolean }[] = [];
  let open = false;
  const add = (text: string, quoted: boolean) => {
    if (!open) fields.push({ text: '', pattern: '', magic: false });
    open = true;
    const field = fields.at(-1);
    if (field === undefined) return;
    field.text += text;
    field.pattern += quoted ? text.replace(/[\\*?[\]]/g, '\\$&') : text;
    if (!quoted && /[*?[]/.test(text)) field.magic = true;
  };
  for (const [i, part] of word.parts.entries()) {
    if (part.kind === 'text') {
      const home = i === 0 && !part.quoted && /^~(?=\/|$)/.test(part.text);
      add(home ? part.text.replace('~', state.variables.get('HOME') ?? '/') : part.text, part.quoted);
      continue;
    }
    if (part.kind === 'variable' && part.quoted && part.source === '@') {
      for (const [n, arg] of state.args.slice(1).entries()) {
        if (n > 0) open = false;
        add(arg, true);
      }
      continue;
    }
    const value = await valueOfPart(scene, part, state, io);
    if (part.quoted) {
      add(value, true);
      continue;
    }
    if (/^[ \t\n]/.test(value)) open = false;
    for (const [n, piece] of value
      .split(/[ \t\n]+/)
      .filter(Boolean)
      .entries()) {
      if (n > 0) open = false;
      add(piece, false);
    }
    if (/[ \t\n]$/.test(value)) open = false;
  }
  return fields.flatMap(({ text, pattern, magic }) => {
    const paths = magic ? expandPath(scene.root, state.cwd, pattern, scene.uid) : [];
    return paths.length > 0 ? paths : [text];
  });
}

/** One word into one text, without splitting; `pattern`: quoted characters keep a backslash. */
async function expandText(scene: Scene, word: Word, state: State, io: ProgramIo, pattern = false): Promise<string> {
  let text = '';
  for (const part of word.parts) {
    const value = part.kind === 'text' ? part.text : await valueOfPart(scene, part, state, io);
    text += pattern && part.quoted ? value.replace(/[\\*?[\]]/g, '\\$&') : value;
  }
  return text;
}

async function valueOfPart(
  scene: Scene,
  part: Exclude<Word['parts'][number], { kind: 'text' }>,
  state: State,
  io: ProgramIo,
): Promise<string> {
  if (part.kind === 'math')
    return String(
      evaluateMath(
        await expandText(
          scene,
          { parts: [{ kind: 'text', text: part.source.replace(/\$\{?([A-Za-z_]\w*)\}?/g, '$1'), quoted: true }] },
          state,
          io,
        ),
        (name) => state.variables.get(name) ?? '0',
      ),
    );
  if (part.kind === 'command') {
    const chunks: Uint8Array[] = [];
    const inner: ProgramIo = {
      ...io,
      out: async (data) => void chunks.push(typeof data === 'string' ? new TextEncoder().encode(data) : data),
    };
    state.status = await subshell(scene, parse(part.source), state, inner);
    return decode(Buffer.concat(chunks)).replaceAll('\0', '').replace(/\n+$/, '');
  }
  const match = /^(#?)([A-Za-z_]\w*|[0-9?$#@*!])(?:(:?[-+=?]|##?|%%?)(.*))?$/s.exec(part.source);
  if (match === null) throw new ShellSyntaxError('Bad substitution');
  const [, length, name = '', operator, rest = ''] = match;
  const value = parameter(name, state);
  if (length === '#') return String((value ?? '').length);
  if (operator === undefined) return value ?? '';
  const other = async (asPattern = false) => expandText(scene, firstWord(rest), state, io, asPattern);
  const unset = value === undefined || (operator.startsWith(':') && value === '');
  switch (operator.replace(':', '')) {
    case '-':
      return unset ? other() : (value ?? '');
    case '+':
      return unset ? '' : other();
    case '=': {
      if (!unset) return value ?? '';
      state.variables.set(name, await other());
      return state.variables.get(name) ?? '';
    }
    case '?':
      if (!unset) return value ?? '';
      await io.err(`${state.args[0] ?? 'sh'}: 1: ${name}: ${(await other()) || 'parameter not set'}\n`);
      throw new Exit(2);
    default:
      return trimmed(value ?? '', operator, await other(true));
  }
}

/** The text behind an operator in `${name…}` as a word. */
function firstWord(text: string): Word {
  if (text === '') return { parts: [] };
  const parsed = parse(`: "${text.replace(/^"(.*)"$/s, '$1')}"`);
  const item = parsed.kind === 'list' ? parsed.items[0]?.command : undefined;
  const word = item?.kind === 'simple' ? item.words[1] : undefined;
  return { parts: word?.parts.map((part) => (part.kind === 'text' ? { ...part, quoted: false } : part)) ?? [] };
}

/** `${name#pattern}`, `##`, `%`, `%%`: the shortest or longest matching piece is taken off the front or the back. */
function trimmed(value: string, operator: string, pattern: string): string {
  const regexp = patternRegExp(pattern);
  const front = operator.startsWith('#');
  const cuts = Array.from({ length: value.length + 1 }, (_, i) => i);
  const order = (operator.length === 1) === front ? cuts : cuts.reverse();
  for (const cut of order) {
    if (front && regexp.test(value.slice(0, cut))) return value.slice(cut);
    if (!front && regexp.test(value.slice(cut))) return value.slice(0, cut);
  }
  return value;
}

function parameter(name: string, state: State): string | undefined {
  if (name === '?') return String(state.status);
  if (name === '$') return '1';
  if (name === '#') return String(Math.max(0, state.args.length - 1));
  if (name === '@' || name === '*') return state.args.slice(1).join(' ');
  if (name === '!') return '';
  return /^\d$/.test(name) ? state.args[Number(name)] : state.variables.get(name);
}
