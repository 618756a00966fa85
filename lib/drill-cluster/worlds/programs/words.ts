import type { Scene } from '../scene.ts';
import type { Program, ProgramIo } from './program.ts';

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const two = (n: number) => String(n).padStart(2, '0');

export const userOf = (scene: Scene, uid: number) =>
  uid === 0 ? 'root' : uid === scene.uid ? scene.user : String(uid);

export const print = (io: ProgramIo, lines: readonly string[]) => io.out(lines.map((line) => `${line}\n`).join(''));

/** A program that says one line. */
export const say =
  (text: (scene: Scene, args: readonly string[]) => string): Program =>
  async (scene, [, ...args], io) => {
    await io.out(`${text(scene, args)}\n`);
    return 0;
  };
