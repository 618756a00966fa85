import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { say } from '../bootstrap/say.mjs';

const GRACE_MS = 8_000;

interface Running {
  readonly name: string;
  readonly child: ChildProcess;
  readonly stopSignal: NodeJS.Signals;
}

/**
 * What was started, in order. Each is a process group of its own: the terminal's Ctrl-C reaches only us, and we end them
 * in reverse order, the server before its database.
 */
export class Processes {
  readonly #running: Running[] = [];
  #stopping: Promise<void> | null = null;
  /** called with words when one of them ends by itself */
  onLost: (words: string) => void = () => undefined;

  start(
    name: string,
    command: string,
    args: readonly string[],
    options: SpawnOptions & { stopSignal?: NodeJS.Signals } = {},
  ): ChildProcess {
    const { stopSignal = 'SIGTERM', ...rest } = options;
    const child = spawn(command, args, { detached: true, ...rest });
    const entry = { name, child, stopSignal };
    this.#running.push(entry);
    child.once('exit', (code, signal) => {
      this.#running.splice(this.#running.indexOf(entry), 1);
      if (!this.#stopping) this.onLost(`The ${name} ended unexpectedly (${signal ?? `exit code ${code}`}).`);
    });
    child.once('error', (error) => this.onLost(`The ${name} cannot be started: ${error.message}`));
    return child;
  }

  /** Ends all of them, last first, and waits for each; one that does not end is killed. */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      for (const entry of this.#running.toReversed()) await end(entry);
    })();
    return this.#stopping;
  }
}

function end({ child, stopSignal }: Running): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    const { pid } = child;
    const killing = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS);
    child.once('exit', () => {
      clearTimeout(killing);
      signalGroup(pid, 'SIGKILL'); // whatever it may have left in its group
      resolve();
    });
    child.kill(stopSignal);
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // nobody is left in the group
  }
}

/** Ends everything on Ctrl-C, SIGTERM, a closed terminal, when our parent is gone, or when a part is lost; then exits. */
export function endOn(processes: Processes, release: () => void): Promise<never> {
  let ending = false;
  const end = async (words: string, code: number) => {
    if (ending) return;
    ending = true;
    say(`${words} Ending …`);
    await processes.stop();
    release();
    say('ended');
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void end(`Got ${signal}.`, 0));
  processes.onLost = (words) => void end(words, 1);
  const parent = process.ppid; // npm passes no signal on to its script: notice that it is gone
  setInterval(() => process.ppid !== parent && void end('The process that started this is gone.', 0), 500).unref();
  return new Promise<never>(() => undefined);
}
