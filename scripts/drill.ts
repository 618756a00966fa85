import { ConfigError, config } from '../lib/config.ts';
import type { DrillState } from '../lib/drill-cluster/contract.ts';
import { say } from './bootstrap/say.mjs';
import { askDrill } from './drill-client.ts';
import { drillKubeconfig } from './start/drill.ts';

const USAGE = `npm run drill -- state            what has happened, and what comes next
npm run drill -- speed 10         run the drill's clock 10 times as fast (0 to 60; 0: step by step)
npm run drill -- advance 90s      go on by that much drill time (s, m, h)
npm run drill -- advance BEAT     go on to that beat of the story
npm run drill -- reset            start over`;

const [word = 'state', value = ''] = process.argv.slice(3);
try {
  const kubeconfig = drillKubeconfig(config.home);
  const body = bodyOf(word, value);
  if (body === 'unclear') {
    console.log(USAGE);
    process.exit(2);
  }
  console.log(describe(await askDrill(kubeconfig, word, body)));
  process.exit(0);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  say(error instanceof ConfigError ? error.message : `${error.message} Is Bulkhead running (npm start)?`);
  process.exit(1);
}

function bodyOf(word: string, value: string): Record<string, unknown> | undefined | 'unclear' {
  if (word === 'state') return undefined;
  if (word === 'reset') return {};
  if (word === 'speed' && /^\d+(\.\d+)?$/.test(value)) return { speed: Number(value) };
  const [, amount, unit] = /^(\d+)(s|m|h)$/.exec(value) ?? [];
  if (word === 'advance' && amount && unit)
    return { ms: Number(amount) * { s: 1_000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h'] }; // the pattern has no other
  if (word === 'advance' && value) return { to: value };
  return 'unclear';
}

function describe({ scenario, now, speed, beats, exfiltration }: DrillState): string {
  const story = beats.map(({ id, title, at, done }) => `${done ? '✓' : '·'} ${at}  ${id.padEnd(14)} ${title}`);
  const { running, bytesSent, bytesPerSecond, to, blockedSince } = exfiltration;
  const flow = running ? `${bytesPerSecond} B/s to ${to}` : blockedSince ? `blocked since ${blockedSince}` : 'none';
  const pace = speed === 0 ? 'step by step' : `${speed}×`;
  return [`${scenario} at ${now} (${pace})`, ...story, `exfiltration: ${flow}; ${bytesSent} bytes so far`].join('\n');
}
