import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { changeOnScreen, filterKeystroke, firstPaint } from './bench/browser.ts';
import { type Figure, median, missed, percentile, table } from './bench/figures.ts';
import { manyReaders } from './bench/many.ts';
import { kubectlGetPods, openRoom, type Room, serverMemoryMb, triagePath } from './bench/room.ts';
import { coldStart, starts } from './bench/starts.ts';
import { containment } from './bench/story.ts';
import { longTimeline } from './bench/timeline.ts';
import { root, say } from './bootstrap/say.mjs';
import { findBrowser } from './test/browser.ts';
import { findKubectl } from './test/kubectl.ts';

// Everything in one run on one machine: figures are only compared with others of the same run.
const kubectl = findKubectl();
const browser = findBrowser();
const figures: Figure[] = [];
const parts = {
  starts,
  pods: async () => [...(await pods(1_000)), ...(await pods(10_000))],
  story: () => containment(browser),
  many: () => manyReaders(browser),
  timeline: () => longTimeline(browser), // minutes
};
// `npm run bench -- timeline` measures that part alone, on what is built
const asked = Object.keys(parts).filter((name) => process.argv.includes(name));
if (process.argv.includes('--cold')) figures.push(...(await coldStart())); // minutes
for (const [name, measure] of Object.entries(parts))
  if (asked.length === 0 || asked.includes(name)) figures.push(...(await measure()));
report();

async function pods(count: number): Promise<Figure[]> {
  say(`── a drill cluster of ${count} pods`);
  const room = await openRoom(count, browser);
  try {
    return [...(await lists(room, count)), ...(count === 10_000 ? await screen(room) : [])];
  } finally {
    await room.close();
  }
}

async function lists({ page, product, kubeconfig }: Room, pods: number): Promise<Figure[]> {
  const all = await triagePath(page);
  const ours: number[] = [];
  const theirs: number[] = [];
  // In turns, so that what else the machine does falls on both
  for (let i = 0; i < 7; i++) {
    const begun = performance.now();
    await (await page.request.get(all)).json();
    ours.push(performance.now() - begun);
    theirs.push(kubectlGetPods(kubectl, kubeconfig));
  }
  return [
    { what: `rows of ${pods} pods from the warm cache`, value: median(ours), unit: 'ms' },
    { what: `kubectl get pods -A, ${pods} pods, same API server`, value: median(theirs), unit: 'ms' },
    { what: `rows / kubectl, ${pods} pods`, value: median(ours) / median(theirs), unit: '×', aim: 0.2 },
    {
      what: `memory of the server, ${pods} pods`,
      value: serverMemoryMb(product),
      unit: 'MB',
      ...(pods === 10_000 ? { aim: 350 } : {}),
    },
  ];
}

async function screen({ page, kubeconfig }: Room): Promise<Figure[]> {
  const paints: number[] = [];
  for (let i = 0; i < 5; i++) paints.push(await firstPaint(page));
  const keys: number[] = [];
  for (const key of 'bench-probe') keys.push(await filterKeystroke(page, key));
  const changes: number[] = [];
  for (let i = 0; i < 40; i++) changes.push(await changeOnScreen(page, kubeconfig, `bench-probe-${i}`));
  return [
    { what: 'first paint with 10,000 rows', value: median(paints), unit: 'ms', aim: 1_000 },
    { what: 'filter keystroke to painted frame, 10,000 rows, p95', value: percentile(keys, 0.95), unit: 'ms' },
    { what: 'change in the cluster → on screen, p50', value: percentile(changes, 0.5), unit: 'ms' },
    { what: 'change in the cluster → on screen, p95', value: percentile(changes, 0.95), unit: 'ms', aim: 200 },
  ];
}

function report(): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const file = path.join(root, '.cache/bench', `${new Date().toISOString().replaceAll(':', '-')}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  console.log(`\n${machine}\n\n${table(figures)}\n\nwritten to ${path.relative(root, file)}`);
  for (const { what } of figures.filter(missed)) console.log(`aim missed: ${what}`);
}
process.exit(0);
