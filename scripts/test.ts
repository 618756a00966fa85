import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './bootstrap/say.mjs';
import { buildApp } from './start/build.ts';
import { findBrowser } from './test/browser.ts';
import { findKubectl } from './test/kubectl.ts';
import { check, type Part, playwright, runParts, vitest } from './test/parts.ts';
import { allPassed, lastLine, NOTHING } from './test/results.ts';

// Cheap first. `npm test -- unit e2e` runs these two; whatever else is given goes to Playwright: `npm test -- e2e -g story`.
const PARTS: Record<string, () => Part> = {
  types: () => check('types', ['next/dist/bin/next', 'typegen'], ['typescript/bin/tsc', '--noEmit']),
  lint: () => check('lint', ['@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.']),
  unit: () => vitest('unit', 'vitest.config.ts'),
  contract: () => vitest('contract', 'e2e/contract/vitest.config.ts'),
  kubectl: () => vitest('kubectl', 'e2e/kubectl/vitest.config.ts', [], { BULKHEAD_KUBECTL: findKubectl() }),
  e2e: () => storyPart(process.argv.slice(3).filter((word) => !(word in PARTS))),
};

const asked = process.argv.slice(3).filter((word) => word in PARTS);
const names = asked.length > 0 ? asked : Object.keys(PARTS);
const sum = await runParts(names.map((name) => lazily(name)));
console.log(lastLine(sum));
process.exit(allPassed(sum) ? 0 : 1);

/** Makes the part when its turn comes: what it needs may have to be fetched, and that may fail. */
function lazily(name: string): Part {
  return { name, run: async () => (await PARTS[name]?.().run()) ?? { ...NOTHING, failed: 1 } };
}

function storyPart(args: readonly string[]): Part {
  return {
    name: 'e2e',
    run: async () => {
      await buildApp();
      const browser = findBrowser();
      say(`browser: ${existsSync(browser) ? path.relative(root, browser) : browser}`);
      return playwright('e2e', args, { CHROMIUM_PATH: browser, BULKHEAD_KUBECTL: findKubectl() }).run();
    },
  };
}
