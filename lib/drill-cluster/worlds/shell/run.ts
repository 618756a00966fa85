import { programNamed } from '../programs/index.ts';
import { type ProgramIo, readerOf } from '../programs/program.ts';
import type { Scene } from '../scene.ts';
import { runBuiltin } from './builtins.ts';
import { expandAll, expandText } from './expand.ts';
import { parse } from './parse.ts';
import { patternRegExp } from './pattern.ts';
import { BrokenPipe, createPipe } from './pipe.ts';
import { withRedirects } from './redirect.ts';
import { Exit, Loop, type State, subshell } from './state.ts';
import { type Command, ShellSyntaxError } from './syntax.ts';

const MAX_ROUNDS = 100_000; // of one loop: nobody needs more, and a mistake must end
/** Runs `sh -c source`; `args`: $0, $1, … Returns the exit status. What it writes to files is refused: worlds are evidence. */
export async function runShell(scene: Scene, source: string, args: readonly string[], io: ProgramIo): Promise<number> {
  const state: State = {
    variables: new Map(Object.entries(io.env)),
    exported: new Set(Object.keys(io.env)),
    args,
    cwd: io.cwd,
    status: 0,
    depth: 0,
    run,
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
