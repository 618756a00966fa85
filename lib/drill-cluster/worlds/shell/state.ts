import type { ProgramIo } from '../programs/program.ts';
import type { Scene } from '../scene.ts';
import type { Command } from './syntax.ts';

/** A shell's own state; a subshell works on a copy. */
export interface State {
  variables: Map<string, string>;
  exported: Set<string>;
  args: readonly string[];
  cwd: string;
  status: number;
  depth: number;
  /** Runs a command of the same shell: what expansions and builtins call for the commands within them. */
  readonly run: (scene: Scene, command: Command, state: State, io: ProgramIo) => Promise<number>;
}

/** Ends the shell it is thrown in. */
export class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}
/** Ends the loop it is thrown in, or its round. */
export class Loop extends Error {
  readonly kind: 'break' | 'continue';
  constructor(kind: 'break' | 'continue') {
    super(kind);
    this.kind = kind;
  }
}

/** Runs a command on a copy of the state: what it sets is gone with it, and its exit is its own. */
export async function subshell(scene: Scene, body: Command, state: State, io: ProgramIo): Promise<number> {
  const copy: State = {
    ...state,
    variables: new Map(state.variables),
    exported: new Set(state.exported),
    depth: state.depth + 1,
  };
  if (copy.depth > 40) throw new Exit(2);
  try {
    return await state.run(scene, body, copy, io);
  } catch (error) {
    if (error instanceof Exit) return error.status;
    throw error;
  }
}
