import 'server-only';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { config } from '../config.ts';

/** What was written, by its content. `sha256` null: not a byte came, and nothing is kept. */
export interface Stored {
  sha256: string | null;
  sizeBytes: number;
}

const root = (): string => config.evidence;
const unfinished = (artifactId: string): string => path.join(root(), 'unfinished', path.basename(artifactId));

/** Where content with this hash lies. The name is made from the hash alone, never from what a cluster said. */
export function pathOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('Not a SHA-256');
  return path.join(root(), 'sha256', sha256.slice(0, 2), sha256);
}

/** Takes the bytes of one artifact: hashed while they come, on disk under their hash once closed. */
export class Writer {
  readonly #artifactId: string;
  readonly #hash = createHash('sha256');
  readonly #file: FileHandle;
  sizeBytes = 0;

  private constructor(artifactId: string, file: FileHandle) {
    this.#artifactId = artifactId;
    this.#file = file;
  }

  static async open(artifactId: string): Promise<Writer> {
    const file = unfinished(artifactId);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    return new Writer(artifactId, await open(file, 'wx', 0o600));
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.sizeBytes += bytes.length;
    for (let at = 0; at < bytes.length; ) at += (await this.#file.write(bytes, at, bytes.length - at)).bytesWritten;
  }

  async close(): Promise<Stored> {
    await this.#file.sync();
    await this.#file.close();
    return keep(unfinished(this.#artifactId), this.#hash.digest('hex'), this.sizeBytes);
  }
}

/** After a crash: what had come of an artifact, hashed from the disk and kept. */
export async function keepUnfinished(artifactId: string): Promise<Stored> {
  const file = unfinished(artifactId);
  if (!existsSync(file)) return { sha256: null, sizeBytes: 0 };
  return keep(file, await hashOf(file), (await stat(file)).size);
}

async function keep(file: string, sha256: string, sizeBytes: number): Promise<Stored> {
  if (sizeBytes === 0) {
    await rm(file, { force: true });
    return { sha256: null, sizeBytes };
  }
  const target = pathOf(sha256);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await chmod(file, 0o400);
  // the same content is the same file; but one that was tampered with does not stand in for what came now
  const kept = existsSync(target) && (await hashOf(target)) === sha256;
  if (kept) await rm(file, { force: true });
  else await rename(file, target);
  const folder = await open(path.dirname(target), 'r');
  await folder.sync().finally(() => folder.close());
  return { sha256, sizeBytes };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** The hash of what lies on disk now; null when it is gone. */
export async function hashStored(sha256: string): Promise<string | null> {
  const file = pathOf(sha256);
  return existsSync(file) ? hashOf(file) : null;
}

export const streamOf = (sha256: string, range: { start?: number; end?: number } = {}) =>
  createReadStream(pathOf(sha256), range);
export const isStored = (sha256: string): boolean => existsSync(pathOf(sha256));
