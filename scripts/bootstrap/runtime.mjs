import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runNpm } from './npm.mjs';
import { root, timed } from './say.mjs';

// The oldest Node that every dependency runs on, and the one that is fetched where the host's is older.
const OLDEST = [22, 19];
const FETCHED = '24.21.0';

/** @param {string} [version] like 20.20.2 */
export function hostIsTooOld(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

/** Fetches Node's LTS from the npm registry once, runs this very command under it, and ends as that ends. */
export async function continueUnderNewerNode() {
  const node = fetchNode();
  const PATH = [path.dirname(node), process.env.PATH].filter(Boolean).join(path.delimiter);
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env: { ...process.env, PATH } });
  // The terminal sends Ctrl-C to the child as well; what only we get is passed on. The child notices by itself when we
  // are gone.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const parent = process.ppid; // npm passes no signal on to its script: notice that it is gone
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (os.constants.signals[signal ?? 'SIGKILL'] ?? 9)));
  });
}

function fetchNode() {
  const folder = path.join(root, '.cache', `node-${FETCHED}-${process.platform}-${process.arch}`);
  const name = packageOf(process.platform, process.arch);
  const node = path.join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  timed(
    `Node ${process.versions.node} is too old for this program; fetching Node ${FETCHED} from the npm registry`,
    () => {
      const fresh = `${folder}.${process.pid}`; // renamed when whole: a cut-off download is not taken for a Node
      mkdirSync(fresh, { recursive: true });
      runNpm(['install', '--prefix', fresh, '--no-save', '--ignore-scripts', `${name}@${FETCHED}`]);
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh, folder);
    },
  );
  const works = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (works.status !== 0) {
    throw new Error(
      `The Node that npm brought does not run here: ${works.stderr || works.error?.message}. Install Node ${OLDEST.join('.')} or newer.`,
    );
  }
  return node;
}

/**
 * The npm package that holds Node's own binary for a platform.
 * @param {string} platform
 * @param {string} arch
 */
export const packageOf = (platform, arch) =>
  `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${arch}`;
