import { absolute, bytesOf, lookup, may } from '../files.ts';
import { type ProgramIo, readerOf } from '../programs/program.ts';
import type { Scene } from '../scene.ts';
import { expandText } from './expand.ts';
import type { State } from './state.ts';
import type { Redirect } from './syntax.ts';

/** Runs `body` with its streams where the redirections lead; a file to write to is refused, for worlds are evidence. */
export async function withRedirects(
  scene: Scene,
  redirects: readonly Redirect[],
  state: State,
  io: ProgramIo,
  body: (io: ProgramIo) => Promise<number>,
): Promise<number> {
  let inner = io;
  for (const { fd, operator, target } of redirects) {
    const text = await expandText(scene, target, state, io);
    const complain = async (what: string) => {
      await io.err(`${state.args[0] ?? 'sh'}: 1: ${what}\n`);
      return 2;
    };
    if (operator === '>&') {
      const sink = text === '1' ? inner.out : text === '2' ? inner.err : async () => {};
      inner = fd === 2 ? { ...inner, err: sink } : { ...inner, out: sink };
    } else if (operator === '<') {
      const found = lookup(scene.root, absolute(state.cwd, text), scene.uid);
      if (!found.ok)
        return complain(
          `cannot open ${text}: ${found.error === 'No such file or directory' ? 'No such file' : found.error}`,
        );
      if (!may(found.node, scene.uid, 4)) return complain(`cannot open ${text}: Permission denied`);
      const bytes = bytesOf(found.node);
      inner = {
        ...inner,
        stdin: readerOf(
          (async function* () {
            yield bytes;
          })(),
        ),
      };
    } else if (operator === '<&') continue;
    else if (text === '/dev/null')
      inner = fd === 2 ? { ...inner, err: async () => {} } : { ...inner, out: async () => {} };
    else if (text === '/dev/stderr' || text === '/dev/stdout')
      inner =
        fd === 2
          ? { ...inner, err: text.endsWith('err') ? io.err : io.out }
          : { ...inner, out: text.endsWith('err') ? io.err : io.out };
    else return complain(`cannot create ${text}: Read-only file system`);
  }
  return body(inner);
}
