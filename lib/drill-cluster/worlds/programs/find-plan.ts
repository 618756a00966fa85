import { type FileNode, lookup, sizeOf } from '../files.ts';
import type { Scene } from '../scene.ts';
import { patternRegExp } from '../shell/pattern.ts';
import { userOf } from './words.ts';

export const LETTER = { file: 'f', dir: 'd', link: 'l', socket: 's', device: 'c' } as const;

type Test = (entry: { node: FileNode; path: string; depth: number }) => boolean;
export interface Plan {
  tests: Test[][];
  maxDepth: number;
  minDepth: number;
  print: 'line' | 'zero' | 'ls' | { format: string } | { run: string[]; many: boolean };
  prune: boolean;
  error: string | null;
}

export function planOf(scene: Scene, args: readonly string[]): Plan {
  const plan: Plan = {
    tests: [[]],
    maxDepth: Number.POSITIVE_INFINITY,
    minDepth: 0,
    print: 'line',
    prune: false,
    error: null,
  };
  let negated = false;
  const add = (test: Test) => {
    const not = negated;
    plan.tests.at(-1)?.push((entry) => test(entry) !== not);
    negated = false;
  };
  const compare = (value: string, of: (entry: { node: FileNode }) => number) => {
    const n = Number(value.replace(/^[-+]/, ''));
    add((entry) =>
      value.startsWith('-') ? of(entry) < n : value.startsWith('+') ? of(entry) > n : Math.floor(of(entry)) === n,
    );
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const value = () => args[++i] ?? '';
    const ageOf =
      (unit: number) =>
      ({ node }: { node: FileNode }) =>
        (scene.now - node.mtime) / unit;
    switch (arg) {
      case '!':
      case '-not':
        negated = true;
        break;
      case '-a':
      case '-and':
      case '(':
      case ')':
      case '\\(':
      case '\\)':
      case '-xdev':
      case '-mount':
      case '-depth':
        break;
      case '-o':
      case '-or':
        plan.tests.push([]);
        break;
      case '-type': {
        const types = value().split(',');
        add(({ node }) => types.includes(LETTER[node.kind]));
        break;
      }
      case '-name':
      case '-iname': {
        const regexp = new RegExp(patternRegExp(value()), arg === '-iname' ? 'i' : '');
        add(({ path }) => regexp.test(path.split('/').at(-1) ?? ''));
        break;
      }
      case '-path':
      case '-wholename': {
        const regexp = patternRegExp(value());
        add(({ path }) => regexp.test(path));
        break;
      }
      case '-mmin':
      case '-cmin':
        compare(value(), ageOf(60_000));
        break;
      case '-mtime':
      case '-ctime':
        compare(value(), ageOf(86_400_000));
        break;
      case '-newermt':
      case '-newerct': {
        const since = relative(scene, value());
        if (Number.isNaN(since)) plan.error = `invalid date for ${arg}`;
        add(({ node }) => node.mtime > since);
        break;
      }
      case '-newer': {
        const other = lookup(scene.root, value(), scene.uid);
        add(({ node }) => other.ok && node.mtime > other.node.mtime);
        break;
      }
      case '-perm': {
        const text = value();
        const bits = text.includes('u+s') ? 0o4000 : Number.parseInt(text.replace(/^[-/+]/, ''), 8) || 0;
        add(({ node }) =>
          text.startsWith('-')
            ? (node.mode & bits) === bits
            : text.startsWith('/')
              ? (node.mode & bits) !== 0
              : node.mode === bits,
        );
        break;
      }
      case '-user': {
        const user = value();
        add(({ node }) => userOf(scene, node.uid) === user || String(node.uid) === user);
        break;
      }
      case '-size': {
        const text = value();
        const unit = { k: 1024, M: 1024 ** 2, G: 1024 ** 3, c: 1 }[text.at(-1) ?? ''] ?? 512;
        compare(text.replace(/[kMGcb]$/, ''), ({ node }) => Math.ceil(sizeOf(node) / unit));
        break;
      }
      case '-maxdepth':
        plan.maxDepth = Number(value());
        break;
      case '-mindepth':
        plan.minDepth = Number(value());
        break;
      case '-prune':
        add(() => false);
        break;
      case '-print':
        plan.print = 'line';
        break;
      case '-print0':
        plan.print = 'zero';
        break;
      case '-ls':
        plan.print = 'ls';
        break;
      case '-printf':
        plan.print = { format: value() };
        break;
      case '-exec':
      case '-execdir': {
        const end = args.findIndex((word, at) => at > i && (word === ';' || word === '+'));
        plan.print = { run: args.slice(i + 1, end < 0 ? args.length : end), many: args[end] === '+' };
        i = end < 0 ? args.length : end;
        break;
      }
      default:
        plan.error = scene.family === 'alpine' ? `unrecognized: ${arg}` : `unknown predicate \`${arg}'`;
    }
  }
  return plan;
}

/** `-60 minutes`, `1 hour ago`, a date; in ms since the epoch, NaN when it cannot be read. */
function relative(scene: Scene, text: string): number {
  const ago = /^-?(\d+)\s*(second|minute|min|hour|day)s?(?:\s+ago)?$/.exec(text.trim());
  if (ago !== null)
    return (
      scene.now -
      Number(ago[1]) *
        ({ second: 1000, minute: 60_000, min: 60_000, hour: 3_600_000, day: 86_400_000 }[ago[2] ?? ''] ?? Number.NaN)
    );
  return text.startsWith('@')
    ? Number(text.slice(1)) * 1000
    : Date.parse(
        /[zZ]|[+-]\d\d:?\d\d$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`,
      );
}
