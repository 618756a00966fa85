import { spawnSync } from 'node:child_process';

/**
 * Runs npm and throws with its words when it fails.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runNpm(args, env = process.env) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  // Within `npm start` this is the npm that was called; else the one on the PATH.
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  const { status, error } = spawnSync(command, [...first, ...args, ...quiet], { stdio: ['ignore', 2, 2], env });
  if (status !== 0)
    throw new Error(`npm ${args[0]} failed${error ? `: ${error.message}` : ''}. Is the npm registry reachable?`);
}
