import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/say.mjs';
import { withLifeline } from './next.ts';
import { answers, freePort, until } from './port.ts';
import type { Processes } from './processes.ts';

/** Where the drill cluster of a data folder writes its kubeconfig. */
export const drillKubeconfig = (home: string): string => path.join(home, 'drill', 'kubeconfig');

/**
 * Starts the drill cluster on a loopback port, the same as last time where that is free, so that a copied kubeconfig
 * stays good. Answers the path of its kubeconfig.
 */
export async function startDrill(processes: Processes, home: string): Promise<string> {
  const folder = path.join(home, 'drill');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kubeconfig = drillKubeconfig(home);
  const port = await freePort(portIn(kubeconfig));
  const log = openSync(path.join(home, 'drill.log'), 'a', 0o600);
  const main = path.join(root, 'lib/drill-cluster/main.ts');
  processes.start('drill cluster', process.execPath, [main, '--home', folder, '--port', String(port)], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: withLifeline(process.env.NODE_OPTIONS) },
    stdio: ['pipe', log, log], // it ends when its stdin does
  });
  closeSync(log);
  await until('Starting the drill cluster', 30, async () => portIn(kubeconfig) === port && (await answers(port)));
  return kubeconfig;
}

/** Port of the API server that a drill cluster's kubeconfig names; null: there is none yet. */
export function portIn(kubeconfig: string): number | null {
  if (!existsSync(kubeconfig)) return null;
  const port = /"?server"?:\s*"?https?:\/\/[^:\s]+:(\d+)/.exec(readFileSync(kubeconfig, 'utf8'))?.[1];
  return port ? Number(port) : null;
}
