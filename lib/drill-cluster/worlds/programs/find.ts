import { childrenOf, type FileNode, lookup, may, sizeOf } from '../files.ts';
import type { Scene } from '../scene.ts';
import { LETTER, type Plan, planOf } from './find-plan.ts';
import { modeText, when } from './listing.ts';
import { absoluteFor, type Program } from './program.ts';
import { userOf } from './words.ts';

/** `find` with the tests that collectors and people use; -o is understood between groups of tests. */
export const find: Program = async (scene, [name = 'find', ...args], io) => {
  const start = args.findIndex((arg) => /^[-(!]/.test(arg) && !/^-[HLP]$/.test(arg));
  const paths = args.slice(0, start < 0 ? args.length : start).filter((arg) => !/^-[HLP]$/.test(arg));
  const plan = planOf(scene, start < 0 ? [] : args.slice(start));
  if (plan.error !== null) {
    await io.err(`${name}: ${plan.error}\n`);
    return 1;
  }
  let status = 0;
  const hits: string[] = [];
  async function visit(node: FileNode, path: string, depth: number): Promise<void> {
    const hit =
      depth >= plan.minDepth && plan.tests.some((tests) => tests.every((test) => test({ node, path, depth })));
    if (hit) {
      if (typeof plan.print === 'object' && 'run' in plan.print) hits.push(path);
      else await io.out(shown(scene, plan.print, node, path));
    }
    if (node.kind !== 'dir' || depth >= plan.maxDepth) return;
    if (!may(node, scene.uid, 4)) {
      status = 1;
      await io.err(`${name}: '${path}': Permission denied\n`);
      return;
    }
    for (const [child, entry] of [...childrenOf(node)].sort(([a], [b]) => (a < b ? -1 : 1)))
      await visit(entry, `${path.replace(/\/$/, '')}/${child}`, depth + 1);
  }
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const found = lookup(scene.root, absoluteFor(io, path), scene.uid, path.endsWith('/'));
    if (!found.ok) {
      status = 1;
      await io.err(
        scene.family === 'alpine' ? `${name}: ${path}: ${found.error}\n` : `${name}: '${path}': ${found.error}\n`,
      );
    } else await visit(found.node, path, 0);
  }
  if (typeof plan.print === 'object' && 'run' in plan.print) {
    const { programNamed } = await import('./index.ts');
    const { run, many } = plan.print;
    for (const batch of many ? (hits.length > 0 ? [hits] : []) : hits.map((hit) => [hit])) {
      const argv = run.flatMap((word) => (word === '{}' ? batch : [many ? word : word.replace('{}', batch[0] ?? '')]));
      const program = programNamed(scene, argv[0] ?? '');
      if (program === null) {
        await io.err(`${name}: '${argv[0]}': No such file or directory\n`);
        return 1;
      }
      await program(scene, argv, io);
    }
  }
  return status;
};

function shown(scene: Scene, print: Exclude<Plan['print'], { run: string[] }>, node: FileNode, path: string): string {
  if (print === 'line') return `${path}\n`;
  if (print === 'zero') return `${path}\0`;
  if (print === 'ls')
    return `  ${1_180_000 + path.length}      4 ${modeText(node)}   1 ${userOf(scene, node.uid).padEnd(8)} ${userOf(scene, node.gid).padEnd(8)} ${String(sizeOf(node)).padStart(8)} ${when(scene, node.mtime)} ${path}\n`;
  const time = (letter: string) =>
    letter === '@'
      ? `${(node.mtime / 1000).toFixed(10)}`
      : letter === '+'
        ? `${new Date(node.mtime).toISOString().slice(0, 10)}+${new Date(node.mtime).toISOString().slice(11, 19)}.0000000000`
        : letter === 'Y'
          ? String(new Date(node.mtime).getUTCFullYear())
          : letter === 'F'
            ? new Date(node.mtime).toISOString().slice(0, 10)
            : new Date(node.mtime).toISOString().slice(11, 19);
  return print.format
    .replace(/%T(.)/g, (_, letter: string) => time(letter))
    .replace(
      /%([pfsmMugynti])/g,
      (_, letter: string) =>
        ({
          p: path,
          f: path.split('/').at(-1) ?? '',
          s: String(sizeOf(node)),
          m: node.mode.toString(8),
          M: modeText(node),
          u: userOf(scene, node.uid),
          g: userOf(scene, node.gid),
          y: LETTER[node.kind],
          n: '1',
          t: new Date(node.mtime).toUTCString(),
          i: '1180000',
        })[letter] ?? '',
    )
    .replace(/%l/g, node.target ?? '')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\0/g, '\0');
}
