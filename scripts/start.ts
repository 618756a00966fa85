import { config } from '../lib/config.ts';
import { say } from './bootstrap/say.mjs';
import { buildApp } from './start/build.ts';
import { startDatabase } from './start/database.ts';
import { startDrill } from './start/drill.ts';
import { exitOnWrongSetting, settleHome } from './start/home.ts';
import { linkToOpen, startNext } from './start/next.ts';
import { waitForFreePort } from './start/port.ts';
import { endOn, Processes } from './start/processes.ts';

const mode = process.argv[2] === 'dev' ? 'dev' : 'start';
const begun = performance.now();

exitOnWrongSetting();
const processes = new Processes();
const home = settleHome();
const ended = endOn(processes, home.release);

try {
  await waitForFreePort(config.port, { patient: home.takenOver });
  if (mode === 'start') await buildApp();
  const url = await startDatabase(processes, home.folder);
  const drill = drillWanted() ? await startDrill(processes, home.folder) : null;
  await startNext(processes, mode);
  const link = linkToOpen();
  home.update({ url: config.authUrl, databaseUrl: url, drill });
  say(
    `up after ${((performance.now() - begun) / 1000).toFixed(1)} s${drill ? `, with the drill cluster (kubectl --kubeconfig ${drill})` : ''}`,
  );
  process.stdout.write(`\n  ${link}\n\n`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  await processes.stop();
  home.release();
  process.exit(1);
}

await ended;

/** The drill cluster runs where no other cluster is named. */
function drillWanted(): boolean {
  return config.drill && config.kubeconfig === null && !config.inCluster;
}
