import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { recordNote } from '../../lib/action-log/log.server.ts';
import { testDatabase } from '../../lib/testing/postgres.ts';

process.env.BULKHEAD_HOME = mkdtempSync(path.join(tmpdir(), 'bh-verify-'));
const database = await testDatabase();
afterAll(() => database.close());

const run = (databaseUrl = database.url) =>
  spawnSync(process.execPath, ['--conditions=react-server', 'scripts/verify-log/verify.ts'], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });

test('says what was verified; after tampering names the first broken record and ends with 1', async () => {
  expect(run()).toMatchObject({ status: 0, stdout: 'The action log is empty.\n' });
  for (const words of ['one', 'two \u001b[2J', 'three'])
    await recordNote({ person: null, clusterId: null, caseId: null, words });
  const good = run();
  expect(good.status).toBe(0);
  expect(good.stdout).toMatch(/^Verified records 1 to 3 in .* none is missing\.\nHash of record 3: [0-9a-f]{64}\n$/);

  await database.query('ALTER TABLE "ActionRecord" DISABLE TRIGGER ALL');
  await database.query(`UPDATE "ActionRecord" SET body = replace(body, 'two', 'zwei') WHERE seq = 2`);
  const broken = run();
  expect(broken.status).toBe(1);
  expect(broken.stdout).toContain('BROKEN at record 2: its body is not what was hashed.');
  expect(broken.stdout).toContain('Records 1 to 1 are as they were written');
});

test('a database that cannot be read is no verified log', () => {
  const none = run('postgresql://nobody@127.0.0.1:1/none');
  expect(none.status).toBe(2);
  expect(none.stderr).toContain('could not be read');
});
