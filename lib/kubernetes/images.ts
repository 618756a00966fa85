import type { ContainerStatus } from './objects.ts';

export interface ImageReference {
  /** "docker.io" when the reference names none */
  registry: string;
  repository: string; // "library/nginx", "finance/payment"
  tag: string | null;
  digest: string | null; // "sha256:…"
}

const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,128}$/;

/** Parses an image reference the way container runtimes do. null: no reference at all (empty, or with blanks). */
export function parseImage(text: string): ImageReference | null {
  if (text === '' || text.length > 512 || /\s/.test(text)) return null;
  const [name = '', digestText, rest] = text.split('@');
  if (rest !== undefined || name === '') return null;
  const digest = digestText === undefined ? null : digestText;
  if (digest !== null && !DIGEST.test(digest)) return null;
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const tag = hasTag ? name.slice(colon + 1) : null;
  const path = hasTag ? name.slice(0, colon) : name;
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  // only a first part with a dot, a port or the name localhost is a host; else it is a folder of Docker Hub
  if (first.includes('.') || first.includes(':') || first === 'localhost') {
    return { registry: first, repository: path.slice(slash + 1), tag, digest };
  }
  return { registry: 'docker.io', repository: slash < 0 ? `library/${path}` : path, tag, digest };
}

/** Whether the image is named without digest, so that what runs is decided when it is pulled. */
export const byTag = (image: string): boolean => parseImage(image)?.digest == null;

/** Digest of what runs, from `imageID`: "docker-pullable://repo@sha256:…", "repo@sha256:…", "sha256:…". null: not known yet. */
export function runningDigest(status: Pick<ContainerStatus, 'imageID'> | undefined): string | null {
  const id = status?.imageID ?? '';
  const text = id.slice(id.lastIndexOf('@') + 1).replace(/^[a-z-]+:\/\//, '');
  return DIGEST.test(text) ? text : null;
}
