import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { holdLock } from '../bootstrap/lock.mjs';
import { root, timed } from '../bootstrap/say.mjs';
import { hashOf, once } from '../bootstrap/stamp.mjs';

// What the built app is made from.
const SOURCES = [
  'app',
  'components',
  'lib',
  'prisma/schema.prisma',
  'public',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
const notBuilt = (name: string): boolean =>
  /\.test\.tsx?$/.test(name) || name.startsWith('lib/testing') || name.startsWith('lib/db/generated');

/** Builds the app for production when what it is made from changed. Needs neither database nor cluster. */
export async function buildApp(): Promise<void> {
  const release = holdLock(path.join(root, '.cache', 'build.lock'));
  try {
    const key = `${hashOf(SOURCES, { root, leaveOut: notBuilt })} ${process.version}`;
    once(path.join(root, '.next', '.bulkhead-built'), key, () => timed('Building the app', nextBuild));
  } finally {
    release();
  }
}

function nextBuild(): void {
  const built = spawnSync(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (built.status !== 0) throw new Error(`The build failed:\n${built.stdout}${built.stderr}`);
}
