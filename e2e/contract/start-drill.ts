import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../lib/drill-cluster/main.ts');

export interface RunningDrill {
  server: string;
  kubeconfig: string;
  pid: number;
  stop(): Promise<void>;
  /** kill -9 */
  kill(): Promise<void>;
}

/** Starts a drill cluster on a free port and waits for its ready line. */
export async function startDrill(home: string, ...more: string[]): Promise<RunningDrill> {
  const child = spawn(process.execPath, [MAIN, '--home', home, ...more], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const { server, kubeconfig, pid }: { server: string; kubeconfig: string; pid: number } = JSON.parse(line);
    const end = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      await ended;
    };
    return { server, kubeconfig, pid, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
  }
  throw new Error('the drill cluster ended before it was ready');
}
