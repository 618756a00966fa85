import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { begunAt, readHolder, takeLock } from './lock.mjs';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock-test-'));
  file = path.join(folder, 'deep', 'running.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Number of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

test('the first takes it; the second is told who has it; given back, it is free', () => {
  const first = takeLock(file, { url: 'http://localhost:3000' });
  expect(first.holder).toBeNull();
  expect(takeLock(file).holder).toMatchObject({ pid: process.pid, url: 'http://localhost:3000' });
  if (first.holder === null) first.release();
  expect(existsSync(file)).toBe(false);
  expect(takeLock(file).holder).toBeNull();
});

test.each([
  ['a process that was killed', () => JSON.stringify({ pid: deadPid(), begun: '1', databaseUrl: 'left' })],
  ['another process that got its number since', () => JSON.stringify({ pid: process.pid, begun: 'an earlier time' })],
  ['a file that power loss left empty', () => ''],
  ['a file that is no lock', () => '{"pid": "rm -rf"}'],
])('takes it over from %s', (_, content) => {
  takeLock(file);
  writeFileSync(file, content());
  const lock = takeLock(file, { url: 'mine' });
  expect(lock.holder).toBeNull();
  expect(readHolder(file)).toMatchObject({ pid: process.pid, begun: begunAt(process.pid), url: 'mine' });
});

test('says what a dead holder left, so that it can be cleared away', () => {
  takeLock(file);
  writeFileSync(file, JSON.stringify({ pid: deadPid(), begun: '1', databaseUrl: 'left' }));
  const lock = takeLock(file);
  expect(lock.holder === null && lock.left).toMatchObject({ databaseUrl: 'left' });
});

test('does not give back what another has by now', () => {
  const lock = takeLock(file);
  writeFileSync(file, JSON.stringify({ pid: 1, begun: null }));
  if (lock.holder === null) lock.release();
  expect(readFileSync(file, 'utf8')).toContain('"pid":1');
});

test('of many that find a dead holder at once, one takes it over', async () => {
  takeLock(file);
  writeFileSync(file, JSON.stringify({ pid: deadPid(), begun: '1' }));
  const script = `import { takeLock } from ${JSON.stringify(path.join(import.meta.dirname, 'lock.mjs'))};
    console.log(takeLock(${JSON.stringify(file)}).holder === null ? 'mine' : 'taken');
    process.stdin.resume();`;
  const children = Array.from({ length: 6 }, () => spawn(process.execPath, ['--input-type=module', '-e', script]));
  const said = await Promise.all(
    children.map(
      (child) => new Promise((resolve) => child.stdout.once('data', (bytes) => resolve(String(bytes).trim()))),
    ),
  );
  for (const child of children) child.kill('SIGKILL');
  expect(said.filter((word) => word === 'mine')).toHaveLength(1);
});
