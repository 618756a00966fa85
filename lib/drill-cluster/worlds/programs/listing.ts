import type { FileNode } from '../files.ts';
import type { Scene } from '../scene.ts';
import { MONTHS, two } from './words.ts';

const TYPE = { file: '-', dir: 'd', link: 'l', socket: 's', device: 'c' } as const;

export const modeText = (node: FileNode) =>
  TYPE[node.kind] +
  [6, 3, 0]
    .map((shift) =>
      'rwx'
        .split('')
        .map((letter, i) => ((node.mode >> shift) & 7 & (4 >> i) ? letter : '-'))
        .join(''),
    )
    .join('');

/** The time of a file as a long listing shows it: the clock of the last half year, else the year. */
export function when(scene: Scene, ms: number): string {
  const date = new Date(ms);
  const time =
    scene.now - ms < 180 * 86_400_000
      ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
      : ` ${date.getUTCFullYear()}`;
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${time}`;
}
/** A time as `--full-time` and stat(1) write it. */
export const full = (ms: number) => `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '000000')} +0000`;
