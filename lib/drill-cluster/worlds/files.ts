/** One thing in a file tree. What is computed (as in /proc) is computed when it is read; nothing is kept or changed by reading. */
export interface FileNode {
  kind: 'file' | 'dir' | 'link' | 'socket' | 'device';
  mode: number; // permission bits
  uid: number;
  gid: number;
  mtime: number; // ms since the epoch
  content?: Uint8Array | (() => Uint8Array);
  target?: string; // of a link
  children?: ReadonlyMap<string, FileNode> | (() => ReadonlyMap<string, FileNode>);
  /** size shown; computed files show 0 as procfs does */
  size?: number;
}

export type Found = { ok: true; node: FileNode; path: string } | { ok: false; error: string };

const NONE: ReadonlyMap<string, FileNode> = new Map();
const MAX_LINKS = 40;

export const childrenOf = (node: FileNode): ReadonlyMap<string, FileNode> =>
  typeof node.children === 'function' ? node.children() : (node.children ?? NONE);

export const bytesOf = (node: FileNode): Uint8Array =>
  typeof node.content === 'function' ? node.content() : (node.content ?? new Uint8Array());

export const sizeOf = (node: FileNode): number =>
  node.size ??
  (typeof node.content === 'function'
    ? 0
    : node.kind === 'dir'
      ? 4096
      : (node.content?.length ?? node.target?.length ?? 0));

/** An absolute path without `.`, `..` and doubled slashes. */
export function absolute(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Walks a path as the kernel does for a process of `uid`; `follow`: a link at the end is followed too. */
export function lookup(root: FileNode, path: string, uid: number, follow = true): Found {
  let links = 0;
  const waiting = path.split('/').filter(Boolean);
  const done: string[] = [];
  const nodes: FileNode[] = [root];
  while (waiting.length > 0) {
    const part = waiting.shift() ?? '';
    const here = nodes.at(-1) ?? root;
    if (part === '.') continue;
    if (part === '..') {
      if (nodes.length > 1) {
        nodes.pop();
        done.pop();
      }
      continue;
    }
    if (here.kind !== 'dir') return { ok: false, error: 'Not a directory' };
    if (!may(here, uid, 1)) return { ok: false, error: 'Permission denied' };
    const next = childrenOf(here).get(part);
    if (next === undefined) return { ok: false, error: 'No such file or directory' };
    if (next.kind === 'link' && (follow || waiting.length > 0)) {
      if (links++ > MAX_LINKS) return { ok: false, error: 'Too many levels of symbolic links' };
      const target = next.target ?? '';
      waiting.unshift(...target.split('/').filter(Boolean));
      if (target.startsWith('/')) {
        done.length = 0;
        nodes.length = 1;
      }
      continue;
    }
    done.push(part);
    nodes.push(next);
  }
  return { ok: true, node: nodes.at(-1) ?? root, path: `/${done.join('/')}` };
}

/** `bit`: 4 read, 2 write, 1 pass through. Groups other than the user's own number are not looked at. */
export function may(node: FileNode, uid: number, bit: 1 | 2 | 4): boolean {
  if (uid === 0) return true;
  const shift = node.uid === uid ? 6 : node.gid === uid ? 3 : 0;
  return ((node.mode >> shift) & bit) !== 0;
}

const text = (content: string) => new TextEncoder().encode(content);

export interface TreeBuilder {
  root: FileNode;
  dir(path: string, more?: Partial<FileNode>): void;
  file(path: string, content: string | Uint8Array | (() => string), more?: Partial<FileNode>): void;
  link(path: string, target: string, more?: Partial<FileNode>): void;
  put(path: string, node: FileNode): void;
}

/** Builds a tree whose nodes have this time and owner unless they say otherwise. */
export function treeBuilder(mtime: number, owner = 0): TreeBuilder {
  const dirNode = (more: Partial<FileNode> = {}): FileNode & { children: Map<string, FileNode> } => ({
    kind: 'dir',
    mode: 0o755,
    uid: owner,
    gid: owner,
    mtime,
    ...more,
    children: new Map(),
  });
  const root = dirNode();
  const open = new Map<string, Map<string, FileNode>>([['', root.children]]);
  function dirOf(path: string, more?: Partial<FileNode>): Map<string, FileNode> {
    const known = open.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf('/');
    const made = dirNode(more);
    dirOf(path.slice(0, slash)).set(path.slice(slash + 1), made);
    open.set(path, made.children);
    return made.children;
  }
  const put = (path: string, node: FileNode) => {
    const slash = path.lastIndexOf('/');
    dirOf(path.slice(0, slash)).set(path.slice(slash + 1), node);
  };
  const base = { uid: owner, gid: owner, mtime };
  return {
    root,
    put,
    dir: (path, more) => void dirOf(path, more),
    file: (path, content, more) =>
      put(path, {
        kind: 'file',
        mode: 0o644,
        ...base,
        content:
          typeof content === 'string' ? text(content) : typeof content === 'function' ? () => text(content()) : content,
        ...more,
      }),
    link: (path, target, more) => put(path, { kind: 'link', mode: 0o777, ...base, target, ...more }),
  };
}

/** All below a node, the node first; links are not followed. */
export function* walk(node: FileNode, path: string): Generator<{ node: FileNode; path: string }> {
  yield { node, path };
  if (node.kind !== 'dir') return;
  for (const [name, child] of [...childrenOf(node)].sort(([a], [b]) => (a < b ? -1 : 1)))
    yield* walk(child, `${path === '/' ? '' : path}/${name}`);
}
