import { fstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Drill } from './drill.ts';
import { writeAtomically } from './files.ts';
import { kubeconfig, loadCredentials } from './server/credentials.ts';
import { createApiServer } from './server/server.ts';

/**
 * node lib/drill-cluster/main.ts --home DIR [--port N] [--pods N]
 * The drill cluster: a Kubernetes API on loopback in which a breach is rehearsed. It is not a general Kubernetes.
 * Writes DIR/kubeconfig, prints one line of JSON when it answers, and ends with SIGTERM or when the pipe that is its stdin does.
 */
const { values } = parseArgs({
  options: {
    home: { type: 'string' },
    port: { type: 'string', default: '0' },
    pods: { type: 'string', default: '0' },
  },
});

const MOST_PODS = 10_000;

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  return fail(`--${name} must be a whole number from 0 to ${most}, not ${JSON.stringify(text)}`);
}

function fail(words: string): never {
  console.error(`drill cluster: ${words}`);
  process.exit(1);
}

const home = values.home ?? fail('--home DIR is needed');
const extraPods = wholeNumber('pods', values.pods, MOST_PODS);
const wantedPort = wholeNumber('port', values.port, 65_535);

mkdirSync(home, { recursive: true, mode: 0o700 });
const credentials = loadCredentials(home);
const drill = new Drill({ home, credentials, extraPods });
const server = createApiServer(drill.parts, credentials);

server.on('error', (error) => fail(error.message));
server.listen(wantedPort, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : wantedPort;
  const url = `https://127.0.0.1:${port}`;
  const path = join(home, 'kubeconfig');
  writeAtomically(path, kubeconfig(url, credentials));
  process.stdout.write(`${JSON.stringify({ ready: true, server: url, kubeconfig: path, pid: process.pid })}\n`);
});

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  server.close();
  server.closeAllConnections();
  drill.close();
  process.exit(0);
}
process.on('SIGTERM', end);
process.on('SIGINT', end);
// A pipe belongs to the parent and ends with it; a terminal or /dev/null says nothing about anyone.
const stdin = fstatSync(0);
if (stdin.isFIFO() || stdin.isSocket()) process.stdin.on('end', end).on('error', end).resume();
