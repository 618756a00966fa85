// What `npm start`, `npm test` and the others call. Runs before anything is installed, on Node 18 and newer, with built-ins
// only: gets a Node that the program runs on and what it depends on, then hands over to scripts/<mode>.ts.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installDependencies } from './bootstrap/install.mjs';
import { continueUnderNewerNode, hostIsTooOld } from './bootstrap/runtime.mjs';
import { root, say } from './bootstrap/say.mjs';

const MODES = {
  start: 'start',
  dev: 'start',
  test: 'test',
  'test-cluster': 'test-cluster',
  ci: 'ci',
  bench: 'bench',
  'verify-log': 'verify-log',
  drill: 'drill',
};

const mode = process.argv[2] ?? 'start';
if (!Object.hasOwn(MODES, mode)) {
  say(`There is no "${mode}". Modes: ${Object.keys(MODES).join(', ')}.`);
  process.exit(2);
}

try {
  process.chdir(root);
  if (hostIsTooOld()) await continueUnderNewerNode();
  else {
    installDependencies();
    const script = path.join(root, 'scripts', `${MODES[mode]}.ts`);
    if (!existsSync(script)) throw new Error(`${script} is missing. Is this a whole clone?`);
    await import(pathToFileURL(script).href);
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
