import { lookup, may, sizeOf } from '../files.ts';
import type { Scene } from '../scene.ts';
import { absoluteFor, type Program, type ProgramIo } from './program.ts';

/** test(1): -e -f -d -r -L -s -n -z, =, !=, -eq … and `!`. */
export const test: Program = async (scene, [name = 'test', ...given], io) => {
  const args = name === '[' ? given.slice(0, -1) : [...given];
  if (name === '[' && given.at(-1) !== ']') {
    await io.err("[: missing ']'\n");
    return 2;
  }
  for (const joint of ['-o', '-a'] as const) {
    const at = args.indexOf(joint);
    if (at > 0) {
      const [left, right] = [
        await test(scene, ['test', ...args.slice(0, at)], io),
        await test(scene, ['test', ...args.slice(at + 1)], io),
      ];
      return Number(joint === '-a' ? left !== 0 || right !== 0 : left !== 0 && right !== 0);
    }
  }
  if (args[0] === '!' && args.length > 1) return Number((await test(scene, ['test', ...args.slice(1)], io)) === 0);
  const [a = '', operator = '', b = ''] = args;
  if (args.length <= 1) return Number(a === '');
  if (args.length === 2) return Number(!unary(scene, io, a, operator));
  const n = [Number(a), Number(b)] as const;
  const results: Record<string, boolean> = {
    '=': a === b,
    '==': a === b,
    '!=': a !== b,
    '-eq': n[0] === n[1],
    '-ne': n[0] !== n[1],
    '-lt': n[0] < n[1],
    '-le': n[0] <= n[1],
    '-gt': n[0] > n[1],
    '-ge': n[0] >= n[1],
  };
  const result = results[operator];
  if (result === undefined) {
    await io.err(`${name}: ${operator}: unknown operand\n`);
    return 2;
  }
  return Number(!result);
};
function unary(scene: Scene, io: ProgramIo, operator: string, value: string): boolean {
  if (operator === '-n') return value !== '';
  if (operator === '-z') return value === '';
  const found = lookup(scene.root, absoluteFor(io, value), scene.uid, operator !== '-L' && operator !== '-h');
  if (!found.ok) return false;
  const { node } = found;
  switch (operator) {
    case '-e':
      return true;
    case '-f':
      return node.kind === 'file';
    case '-d':
      return node.kind === 'dir';
    case '-L':
    case '-h':
      return node.kind === 'link';
    case '-S':
      return node.kind === 'socket';
    case '-s':
      return sizeOf(node) > 0;
    case '-r':
      return may(node, scene.uid, 4);
    case '-w':
      return may(node, scene.uid, 2);
    case '-x':
      return may(node, scene.uid, 1);
    default:
      return false;
  }
}
