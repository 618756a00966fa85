import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

const program = process.env.BULKHEAD_KUBECTL || 'kubectl';
const cache = mkdtempSync(join(tmpdir(), 'kubectl-home-'));

export interface Ran {
  code: number;
  out: string;
  err: string;
}

function start(args: readonly string[]): ChildProcess {
  const env = { ...process.env, HOME: cache, KUBECONFIG: inject('kubeconfig') };
  return spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Runs kubectl with the drill's kubeconfig to its end, `input` as its stdin. */
export async function kubectl(args: readonly string[], input = ''): Promise<Ran> {
  const child = start(args);
  let out = '';
  let err = '';
  child.stdout?.on('data', (part) => (out += part));
  child.stderr?.on('data', (part) => (err += part));
  child.stdin?.on('error', () => {}); // kubectl may end before it has read all
  child.stdin?.end(input);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? -1));
  });
  return { code, out, err };
}

/** Output of a kubectl that must succeed. */
export async function said(args: readonly string[], input = ''): Promise<string> {
  const { code, out, err } = await kubectl(args, input);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${err}`);
  return out;
}

/** Starts a kubectl that stays (`-w`, `-f`) and reads until its output has `pattern`; `meanwhile` runs once it has said something. */
export async function follow(
  args: readonly string[],
  pattern: RegExp,
  meanwhile?: () => Promise<unknown>,
): Promise<string> {
  const child = start(args);
  child.stdin?.on('error', () => {});
  let out = '';
  let err = '';
  let begun = false;
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`kubectl ${args.join(' ')} never said ${pattern}: ${out}${err}`)),
        30_000,
      );
      child.stderr?.on('data', (part) => (err += part));
      child.on('error', reject);
      child.on('close', () => reject(new Error(`kubectl ${args.join(' ')} ended: ${out}${err}`)));
      child.stdout?.on('data', (part) => {
        out += part;
        if (!begun) {
          begun = true;
          meanwhile?.().catch(reject);
        }
        if (!pattern.test(out)) return;
        clearTimeout(timer);
        resolve();
      });
    });
  } finally {
    child.kill();
  }
  return out;
}
