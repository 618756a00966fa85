import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, say } from '../bootstrap/say.mjs';
import { add, type Counts, lastLine, NOTHING, playwrightCounts, settle, vitestCounts } from './results.ts';

/** A part of the tests; runs, prints as it goes, and says what it came to. */
export interface Part {
  readonly name: string;
  run(): Promise<Counts>;
}

const inModules = (file: string): string => path.join(root, 'node_modules', file);

/** Runs a Node program and answers its exit code; null when a signal ended it. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

/** A program whose success is one check. */
export const check = (name: string, ...runs: readonly (readonly string[])[]): Part => ({
  name,
  run: async () => {
    for (const [program, ...args] of runs) {
      if (program === undefined || (await runNode([inModules(program), ...args])) !== 0)
        return { ...NOTHING, failed: 1 };
    }
    return { ...NOTHING, passed: 1 };
  },
});

export const vitest = (
  name: string,
  config: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Part => ({
  name,
  run: async () => {
    const report = reportFile(name);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runNode([inModules('vitest/vitest.mjs'), 'run', '--config', config, ...reporters, ...args], {
      ...process.env,
      ...env,
    });
    return settle(vitestCounts(readJson(report)), code);
  },
});

export const playwright = (name: string, args: readonly string[] = [], env: Record<string, string> = {}): Part => ({
  name,
  run: async () => {
    const report = reportFile(name);
    const code = await runNode([inModules('@playwright/test/cli.js'), 'test', ...args], {
      ...process.env,
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    });
    return settle(playwrightCounts(readJson(report)), code);
  },
});

/** Runs the parts one after another, says what each came to, and answers the sum. */
export async function runParts(parts: readonly Part[]): Promise<Counts> {
  let sum = NOTHING;
  for (const part of parts) {
    const begun = performance.now();
    say(`── ${part.name} …`);
    const counts = await part.run().catch((error: unknown) => {
      say(error instanceof Error ? error.message : String(error));
      return { ...NOTHING, failed: 1 };
    });
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    say(`── ${part.name}: ${lastLine(counts)}${skipped} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    sum = add(sum, counts);
  }
  return sum;
}

function reportFile(name: string): string {
  const file = path.join(root, '.cache', 'reports', `${name.replace(/\W+/g, '-')}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true }); // an old report must not stand in for a run that broke off
  return file;
}

function readJson(file: string): unknown {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
