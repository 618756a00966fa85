import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { holdLock } from './lock.mjs';
import { runNpm } from './npm.mjs';
import { root, timed } from './say.mjs';
import { hashOf, once } from './stamp.mjs';

// Prisma's CLI and its install script look for a native schema engine and would download one. Nothing here needs it, and
// any existing file satisfies them.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1';
process.env.CHECKPOINT_DISABLE ??= '1';
process.env.NEXT_TELEMETRY_DISABLED ??= '1';

/** Installs what the lock file says and makes the database client, each only when something it is made from changed. */
export function installDependencies() {
  const release = holdLock(path.join(root, '.cache', 'install.lock'));
  try {
    const machine = `${process.version} ${process.platform} ${process.arch}`;
    const lockFile = hashOf(['package-lock.json', '.npmrc'], { root });
    // --include=dev: under NODE_ENV=production npm would leave out what the build needs
    once(path.join(root, 'node_modules', '.bulkhead-installed'), `${lockFile} ${machine}`, () =>
      timed('Installing dependencies', () => runNpm(['ci', '--include=dev'])),
    );
    const schema = hashOf(['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'], { root });
    once(path.join(root, 'lib', 'db', 'generated', '.bulkhead-generated'), schema, () =>
      timed('Making the database client', () => {
        const prisma = path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
        const made = spawnSync(process.execPath, [prisma, 'generate'], { encoding: 'utf8' });
        if (made.status !== 0) throw new Error(`prisma generate failed:\n${made.stdout}${made.stderr}`);
      }),
    );
  } finally {
    release();
  }
}
