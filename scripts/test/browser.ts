import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { root, say, timed } from '../bootstrap/say.mjs';

const FOUND = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium that starts here: CHROMIUM_PATH, one that is installed, or the one in the npm package (which needs neither
 * root nor the system's libraries). BULKHEAD_BUNDLED_BROWSER=1 takes the last at once.
 */
export function findBrowser(): string {
  const { CHROMIUM_PATH, BULKHEAD_BUNDLED_BROWSER } = process.env;
  const candidates = CHROMIUM_PATH ? [CHROMIUM_PATH] : BULKHEAD_BUNDLED_BROWSER ? [] : FOUND;
  const found = candidates.find((file) => existsSync(file) && startsHere(file));
  if (found) return found;
  if (CHROMIUM_PATH) throw new Error(`CHROMIUM_PATH: ${CHROMIUM_PATH} does not start.`);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH.');
  }
  const bundled = unpackBundled();
  if (!startsHere(bundled))
    throw new Error('The bundled Chromium does not start here. Install Chromium, or set CHROMIUM_PATH.');
  return bundled;
}

const startsHere = (file: string): boolean => spawnSync(file, ['--version'], { timeout: 20_000 }).status === 0;

function unpackBundled(): string {
  const source = path.join(root, 'node_modules/@sparticuz/chromium');
  const { version }: { version: string } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  const folder = path.join(root, '.cache', `chromium-${version}`);
  const starter = path.join(folder, 'start');
  if (existsSync(starter)) return starter;
  say('no Chromium is installed: using the one from the npm package');
  timed('Unpacking Chromium', () => {
    const fresh = `${folder}.${process.pid}`; // renamed when whole
    rmSync(fresh, { recursive: true, force: true });
    for (const part of ['al2023', 'fonts', 'swiftshader'])
      unpack(path.join(source, 'bin', `${part}.tar.br`), path.join(fresh, part));
    writeFileSync(
      path.join(fresh, 'chromium'),
      brotliDecompressSync(readFileSync(path.join(source, 'bin/chromium.br'))),
      { mode: 0o755 },
    );
    writeFileSync(path.join(fresh, 'fonts.conf'), fontsConf(folder));
    // Its libraries are for the browser alone: on the test runner's own path they would reach everything it starts.
    const environment = `LD_LIBRARY_PATH='${folder}/al2023/lib' FONTCONFIG_FILE='${folder}/fonts.conf'`;
    writeFileSync(path.join(fresh, 'start'), `#!/bin/sh\n${environment} exec '${folder}/chromium' "$@"\n`);
    chmodSync(path.join(fresh, 'start'), 0o755);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  });
  return starter;
}

function unpack(archive: string, into: string): void {
  mkdirSync(into, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['xf', '-', '-C', into], {
    input: brotliDecompressSync(readFileSync(archive)),
  });
  if (status !== 0) throw new Error(`Cannot unpack ${path.basename(archive)}: ${stderr}`);
}

const fontsConf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>
`;
