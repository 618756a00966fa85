import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { lives, readHolder } from '../scripts/bootstrap/lock.mjs';
import { answers, freePort } from '../scripts/start/port.ts';
import { runStart, startProduct } from './product.ts';

let home: string;
test.beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'bulkhead-home-'));
});
test.afterEach(() => rmSync(home, { recursive: true, force: true }));

test('a wrong setting stops the start, names the variable, and nothing was started', async () => {
  const wrong = { PORT: '70000', DATABASE_URL: 'mysql://db', AUTH_URL: 'bulkhead', BULKHEAD_DRILL: 'maybe' };
  for (const [name, value] of Object.entries(wrong)) {
    const run = runStart({ home: path.join(home, name), port: 3999, env: { [name]: value } });
    expect(await run.exit, run.printed()).toBe(1);
    expect(run.printed()).toContain(`${name} is wrong`);
    expect(statSync(path.join(home, name), { throwIfNoEntry: false })).toBeUndefined();
  }
});

test('a second start on the same data folder is refused, and says who has it', async () => {
  const first = await startProduct({ home });
  const second = runStart({ home, port: await freePort() });
  expect(await second.exit).toBe(1);
  expect(second.printed()).toContain(`already runs on the data folder ${home}: process ${first.pid}, ${first.url}`);
  expect(await (await fetch(`${first.url}/api/health`)).status).toBe(200);
  await first.end();
});

test('a port that is taken is named', async () => {
  const first = await startProduct({ home });
  const second = runStart({ home: `${home}/other`, port: first.port });
  expect(await second.exit).toBe(1);
  expect(second.printed()).toContain(`PORT ${first.port} is taken`);
  await first.end();
});

test('Ctrl-C ends all that was started; the next start keeps secret, database and drill', async () => {
  const first = await startProduct({ home });
  const before = readState();
  expect(await first.end('SIGINT')).toBe(0);
  expect(await answers(first.port)).toBe(false);
  expect(before.drillPort && (await answers(before.drillPort))).toBe(false);
  expect(readHolder(path.join(home, 'running.json'))).toBeNull();
  expect(statSync(path.join(home, 'postgres/postmaster.pid'), { throwIfNoEntry: false })).toBeUndefined();
  expect(statSync(path.join(home, 'auth-secret')).mode & 0o777).toBe(0o600);

  const second = await startProduct({ home, port: first.port });
  expect(readState()).toMatchObject({ secret: before.secret, drillPort: before.drillPort });
  await second.end();
});

test('kill -9 leaves nothing running for long, and the next start takes over', async () => {
  const first = await startProduct({ home });
  const { drillPort, postgres } = readState();
  await first.end('SIGKILL');
  await expect.poll(() => answers(first.port)).toBe(false);
  await expect.poll(() => answers(drillPort)).toBe(false);
  await expect.poll(() => lives({ pid: postgres, begun: null })).toBe(false);
  const second = await startProduct({ home, port: first.port });
  expect(second.printed()).toContain(`Process ${first.pid} ended without cleaning up`);
  await second.end();
});

function readState() {
  const kubeconfig = readFileSync(path.join(home, 'drill/kubeconfig'), 'utf8');
  return {
    secret: readFileSync(path.join(home, 'auth-secret'), 'utf8'),
    drillPort: Number(/127\.0\.0\.1:(\d+)/.exec(kubeconfig)?.[1]),
    postgres: Number(readFileSync(path.join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]),
  };
}
